"""The main script: draws the menu and runs the page that was asked for. Pages guard themselves."""

from kaizen.ui import identity, shell

shell.navigation().run()
identity.desk().read()
