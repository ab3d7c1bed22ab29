"""The lists of registers, and what each register declares."""

from .listing import LineTable, lines_table

__all__ = ["LineTable", "lines_table"]
