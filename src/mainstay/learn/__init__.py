"""What was learned, kept where it is found again."""
