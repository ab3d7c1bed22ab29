"""Weights that reach what is known: calibration, raking, post-stratification, nonresponse, trimming.

Each takes a table and its weights and returns new weights with a report; `adjustment` in the result is what
a design needs so that its errors follow.
"""

from .auxiliary import Auxiliary, auxiliary_matrix
from .distance import DISTANCES
from .margins import poststratify, rake
from .nonresponse import SMALLEST, Nonresponse, Responded, ResponseClass, adjust_nonresponse
from .report import Known, Miss, WeightReport, kish_effect, weight_report
from .residuals import Adjustment, Projection
from .solve import Calibrated, Calibration, calibrate
from .totals import Totals
from .trimming import Trimmed, Trimming, trim

__all__ = [
    "DISTANCES", "SMALLEST", "Adjustment", "Auxiliary", "Calibrated", "Calibration", "Known", "Miss", "Nonresponse", "Projection", "Responded", "ResponseClass",
    "Totals", "Trimmed", "Trimming", "WeightReport", "adjust_nonresponse", "auxiliary_matrix", "calibrate", "kish_effect",
    "poststratify", "rake", "trim", "weight_report",
]  # fmt: skip
