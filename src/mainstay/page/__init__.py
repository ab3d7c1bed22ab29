"""What every door uses: rendering, tables, the terminal, error translation."""
