"""The proof of the write path: faults, a history of every run, and a checker that judges it."""
