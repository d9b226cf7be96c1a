"""The sheet: every tab of the embedded sheet, to be typed into as a headteacher would."""

from kaizen.rules.access import Action
from kaizen.ui import sheet_grid, shell

office, me = shell.open_page("The sheet", Action.SEE_SHEET, embedded_only=True, wide=True)
sheet_grid.play(office)
