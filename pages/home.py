"""Home: who you are, what to do next, and the dates that matter."""

from kaizen.ui import agenda, freshness, shell

office, me = shell.open_page("Home")
with freshness.as_far_as_known():
    agenda.tasks(office, me)
with freshness.as_far_as_known():
    agenda.dates(office, me)
