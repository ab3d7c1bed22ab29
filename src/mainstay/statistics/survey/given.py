"""What is given to a sample, checked: confidence, design effect, names of columns, weights."""

from collections.abc import Iterable, Sequence

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .columns import Bools, Columns, Floats

NEGATIVE = _("{count} weights are below 0; bounds keep the ratio of new to old weight above it.")
"""Said of weights after a calibration, beside results and where they are refused."""
DEFF = ("wor", "wr")
"""What a design effect compares with: a simple random sample drawn without or with replacement."""


def known_confidence(confidence: float) -> float:
    """Return `confidence` if it is a share between 0 and 1; refuse any other, such as 95."""
    if not 0 < confidence < 1:
        raise BadInput(
            "survey.confidence",
            _("The confidence is {confidence}; it is a share between 0 and 1, as in 0.95."),
            confidence=confidence,
        )
    return confidence


def refuse_negative(weights: Floats) -> None:
    """Raise `BadInput` where weights are below 0: with such weights nothing can be ordered and no model fitted."""
    below = int((weights < 0).sum())
    if below:
        raise BadInput("survey.negative_weights", NEGATIVE, count=below)


def known_deff(deff: str) -> str:
    """Return `deff` if it names a design effect; refuse any other."""
    if deff not in DEFF:
        raise BadInput(
            "survey.deff",
            _("There is no design effect {deff}. Choose one of {rules}."),
            deff=deff,
            rules=", ".join(DEFF),
        )
    return deff


def names_of(given: str | Iterable[str] | None) -> list[str]:
    """Return one name or several as a list."""
    return [] if given is None else [given] if isinstance(given, str) else list(given)


def all_of(present: Sequence[Bools]) -> Bools | None:
    """Return where all of `present` hold; None where they hold in every row (nothing to leave out)."""
    if not present:
        return None
    whole: Bools = np.logical_and.reduce(present)
    return None if whole.all() else whole


def weights_of(columns: Columns, name: str) -> Floats:
    """Return the weights in `name`; refuse missing, negative and infinite ones, naming their rows."""
    given = columns.numbers(name)
    wrong = np.flatnonzero(~(given >= 0) | np.isinf(given))
    if len(wrong):
        fault = Reason("survey.weight", _("is missing or negative"))
        raise BadInput(
            "survey.weight",
            _(
                "The weight {column} is missing or negative in {count} rows. A unit that was not "
                "drawn or did not answer has weight 0; every other weight is positive."
            ),
            problems=[Problem(fault, row=int(row) + 1, field=name) for row in wrong[:20]],
            column=name,
            count=len(wrong),
        )
    if len(given) and not given.any():
        raise BadInput(
            "survey.no_weight",
            _(
                "The weight {column} is 0 in every row, so nobody stands for anybody. Name the column of the weights."
            ),
            column=name,
        )
    return given
