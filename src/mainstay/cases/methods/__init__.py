"""Calculations about cases, one public quantity each."""
