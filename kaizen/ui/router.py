"""The main script: draws the menu and runs the page that was asked for. Pages guard themselves."""

from kaizen.engine.few_at_once import DRAWING
from kaizen.ui import awaiting, freshness, identity, pressing, shell, uploads
from kaizen.ui.opening import opened

pressing.send_what_is_ready()
with DRAWING.turn():
    with uploads.noted(), freshness.as_far_as_known():
        shell.navigation().run()
    identity.desk().read()
    awaiting.until_answered(opened)
