"""One call from a survey file to one that may be given out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .codebook import Codebook
from .risk import Risk

Ladder: TypeAlias = Sequence[Mapping[str, str] | Sequence[float]]
"""Steps from fine to coarse, each from the original value: {value: group}, or the edges of bands of numbers."""


@dataclass(frozen=True)
class Release:
    """A file that may be given out. `table` is a pyarrow Table, `codebook` describes each of its variables.

    `steps` says which step of its ladder each key variable stands on (0: as it came); `blanked` how many values
    of each variable were taken out; `before` and `after` are the risk of being found by the key variables.
    """

    table: Any
    codebook: Codebook
    before: Risk
    after: Risk
    steps: Mapping[str, int]
    blanked: Mapping[str, int]
    k: int


def release_microdata(
    table: Any,
    *,
    keys: Sequence[str],
    sensitive: Sequence[str] = (),
    weight: str | None = None,
    ladders: Mapping[str, Ladder] | None = None,
    importance: Mapping[str, float] | None = None,
    k: int = 5,
    diverse: int = 2,
    drop: Sequence[str] = (),
    keep: Sequence[str] = (),
    dates: str = "month",
    labels: Mapping[str, str] | None = None,
) -> Release:
    """Return `table` so that each combination of `keys` (a blank counts as a value) stands in at least `k` rows.

    `table` is a mapping of columns or any dataframe with the Arrow interface. `keys` are what others may know of
    a person. Each key with a ladder may be recoded for the whole file (`ladders`: steps from fine to coarse);
    what is still rare is blanked row by row. Of all combinations of steps the one is taken that loses least,
    recoding and blanks both counted in bits (non-uniform entropy), times the key's `importance` (default 1).
    `sensitive` variables must have at least `diverse` different values among the rows of one combination, else
    they are blanked there. `weight` is the survey weight: with it the risk is that of a sample (Benedetti and
    Franconi 1998), without it the file is taken for the whole population.

    Columns that look like names, telephone numbers, e-mail, exact places, card or account numbers, or that
    differ in each row, are refused by name unless listed in `drop` (left out) or `keep` (given out as they
    are, on your word). Dates are coarsened to `dates`: "year", "quarter", "month" or "day" (as they are).
    `labels` describe variables for the codebook.

    Raises BadInput with one problem for each column at fault; "disclosure.too_few_rows" where the file has
    fewer than `k` rows.
    """
    raise BadInput("disclosure.closed", _("Microdata cannot be released here."))
