"""Calculations about requests, one public quantity each."""
