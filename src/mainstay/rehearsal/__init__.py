"""Rehearsing a whole response without a browser, through the same services that people use."""
