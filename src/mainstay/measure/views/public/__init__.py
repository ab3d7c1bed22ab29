"""The doors that stand open to everybody: what was done with the money, and how it is counted."""
