"""Calculations about warnings and readiness, one public quantity each."""
