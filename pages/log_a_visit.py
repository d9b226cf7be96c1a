"""Log a visit: what you saw and what you will try."""

from kaizen.rules.access import Action
from kaizen.ui import shell, show, visit_day, visit_log

office, me = shell.open_page("Log a visit", Action.LOG_VISIT)
visit_log.write(office, me)
show.line(visit_day.SAFEGUARDING)
visit_log.mine(office, me)
