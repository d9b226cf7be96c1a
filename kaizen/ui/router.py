"""The main script: draws the menu and runs the page that was asked for. Pages guard themselves."""

from kaizen.ui import awaiting, identity, shell, uploads
from kaizen.ui.opening import opened

with uploads.noted():
    shell.navigation().run()
identity.desk().read()
awaiting.until_answered(opened)
