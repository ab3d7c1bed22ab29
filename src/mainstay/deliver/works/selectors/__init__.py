"""Reads of works, each starting from what the person may see."""
