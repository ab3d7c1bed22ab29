"""Pure calculations of lessons."""
