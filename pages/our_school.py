"""Our school: who has chosen, booking and logging for others, and how far the other schools are."""

from kaizen.rules.access import Action
from kaizen.ui import our_school, shell

office, me = shell.open_page("Our school", Action.SEE_SUMMARY)
school = our_school.school_of(office, me)
if school is None:
    our_school.every_school(office)
else:
    our_school.rooms(office, me, school)
