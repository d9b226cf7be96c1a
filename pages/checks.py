"""Checks: what the app asks about the sheet."""

from kaizen.rules.access import Action
from kaizen.ui import check_list, shell

office, me = shell.open_page("Checks", Action.SEE_CHECKS)
check_list.findings(office, me)
