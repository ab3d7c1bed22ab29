"""Quantities of skills: one formula each."""
