"""What people said: the answers after the day, once five people have given theirs."""

from kaizen.rules.access import Action
from kaizen.ui import event_feedback, shell

office, me = shell.open_page("What people said", Action.SEE_FEEDBACK)
event_feedback.told(office.year)
