"""Migrations of works."""
