"""Database steps of decide."""
