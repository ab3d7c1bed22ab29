"""Calculations of works, one quantity each. Pure."""
