"""The tables of measure: definitions and targets, runs and values, publications, registers, verification."""

from .framework import Baseline, Definition, Target
from .registers import RegisterEntry
from .results import Computation, IndicatorValue, Publication
from .verification import Anomaly, SampledRow, VerificationSample

__all__ = [
    "Anomaly",
    "Baseline",
    "Computation",
    "Definition",
    "IndicatorValue",
    "Publication",
    "RegisterEntry",
    "SampledRow",
    "Target",
    "VerificationSample",
]
