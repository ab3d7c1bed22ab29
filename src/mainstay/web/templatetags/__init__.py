"""Template tags of the whole."""
