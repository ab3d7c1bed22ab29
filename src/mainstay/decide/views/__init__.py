"""Pages of decide."""
