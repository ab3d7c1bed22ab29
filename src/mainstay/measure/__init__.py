"""What was achieved: facts, indicators, targets, verification, publication."""
