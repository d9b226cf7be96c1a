"""What keeps people out of what is not theirs."""
