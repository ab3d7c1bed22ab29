"""The money: contributions, windows, grants, a ledger that cannot go below zero, the pipeline of donors."""
