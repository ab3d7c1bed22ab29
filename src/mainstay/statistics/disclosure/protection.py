"""One call from rows to a table that may be published: rules, companions, attack."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .published import Protected, Step
from .sensitivity import Rules


def protect_table(
    table: Any,
    *,
    by: Sequence[str],
    value: str | None = None,
    count: str | None = None,
    weight: str | None = None,
    respondent: str | None = None,
    hierarchies: Mapping[str, Mapping[str, str]] | None = None,
    structural: Sequence[Sequence[str]] = (),
    rules: Rules | None = None,
    cost: str = "cells",
    margin_cost: float = 5.0,
    method: str = "optimal",
    gap: float = 0.0,
    time_limit: float = 60.0,
    clock: Callable[[], float] | None = None,
    progress: Callable[[Step], bool | None] | None = None,
) -> Protected:
    """Return the table of `by` with its margins, and which of its cells to hide so that none can be worked out.

    `table` is a mapping of columns or any dataframe with the Arrow interface. `by` names one to three
    dimensions. Each row is one contribution of one person or firm (of `respondent`, where it may have several
    rows in a cell), or, with `count`, a finished cell with so many persons behind it. `value` is what is added
    up (none: persons are counted); `weight` multiplies what is published, never the persons that rules count.
    `hierarchies` give for a dimension the parent of each category that has one ({"Kerak": "South"}): sub-totals
    are then published too. `structural` lists combinations that cannot exist: everybody knows that they are 0.

    What is hidden loses least: `cost` "cells" (how many), "value" (how much) or "distance" (companions near the
    sensitive cell in the order of the categories); a margin costs `margin_cost` times. `method` "optimal" proves
    it by an integer programme (Fischetti and Salazar 2001), down to the relative `gap`, within `time_limit`
    seconds by `clock` (such as time.monotonic; none: seconds of each programme alone); "quick" takes companions
    one sensitive cell after the other. `progress` is called with a `Step` and may return False: then the best
    safe pattern found so far is taken. Whatever found it, the pattern is attacked before it is returned.

    Raises BadInput: a missing column or value, a negative amount, a table of more than three dimensions, a tree
    with a circle, a cell that nothing can protect ("disclosure.unprotectable"), a pattern that the attack breaks
    ("disclosure.unsafe").
    """
    raise BadInput("disclosure.closed", _("Tables cannot be protected here."))
