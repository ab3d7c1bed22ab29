"""Design-based estimation from sample surveys, with the errors that the design really has.

>>> from mainstay.statistics.survey import Design
>>> households = {"weight": [2, 2, 3, 3], "area": ["n", "n", "s", "s"], "jobs": [1, 0, 2, 1]}
>>> design = Design(households, weights="weight", strata="area")
>>> row = design.mean("jobs").to_dicts()[0]
>>> round(row["estimate"], 4), round(row["se"], 4), row["n"], row["df"]
(1.1, 0.3606, 4, 2)
"""

from .contrasts import Contrast, Contrasts
from .design import Design
from .replicates import ReplicateDesign
from .result import Estimate, Estimates
from .rounds import apart, rounds
from .sample import Sample
from .together import together

__all__ = [
    "Contrast", "Contrasts", "Design", "Estimate", "Estimates", "ReplicateDesign", "Sample", "apart", "rounds", "together",
]  # fmt: skip
