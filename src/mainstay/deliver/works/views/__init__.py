"""Pages of works."""
