"""The main script: draws the menu and runs the page that was asked for. Pages guard themselves."""

from kaizen.ui import awaiting, freshness, identity, shell
from kaizen.ui.opening import opened

with freshness.as_far_as_known():
    shell.navigation().run()
identity.desk().read()
awaiting.until_answered(opened)
