"""What visitors saw: what colleagues have written up, and, for heads, what waits to be cleared."""

from kaizen.rules.access import Action
from kaizen.ui import shell, visit_logs

office, me = shell.open_page("What visitors saw", Action.READ_CLEARED_LOGS)
visit_logs.read(office, me)
