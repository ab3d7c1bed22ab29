"""Persons who sign in, their roles and scopes, and who may do what."""
