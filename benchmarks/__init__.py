"""Scripts that print figures, side by side with the naive way."""
