"""Every act of every stage at the terminal: found by itself, so that no service is left without a door."""

from .door import add_acts

__all__ = ["add_acts"]
