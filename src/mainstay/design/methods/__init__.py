"""Formulas of the design: labour, cost, change."""
