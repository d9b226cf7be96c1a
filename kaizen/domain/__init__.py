"""The nouns of the network: frozen models, and the snapshot of one school year."""
