"""What is due on assessments."""
