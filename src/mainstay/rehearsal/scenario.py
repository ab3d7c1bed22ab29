"""A scenario: the published figures of one programme and how they are spread over dates and places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, NotFound
from mainstay.common.texts import noop as _

from .pace import LEAST

SHIPPED = Path(__file__).parent / "scenarios"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure, with its source and as-of date."""

    key: str
    value: Decimal
    kind: str
    unit: str
    as_of: str
    source: str
    note: str = ""
    counts: str = ""

    @property
    def measure(self) -> str:
        """Return what is counted for it: its own key, unless the scenario names another."""
        return self.counts or self.key

    def target(self, scale: Decimal) -> Decimal:
        """Return what a rehearsal at `scale` aims at: ``round(scale × published)`` for counts, shares unchanged.

        >>> Figure("certificates", Decimal(562), "count", "", "", "").target(Decimal("0.01"))
        Decimal('6')
        """
        if self.kind == "share":
            return self.value
        scaled = self.value * scale
        return Decimal(round(scaled)) if self.kind == "count" else scaled


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: its dates, how many sites it has at full scale, its part of all work, and where."""

    code: str
    first: date
    last: date
    sites: int
    weight: int
    governorates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Minimum:
    """A legal minimum wage per month for a group, from one day to another."""

    first: date
    last: date | None
    group: str
    month: Decimal
    source: str

    def in_force(self, day: date) -> bool:
        """Return whether it holds on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Population:
    """Who the synthetic workers are: their language, the start of their numbers, and the two groups among them."""

    language: str
    phone: str
    nationality: str
    second_status: str
    second_nationality: str


@dataclass(frozen=True)
class Scenario:
    """Everything a rehearsal is told; see the shipped ones for the meaning of each field."""

    code: str
    title: str
    seed: int
    country: str
    currency: str
    crisis_types: tuple[str, ...]
    onset: date
    until: date
    persons_counted_on: date
    office: bool
    figures: Mapping[str, Figure]
    phases: tuple[Phase, ...]
    minimums: tuple[Minimum, ...]
    divisor: int
    usd_rate: Decimal
    suspension: tuple[date, date] | None
    spread: Mapping[str, Any]
    population: Population
    story: Mapping[str, str]

    def target(self, key: str, scale: Decimal) -> int:
        """Return the whole number that a count aims at."""
        return int(self.figures[key].target(scale))

    def tells(self, part: str, otherwise: str) -> str:
        """Return the scenario's own words for a part of the story, else the usual ones."""
        return self.story.get(part, otherwise)

    @property
    def lead(self) -> int:
        """Return how many days lie between the onset and the first day of works."""
        return (self.phases[0].first - self.onset).days

    def share(self, measure: str) -> Decimal:
        """Return the published share that is counted as `measure`; nothing where none was published."""
        return next((row.value for row in self.figures.values() if row.measure == measure), Decimal(0))

    def floor_on(self, day: date) -> Decimal:
        """Return the highest legal minimum a month for anyone on `day`: the floor for everyone on the task."""
        in_force = [minimum.month for minimum in self.minimums if minimum.in_force(day)]
        if not in_force:
            raise BadInput(
                "no_minimum", _("The scenario names no minimum wage for {day}."), day=day.isoformat()
            )
        return max(in_force)


def require_lead(scenario: Scenario) -> None:
    """Raise where the works begin too soon after the onset for the road before them."""
    if scenario.lead < LEAST:
        raise BadInput(
            "short_lead",
            _(
                "The works begin {lead} days after the onset; asking, assessing, consulting and funding take {least}. Move the first phase or the onset."
            ),
            lead=scenario.lead,
            least=LEAST,
        )


def shipped() -> list[str]:
    """Return the codes of the scenarios that come with the product."""
    return sorted(path.parent.name.replace("_", "-") for path in SHIPPED.glob("*/scenario.yaml"))


def load(name: str) -> Scenario:
    """Return a shipped scenario by its code, or one's own by the path of its folder or file."""
    import yaml

    own = Path(name)
    path = own / "scenario.yaml" if own.is_dir() else own
    if not path.is_file():
        path = SHIPPED / name.replace("-", "_") / "scenario.yaml"
    if not path.is_file():
        raise NotFound(
            "no_scenario",
            _("There is no scenario {name}. Shipped are: {shipped}; or give the folder of your own."),
            name=name,
            shipped=", ".join(shipped()),
        )
    try:
        return _read(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise BadInput(
            "scenario",
            _("{name} is no scenario: {fault}. Compare it with a shipped one."),
            name=path.name,
            fault=repr(error),
        ) from None


def _read(told: Mapping[str, Any]) -> Scenario:
    wages = told["wages"]
    suspension = told.get("suspension")
    return Scenario(
        code=told["code"],
        title=told["title"],
        seed=int(told["seed"]),
        country=told["country"],
        currency=told["currency"],
        crisis_types=tuple(told["crisis_types"]),
        onset=told["onset"],
        until=told["until"],
        persons_counted_on=told.get("persons_counted_on", told["until"]),
        office=bool(told.get("office", True)),
        figures={row["key"]: _figure(row) for row in told["figures"]},
        phases=tuple(_phases(told["phases"])),
        minimums=tuple(
            Minimum(row["from"], row["to"], row["group"], Decimal(str(row["month"])), row["source"])
            for row in wages["minimum"]
        ),
        divisor=int(wages["divisor"]),
        usd_rate=Decimal(wages["usd_rate"]),
        suspension=(suspension["from"], suspension["to"]) if suspension else None,
        spread=told["spread"],
        population=Population(**told["population"]),
        story=told.get("story", {}),
    )


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(**{**row, "value": Decimal(str(row["value"]))})


def _phases(rows: Iterable[Mapping[str, Any]]) -> Iterable[Phase]:
    for row in rows:
        yield Phase(
            row["code"], row["from"], row["to"], row["sites"], row["weight"], tuple(row["governorates"])
        )
