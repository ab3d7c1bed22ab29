"""Pages that belong to the whole."""
