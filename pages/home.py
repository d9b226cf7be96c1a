"""Home: who you are, what to do next, and the dates that matter."""

from kaizen.ui import agenda, shell

office, me = shell.open_page("Home")
agenda.tasks(office, me)
agenda.dates(office, me)
