"""Every measure that can be counted here, by its code."""

from collections.abc import Mapping

from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _

from . import decent_measures, register_measures, skills_measures, works_measures
from .measure import Measure

MEASURES: Mapping[str, Measure] = {
    measure.code: measure
    for module in (works_measures, decent_measures, skills_measures, register_measures)
    for measure in module.MEASURES
}


def measure_of(code: str) -> Measure:
    """Return the measure with this code; `NotFound` names those that there are.

    >>> measure_of("JB-02").rule
    'distinct'
    """
    if code in MEASURES:
        return MEASURES[code]
    raise NotFound(
        "measure.unknown",
        _("No measure is called {code}. Counted are: {codes}."),
        code=code,
        codes=", ".join(MEASURES),
    )
