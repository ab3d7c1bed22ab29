"""Pages of lessons, reviews and recommendations."""
