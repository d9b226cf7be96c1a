"""Log a visit: what you saw and what you will try."""

from kaizen.rules.access import Action
from kaizen.ui import shell, visit_log

office, me = shell.open_page("Log a visit", Action.LOG_VISIT)
visit_log.write(office, me, me)
visit_log.mine(office, me)
