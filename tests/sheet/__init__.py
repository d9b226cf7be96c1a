"""How a sheet is read, written and built."""
