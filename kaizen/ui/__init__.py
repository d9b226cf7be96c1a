"""What people see: the shell, the forms, and the words."""
