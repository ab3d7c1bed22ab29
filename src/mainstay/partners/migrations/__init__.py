"""Tables of partners."""
