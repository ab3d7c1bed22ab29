"""How likely two requests are about the same event."""

from dataclasses import dataclass
from datetime import date

#: From this likeness on a request is shown as a likely duplicate before it is saved.
LIKELY = 0.6
#: Kinds of crisis that unfold over months are the same event although their dates lie far apart.
SLOW = frozenset({"DISASTER_SLOW", "ECON_DOWNTURN", "DISPLACEMENT", "COMPLEX", "CONFLICT"})


@dataclass(frozen=True, slots=True)
class Event:
    """What a request says about where, what and when."""

    country: str
    crisis_types: frozenset[str]
    on: date | None = None
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """A likeness from 0 to 1 and what it is made of: kind of crisis, date, areas."""

    value: float
    crisis: float
    when: float
    where: float

    @property
    def likely(self) -> bool:
        """Whether it is shown as a likely duplicate."""
        return self.value >= LIKELY


def duplicate_likeness(one: Event, other: Event) -> Likeness:
    """Return how likely two requests are about the same event: 0 in different countries.

    value = 0.5 · crisis + 0.3 · when + 0.2 · where
    crisis = shared crisis types through all that either names (1 when either is a complex crisis that holds others)
    when   = 1 − days apart through 45 (180 for crises that unfold slowly), not below 0; ½ when a date is unknown
    where  = shared areas through the areas of the smaller list; ½ when either names none

    >>> flood = Event("COM", frozenset({"DISASTER_RAPID"}), date(2026, 5, 1))
    >>> duplicate_likeness(flood, Event("COM", frozenset({"DISASTER_RAPID"}), date(2026, 5, 4))).likely
    True
    >>> duplicate_likeness(flood, Event("MDG", frozenset({"DISASTER_RAPID"}), date(2026, 5, 1))).value
    0.0
    """
    if one.country != other.country:
        return Likeness(0.0, 0.0, 0.0, 0.0)
    crisis = _crisis(one.crisis_types, other.crisis_types)
    when = _when(one, other)
    where = 0.5
    if one.areas and other.areas:
        where = len(one.areas & other.areas) / min(len(one.areas), len(other.areas))
    return Likeness(round(0.5 * crisis + 0.3 * when + 0.2 * where, 6), crisis, when, where)


def _crisis(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.5
    if "COMPLEX" in one | other and one != other:
        return 0.75
    return len(one & other) / len(one | other)


def _when(one: Event, other: Event) -> float:
    if one.on is None or other.on is None:
        return 0.5
    span = 180 if (one.crisis_types | other.crisis_types) & SLOW else 45
    return max(1 - abs((one.on - other.on).days) / span, 0.0)
