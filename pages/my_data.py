"""My data: what the sheet holds of you, to see, to take away, and to ask to be taken out of."""

from kaizen.rules.access import Action
from kaizen.ui import my_data, shell

office, me = shell.open_page("My data", Action.SEE_OWN_DATA)
my_data.held(office, me)
my_data.take_away(office, me)
my_data.ask_to_go(office, me)
