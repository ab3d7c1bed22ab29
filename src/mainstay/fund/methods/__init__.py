"""Calculations about money, one public quantity each."""
