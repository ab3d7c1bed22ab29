"""The tables of measure: definitions and targets, runs and values, publications, registers, verification."""

from .framework import Baseline, Definition, Target
from .outward import ActivityFile, DonorReport
from .packs import EvaluationPack
from .registers import RegisterEntry
from .results import Computation, IndicatorValue, Publication
from .verification import Anomaly, SampledRow, VerificationSample

__all__ = [
    "ActivityFile",
    "Anomaly",
    "Baseline",
    "Computation",
    "Definition",
    "DonorReport",
    "EvaluationPack",
    "IndicatorValue",
    "Publication",
    "RegisterEntry",
    "SampledRow",
    "Target",
    "VerificationSample",
]
