"""Kaizen: shared and uncommon INSET days for a network of primary schools, kept in one Google Sheet a year."""
