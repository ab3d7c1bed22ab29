"""Mainstay: from first warning to decent jobs, with proof."""

__version__ = "0.1.0"
