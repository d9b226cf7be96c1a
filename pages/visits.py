"""Visits: your school's uncommon INSET day, who goes where, and your own plan."""

from kaizen.rules.access import Action
from kaizen.ui import shell, visit_day, visits

office, me = shell.open_page("Visits", Action.PLAN_VISIT)
ours = visit_day.our_day(office, me)
visits.plan(office, me, ours)
visits.made_by(office, me, me)
if ours:
    visit_day.who_goes_where(office, me.school, ours.date)
visits.coming(office, me)
