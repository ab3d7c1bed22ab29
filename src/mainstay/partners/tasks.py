"""What is due on agreements, checks and consultation."""
