"""Forecast of state-based deaths by country and month, and what it is scored against (docs/methods/conflict_forecast.md)."""
