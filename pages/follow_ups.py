"""Follow-ups: what happens because of a visit."""

from kaizen.rules.access import Action
from kaizen.ui import follow_ups, shell

office, me = shell.open_page("Follow-ups", Action.ADD_FOLLOW_UP)
follow_ups.listed(office, me)
follow_ups.move(office, me)
follow_ups.add(office, me)
follow_ups.finished(office, me)
