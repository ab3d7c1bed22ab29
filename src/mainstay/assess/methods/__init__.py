"""Formulas of the assessment: what work was lost, what it is worth, how sure we are."""
