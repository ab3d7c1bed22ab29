"""What the whole itself writes: the index of the search."""
