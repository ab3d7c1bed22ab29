"""Tables of the lowest floor."""
