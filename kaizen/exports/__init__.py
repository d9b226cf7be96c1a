"""Files that people take away: the whole year as .xlsx."""
