"""What it costs: each benchmark makes its data from a seed, and runs ours, the peer and the limit in turn."""
