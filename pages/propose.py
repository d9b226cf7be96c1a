"""Propose: offer a workshop, see what became of it, and decide if you are the organiser."""

from kaizen.rules.access import Action
from kaizen.ui import proposals, shell

office, me = shell.open_page("Propose a workshop", Action.PROPOSE)
proposals.to_decide(office, me)
proposals.propose(office, me)
proposals.mine(office, me)
