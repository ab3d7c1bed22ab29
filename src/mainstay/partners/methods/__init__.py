"""Quantities about dialogue."""
