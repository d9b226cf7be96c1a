"""People: who asks to be on Staff, and whose account is whose."""

from kaizen.rules.access import Action
from kaizen.ui import people, shell

office, me = shell.open_page("People", Action.ADD_PEOPLE)
people.asking(office, me)
people.signed_in(office, me)
