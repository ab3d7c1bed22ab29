"""Everything that can be done, read from the services themselves: for pages, the HTTP API and the terminal alike."""
