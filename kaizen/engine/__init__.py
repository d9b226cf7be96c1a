"""The write path: one writer, one fresh snapshot, one batch a group. The only room that speaks gspread."""
