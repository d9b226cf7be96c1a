"""The sheet: tabs, headings and cells, rows and models, findings, intents and provisioning."""
