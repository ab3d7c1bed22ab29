"""Errors from replicate weights: those that came with a survey, or made from its design.

>>> from mainstay.statistics.survey.replicates import ReplicateDesign
>>> table = {"w": [2, 2, 4, 4], "r1": [0, 4, 4, 4], "r2": [4, 0, 4, 4], "r3": [2, 2, 0, 8], "r4": [2, 2, 8, 0],
...          "jobs": [1, 0, 2, 1]}
>>> design = ReplicateDesign(table, weights="w", replicates="r?", kind="JKn", rscales=[0.5] * 4)
>>> row = design.total("jobs")[0]
>>> round(row.estimate, 4), round(row.se, 4)
(14.0, 4.4721)
"""

from .design import ReplicateDesign
from .scales import KINDS

__all__ = ["KINDS", "ReplicateDesign"]
