"""People's tables."""
