"""Refusals that all of sampling shares."""

import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


def check_between(value: float, low: float, high: float, name: str) -> None:
    """Raise `BadInput` unless low < value < high."""
    if not low < value < high:
        raise BadInput(
            "sampling.range",
            _("{name} is {value}; it must lie between {low} and {high}."),
            name=name,
            value=value,
            low=low,
            high=high,
        )


def check_size(size: int, frame: int, stratum: str = "") -> None:
    """Raise `BadInput` unless `size` units can be drawn from a frame of `frame`, or areas from that of a `stratum`."""
    if 0 < size <= frame:
        return
    if stratum:
        raise BadInput(
            "sampling.stratum_size",
            _("{size} areas cannot be drawn from the {frame} areas of the stratum {stratum}."),
            size=size,
            frame=frame,
            stratum=stratum,
        )
    raise BadInput(
        "sampling.size",
        _("{size} units cannot be drawn from a frame of {frame}. Ask for 1 to {frame}."),
        size=size,
        frame=frame,
    )


def refuse_unknown(given: Iterable[str], strata: Sequence[str]) -> None:
    """Raise `BadInput` for the first name `given` that is no stratum."""
    unknown = [name for name in given if name not in strata]
    if unknown:
        raise BadInput(
            "sampling.no_stratum",
            _("There is no stratum {stratum} in the frame. It has: {strata}."),
            stratum=unknown[0],
            strata=", ".join(strata[:50]),
        )


def normal_quantile(confidence: float) -> float:
    """Return the two-sided normal quantile: 1.96 for 0.95."""
    check_between(confidence, 0, 1, "confidence")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def rounded_up(needed: float) -> int:
    """Return the whole number that is enough, past errors of the last digits."""
    return math.ceil(needed - 1e-9)
