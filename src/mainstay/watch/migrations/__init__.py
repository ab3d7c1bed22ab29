"""Database steps of watch."""
