"""Documents and charts."""
