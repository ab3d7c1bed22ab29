"""Tables of staff."""
