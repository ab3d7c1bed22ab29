"""File formats: what is read, written and refused."""
