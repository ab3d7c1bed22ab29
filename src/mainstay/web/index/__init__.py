"""The index of the search: its tables, and what keeps it up to date."""
