"""A sample in two stages: areas by size from a frame, then households from a listing of the chosen areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Columns

from .draws import systematic_draw
from .limits import check_size, refuse_unknown
from .proportional import chances_by_size, draw_by_size


@dataclass(frozen=True, slots=True)
class Area:
    """A primary unit that was drawn. `in_frame` are the uncertain units of its stratum, `size` its size there.

    A certain unit is a stratum of its own in the design, from which households are drawn at once.
    """

    row: int
    unit: Any
    stratum: str
    size: float
    chance: float
    certain: bool
    in_frame: int

    @property
    def design_stratum(self) -> str:
        """The stratum that errors are to be computed in."""
        return f"{self.stratum} / {self.unit}" if self.certain else self.stratum


@dataclass(frozen=True, slots=True)
class AreaSample:
    """The chosen areas in the order of the frame, and what it takes to draw the same again."""

    method: str
    seed: int
    frame: int
    areas: tuple[Area, ...]

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one dict for each area: a field plan to be printed or kept."""
        return [
            {
                "row": own.row, "unit": own.unit, "stratum": own.stratum, "size": own.size,
                "chance": own.chance, "certain": own.certain, "weight": 1 / own.chance,
            }
            for own in self.areas
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class HouseholdSample:
    """The chosen households as columns that a `Design` takes as they are, one row for each.

    `row` is the row of the listing (from 1), `unit` its area; `stratum`, `psu`, `units_in_stratum`,
    `households_in_unit` go to ``strata=, clusters=[psu, row], fpc=[units_in_stratum, households_in_unit]``.
    `psu` is what was drawn first: the area, and in an area that was certain the household, out of all listed
    there (`units_in_stratum`), itself one of one (`households_in_unit`); errors are then right with `fpc` and
    without. `weight` is 1/chance of the area × households listed / households drawn.
    """

    seed: int
    columns: Mapping[str, list[Any]]

    def __len__(self) -> int:
        return len(self.columns["row"])


def draw_areas(
    frame: Any,
    *,
    unit: str,
    size: str,
    count: int | Mapping[Any, int],
    seed: int,
    stratum: str | None = None,
    method: str = "systematic",
) -> AreaSample:
    """Return `count` areas (in each stratum, or as given by stratum) drawn with chances by `size`.

    A mapping names every stratum; 0 leaves one out knowingly, and the sample then says nothing about it. `frame` is a
    table with one row per area, in the order that the sample shall spread over. Each stratum has its own stream of chance
    from the `seed`, so that a change in one leaves the others as they were.
    """
    columns = frame if isinstance(frame, Columns) else Columns(frame)
    sizes, names = columns.numbers(size), columns.levels(unit)
    strata = columns.levels(stratum) if stratum else None
    _refuse_frame(sizes, names.codes, strata.codes if strata else None, fields=(size, unit, stratum or ""))
    codes = strata.codes if strata else np.zeros(len(columns), dtype=np.int64)
    labels = [str(value) for value in strata.values] if strata else [""]
    wanted = _counts(count, labels)
    areas: list[Area] = []
    for number, label in enumerate(labels):
        rows = np.flatnonzero(codes == number)
        if not wanted[label]:
            continue
        check_size(wanted[label], len(rows), label)
        own = [float(value) for value in sizes[rows]]
        found = chances_by_size(own, wanted[label])
        random = np.random.default_rng([seed, number])
        for place in draw_by_size(own, wanted[label], random=random, method=method):
            row, certain = int(rows[place]), found.certain[place]
            others = 1 if certain else len(rows) - sum(found.certain)
            value = names.values[names.codes[row]]
            areas.append(Area(row + 1, value, label, own[place], found.chance[place], certain, others))
    return AreaSample(method, seed, len(columns), tuple(sorted(areas, key=lambda area: area.row)))


def draw_households(
    areas: AreaSample, listing: Any, *, unit: str, take: int | Mapping[Any, int], seed: int
) -> HouseholdSample:
    """Return households drawn systematically from the `listing` of each chosen area.

    `listing` is a table with one row per household, in the order of the walk; `unit` names its column with the
    area; `take` says how many per area (a mapping names every area drawn and no other). An area with fewer households than that is
    taken whole. The weights use what was listed, not the size in the frame, so that growth since the census is counted.
    """
    columns = listing if isinstance(listing, Columns) else Columns(listing)
    listed = columns.levels(unit)
    code = {value: number for number, value in enumerate(listed.values)}
    _refuse_unlisted(areas, code, unit)
    taken = _taken(take, [area.unit for area in areas.areas])
    found: dict[str, list[Any]] = {
        name: []
        for name in ("row", "unit", "psu", "stratum", "units_in_stratum", "households_in_unit", "weight")
    }
    for area in areas.areas:
        rows = np.flatnonzero(listed.codes == code[area.unit])
        drawn = systematic_draw(
            (rows + 1).tolist(), min(taken[area.unit], len(rows)), seed=_seed(seed, area.row)
        )
        for row in drawn.chosen:
            found["row"].append(row)
            found["unit"].append(area.unit)
            place = int(np.searchsorted(rows, row - 1)) + 1
            found["psu"].append(f"{area.unit} / {place}" if area.certain else str(area.unit))
            found["stratum"].append(area.design_stratum)
            found["units_in_stratum"].append(len(rows) if area.certain else area.in_frame)
            found["households_in_unit"].append(1 if area.certain else len(rows))
            found["weight"].append(len(rows) / len(drawn.positions) / area.chance)
    return HouseholdSample(seed, found)


def _seed(seed: int, row: int) -> int:
    """Return a seed of its own for each area, by its row in the frame: leaving one out changes no other."""
    return int(np.random.SeedSequence([seed, row]).generate_state(1, np.uint64)[0])


def _counts(count: int | Mapping[Any, int], labels: list[str]) -> dict[str, int]:
    """Return the number of areas of each stratum; refuse a mapping that leaves a stratum out, and no area at all."""
    named = count if isinstance(count, Mapping) else dict.fromkeys(labels, count)
    given = {str(name): number for name, number in named.items()}
    refuse_unknown(given, labels)
    forgotten = [label for label in labels if label not in given]
    if forgotten:
        raise BadInput(
            "sampling.stratum_forgotten",
            _(
                "No number of areas is given for {strata}. Give one for each stratum; 0 leaves a stratum out, and the "
                "sample then says nothing about it."
            ),
            strata=", ".join(forgotten[:50]),
        )
    if not any(given.values()):
        raise BadInput("sampling.no_area", _("No area is asked for. Give a number of 1 or more."))
    return given


def _taken(take: int | Mapping[Any, int], units: list[Any]) -> dict[Any, int]:
    """Return how many households each area drawn gives; refuse an area without a number of 1 or more, and other names."""
    given = take if isinstance(take, Mapping) else dict.fromkeys(units, take)
    drawn = [str(unit) for unit in units]
    unknown = [str(name) for name in given if str(name) not in drawn]
    if unknown:
        raise BadInput(
            "sampling.area_not_drawn",
            _("Households are asked for in {areas}, which were not drawn. Name the areas drawn: {drawn}."),
            areas=", ".join(unknown[:50]),
            drawn=", ".join(drawn[:50]),
        )
    named = {unit: given.get(unit, given.get(str(unit), 0)) for unit in units}
    wrong = [str(unit) for unit, number in named.items() if number < 1]
    if wrong:
        raise BadInput(
            "sampling.area_forgotten",
            _(
                "No household is asked for in the areas {areas}. Give a number of 1 or more for each area drawn; an area "
                "that cannot be visited is left out of the sample by hand, and noted."
            ),
            areas=", ".join(wrong[:50]),
        )
    return named


def _refuse_frame(
    sizes: np.ndarray, codes: np.ndarray, strata: np.ndarray | None, *, fields: tuple[str, str, str]
) -> None:
    size, unit, stratum = fields
    no_size = Reason("sampling.no_size", _("has no positive size"))
    problems = [
        Problem(no_size, row=int(row) + 1, field=size)
        for row in np.flatnonzero(~((sizes > 0) & np.isfinite(sizes)))[:20]
    ]
    twice = Reason("sampling.twice", _("is empty or stands in the frame before"))
    first = np.zeros(len(codes), dtype=bool)
    first[np.unique(codes, return_index=True)[1]] = True
    wrong = np.flatnonzero(~first | (codes < 0))
    problems += [Problem(twice, row=int(row) + 1, field=unit) for row in wrong[:20]]
    if strata is not None:
        empty = Reason("sampling.empty_stratum", _("is empty"))
        problems += [
            Problem(empty, row=int(row) + 1, field=stratum) for row in np.flatnonzero(strata < 0)[:20]
        ]
    if problems:
        raise BadInput(
            "sampling.frame",
            _(
                "The frame cannot be drawn from: each area needs a name of its own, a positive size and, where "
                "there are strata, its stratum."
            ),
            problems=problems,
        )


def _refuse_unlisted(areas: AreaSample, listed: Mapping[Any, int], unit: str) -> None:
    fault = Reason("sampling.unlisted", _("has no household in the listing"))
    missing = [own for own in areas.areas if own.unit not in listed]
    if missing:
        raise BadInput(
            "sampling.unlisted",
            _(
                "{count} chosen areas are not in the column {column} of the listing. List them; an area "
                "where nobody lives any more is left out of the sample by hand, and noted."
            ),
            problems=[Problem(fault, field=str(own.unit)) for own in missing],
            count=len(missing),
            column=unit,
        )
