"""Before the field: how many to ask, how to share them out, and whom, drawn with a stored seed.

>>> from mainstay.statistics.sampling import sample_size_for_proportion
>>> sample_size_for_proportion(margin=0.05, deff=2, response=0.85).selected
905
"""

from .allocation import RULES, Allocated, Stratum, allocate, expected_error_of_allocation
from .draws import Draw, random_draw, systematic_draw
from .proportional import METHODS, Chances, chances_by_size, draw_by_size, systematic_by_size
from .sizes import (
    ExpectedError,
    SampleSize,
    TwoSizes,
    expected_error_of_mean,
    expected_error_of_proportion,
    sample_size_for_difference_of_means,
    sample_size_for_difference_of_proportions,
    sample_size_for_mean,
    sample_size_for_proportion,
)
from .two_stage import Area, AreaSample, HouseholdSample, draw_areas, draw_households

__all__ = [
    "METHODS", "RULES", "Allocated", "Area", "AreaSample", "Chances", "Draw", "ExpectedError",
    "HouseholdSample", "SampleSize", "Stratum", "TwoSizes", "allocate", "chances_by_size", "draw_areas",
    "draw_by_size", "draw_households", "expected_error_of_allocation", "expected_error_of_mean",
    "expected_error_of_proportion", "random_draw", "sample_size_for_difference_of_means",
    "sample_size_for_difference_of_proportions", "sample_size_for_mean", "sample_size_for_proportion",
    "systematic_by_size", "systematic_draw",
]  # fmt: skip
