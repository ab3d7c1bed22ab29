"""What may be published of a table without telling about a person: rules, suppression, rounding.

>>> from mainstay.statistics.disclosure import suppress
>>> safe = suppress([[4, 30, 25], [40, 35, 28], [33, 60, 51]])
>>> safe.primary
[(0, 0)]
>>> low, high = safe.bounds[0, 0]
>>> high - low >= 10
True
"""

from .additive import Rounded, controlled_rounded
from .microdata import Codebook, Release, Risk, Variable, individual_risk, release_microdata
from .protection import protect_table
from .published import Protected, ProtectedCell, Step
from .rounding import random_rounded, rounded
from .rules import is_dominated, is_small, is_too_close
from .sensitivity import Rules
from .suppression import Suppression, suppress

__all__ = [
    "Codebook",
    "Protected",
    "ProtectedCell",
    "Release",
    "Risk",
    "Rounded",
    "Rules",
    "Step",
    "Suppression",
    "Variable",
    "controlled_rounded",
    "individual_risk",
    "is_dominated",
    "is_small",
    "is_too_close",
    "protect_table",
    "random_rounded",
    "release_microdata",
    "rounded",
    "suppress",
]
