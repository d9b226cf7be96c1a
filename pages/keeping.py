"""Keeping and removing: who has left, whose name goes, and what has been kept long enough."""

from kaizen.rules.access import Action
from kaizen.ui import clean_up, leavers, names_away, shell

office, me = shell.open_page("Keeping and removing", Action.MARK_LEAVER)
leavers.somebody_leaves(office, me)
leavers.have_left(office, me)
names_away.take_away(office, me)
clean_up.yearly(office, me)
