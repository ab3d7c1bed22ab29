"""Calculations about people who go, one public quantity each."""
