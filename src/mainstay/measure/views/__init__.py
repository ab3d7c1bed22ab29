"""Pages of measure."""
