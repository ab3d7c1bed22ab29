"""Organisations, constituents, agreements, dialogue, consultation, forums and registers."""
