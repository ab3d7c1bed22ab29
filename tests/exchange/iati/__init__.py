"""Activity files."""
