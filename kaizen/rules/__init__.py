"""The rules of the network: verbs without side effects that return reasons and never raise."""
