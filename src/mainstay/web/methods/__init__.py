"""Pure parts of the pages of the whole."""
