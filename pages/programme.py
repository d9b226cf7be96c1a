"""Programme: what runs when on the shared INSET day, and where there are places left."""

from kaizen.rules.access import Action
from kaizen.ui import programme, shell

office, me = shell.open_page("Programme", Action.SEE_PROGRAMME)
programme.the_day(office.year)
