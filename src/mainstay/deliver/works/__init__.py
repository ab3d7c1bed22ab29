"""Employment-intensive works: sites, workers, daily rolls, safeguards, and pay that arrives."""
