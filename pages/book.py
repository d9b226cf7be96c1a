"""Book: every slot of the shared INSET day on one page."""

from kaizen.rules.access import Action
from kaizen.ui import booking, my_day, shell

office, me = shell.open_page("Book your workshops", Action.BOOK_FOR_SELF)
booking.choices(office, me, me)
my_day.timetable(office, me, me)
