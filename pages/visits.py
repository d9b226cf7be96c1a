"""Visits: your school's uncommon INSET day and your own plan; for heads and offices who goes where, too."""

from kaizen.rules.access import Action, may
from kaizen.ui import shell, visit_day, visits

office, me = shell.open_page("Visits", Action.PLAN_VISIT)
ours = visit_day.our_day(office, me)
visits.plan(office, me, ours)
visits.made_by(office, me, me)
if ours and may(office.year, me.email, Action.PLAN_VISIT_FOR_OTHERS, me.school):
    visit_day.who_goes_where(office, me.school, ours.date)
visits.coming(office, me)
