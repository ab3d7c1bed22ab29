"""Watch and prepare: what threatens work, where, how sure that is, and how ready a country stands."""
