"""Setup: which sheet is behind the app, whether it can be used, and how to move to a Google sheet."""

from kaizen.rules.access import Action
from kaizen.ui import setup, shell

office, me = shell.open_page("Setup", Action.SET_UP)
setup.for_the_organiser(office)
