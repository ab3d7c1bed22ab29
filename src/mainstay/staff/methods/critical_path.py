"""How long the clearances of one deployment take, and which of them decide it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One clearance: what must be granted before it can be asked, and the hours it may still take."""

    code: str
    prerequisites: tuple[str, ...]
    hours: float


@dataclass(frozen=True, slots=True)
class CriticalPath:
    """The hours until all steps are done, the chain of steps that takes them, and when each step can end."""

    hours: float
    steps: tuple[str, ...]
    ends: Mapping[str, float]


def critical_path(steps: Sequence[Step]) -> CriticalPath:
    """Return the longest chain of prerequisites (critical path method, Kelley and Walker 1959).

    A prerequisite that is not among `steps` does not apply to this person and holds nothing up. A step that is done
    already has zero hours. Raises `ValueError` when prerequisites run in a circle.

    >>> found = critical_path([Step("REQ", (), 4), Step("SEL", ("REQ",), 8), Step("FUN", ("REQ",), 4)])
    >>> found.hours, found.steps
    (12, ('REQ', 'SEL'))
    """
    by_code = {step.code: step for step in steps}
    ends: dict[str, float] = {}
    before: dict[str, str | None] = {}

    def end_of(code: str, asked: tuple[str, ...]) -> float:
        if code in asked:
            raise ValueError(f"prerequisites run in a circle: {' → '.join([*asked, code])}")
        if code not in ends:
            step = by_code[code]
            waits = [name for name in step.prerequisites if name in by_code]
            latest = max(waits, key=lambda name: end_of(name, (*asked, code)), default=None)
            before[code] = latest
            ends[code] = step.hours + (ends[latest] if latest is not None else 0)
        return ends[code]

    for step in steps:
        end_of(step.code, ())
    last = max(ends, key=lambda code: ends[code], default=None)
    chain: list[str] = []
    while last is not None:
        chain.append(last)
        last = before[last]
    chain.reverse()
    return CriticalPath(max(ends.values(), default=0), tuple(chain), ends)
