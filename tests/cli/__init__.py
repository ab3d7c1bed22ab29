"""The `mainstay` command: what belongs to the whole."""
