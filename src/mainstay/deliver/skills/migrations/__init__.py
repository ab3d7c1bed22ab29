"""Migrations of skills."""
