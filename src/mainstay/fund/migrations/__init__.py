"""Tables of the fund."""
