"""The main script: draws the menu and runs the page that was asked for. Pages guard themselves."""

from kaizen.engine.few_at_once import DRAWING
from kaizen.ui import awaiting, identity, pressing, shell
from kaizen.ui.opening import opened

pressing.send_what_is_ready()
with DRAWING.turn():
    shell.navigation().run()
    identity.desk().read()
    awaiting.until_answered(opened)
