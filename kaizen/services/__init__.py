"""What a person may wish for: commands that decide against a snapshot and touch nothing."""
