"""What may be published of a table without telling about a person: rules, suppression, rounding.

>>> from mainstay.statistics.disclosure import suppress
>>> safe = suppress([[4, 30, 25], [40, 35, 28], [33, 60, 51]])
>>> safe.primary
[(0, 0)]
>>> low, high = safe.bounds[0, 0]
>>> high - low >= 10
True
"""

from .rounding import random_rounded, rounded
from .rules import is_dominated, is_small, is_too_close
from .suppression import Suppression, suppress

__all__ = [
    "Suppression",
    "is_dominated",
    "is_small",
    "is_too_close",
    "random_rounded",
    "rounded",
    "suppress",
]
