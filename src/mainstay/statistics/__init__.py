"""Formulas that several stages use; pure: no database, no clock, no unseeded number."""
