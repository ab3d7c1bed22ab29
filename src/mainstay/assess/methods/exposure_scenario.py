"""Who may have lost work, from where the hazard was felt: a scenario for the first hours, no survey estimate."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .estimate_range import Range, sum_of_ranges

#: Stands with every figure of a scenario.
LABEL = _("Scenario from exposure to the hazard, not a survey estimate")


@dataclass(frozen=True, slots=True)
class ExposedCell:
    """People of working age in one cell of the map, its district, and how strong the hazard was there (NaN: not read)."""

    district: str
    intensity: float
    people: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """Workers where the hazard was strong, altogether and by sector, with `label` and `remarks` to be shown beside them."""

    threshold: float
    people: Range
    workers: Range
    by_sector: Mapping[str, Range]
    label: str = LABEL
    remarks: Sequence[Reason] = ()


def exposure_scenario(
    cells: Iterable[ExposedCell],
    *,
    at_least: float,
    intensity_error: float = 0.0,
    employment_rate: Mapping[str, Range],
    sector_share: Mapping[str, Mapping[str, float]],
) -> Scenario:
    """Return the workers in cells where the hazard reached `at_least`, with an interval.

    E = Σ_cells people(cell | intensity ≥ k) · e_d · h_dg: e_d employment rate of the district (share with its
    range), h_dg share of sector g in the district's employment (brought to sum 1). The low end takes cells from k +
    δ and the low rates, the high end cells from k − δ and the high rates, δ the error of the map's intensity; errors
    go the same way everywhere, since one map stands behind all. People of a cell without a reading (NaN) count at the
    high end only, with a remark that says how many they are. For the share of these who lost their work see
    `jobs_lost`. Source: the exposure step of the *Post-Disaster Needs Assessment, Guidelines*, volume B (2014), and of
    rapid damage estimates. Unit: persons.

    >>> cells = [ExposedCell("A", 8.0, 1_000), ExposedCell("A", 6.8, 500), ExposedCell("A", 5.0, 9_000)]
    >>> found = exposure_scenario(cells, at_least=7, intensity_error=0.5,
    ...     employment_rate={"A": Range(0.5, 0.6, 0.7)}, sector_share={"A": {"farm": 3, "trade": 1}})
    >>> found.workers, found.by_sector["farm"].central
    (Range(low=500.0, central=600.0, high=1050.0), 450.0)
    """
    listed = list(cells)
    _refuse(listed, intensity_error, employment_rate, sector_share)
    people: dict[str, Range] = {}
    for cell in listed:
        reached = _reached(cell, at_least, intensity_error)
        before = people.get(cell.district, Range.exact(0.0))
        people[cell.district] = sum_of_ranges([before, reached])
    workers = {district: held.times(employment_rate[district]) for district, held in people.items()}
    sectors: dict[str, list[Range]] = {}
    for district, held in workers.items():
        whole = sum(sector_share[district].values())
        for sector, share in sector_share[district].items():
            sectors.setdefault(sector, []).append(held.scaled(share / whole))
    return Scenario(
        at_least,
        sum_of_ranges(people.values()),
        sum_of_ranges(workers.values()),
        {sector: sum_of_ranges(parts) for sector, parts in sectors.items()},
        remarks=_remarks(listed),
    )


def _reached(cell: ExposedCell, at_least: float, intensity_error: float) -> Range:
    if isnan(cell.intensity):
        return Range(0.0, 0.0, cell.people)
    return Range(
        *(cell.people * (cell.intensity >= at_least + step * intensity_error) for step in (1, 0, -1))
    )


def _remarks(cells: Sequence[ExposedCell]) -> list[Reason]:
    unread = [cell for cell in cells if isnan(cell.intensity)]
    if not unread:
        return []
    facts = {"cells": len(unread), "people": round(sum(cell.people for cell in unread))}
    text = _(
        "{cells} cells with {people} people have no reading of the hazard: they count at the high end only."
    )
    return [Reason("exposure_scenario.unread", text, facts)]


def _refuse(
    cells: list[ExposedCell],
    intensity_error: float,
    employment_rate: Mapping[str, Range],
    sector_share: Mapping[str, Mapping[str, float]],
) -> None:
    problems: list[Problem] = []
    for row, cell in enumerate(cells, start=1):
        shares = sector_share.get(cell.district, {})
        checks = {
            "people": (cell.people >= 0, _("is negative")),
            "employment_rate": (cell.district in employment_rate, _("is not given for district {district}")),
            "sector_share": (
                sum(shares.values()) > 0 and min(shares.values()) >= 0,
                _("is not given for district {district}, or is negative"),
            ),
        }
        problems += [
            Problem(Reason(f"exposure.{field}", why, {"district": cell.district}), row=row, field=field)
            for field, (right, why) in checks.items()
            if not right
        ]
    problems += [
        Problem(Reason("exposure.rate", _("is a share: at most 1")), field=f"employment_rate of {district}")
        for district, rate in employment_rate.items()
        if rate.high > 1
    ]
    if problems or intensity_error < 0:
        raise BadInput(
            "exposure_scenario",
            _("The cells, rates or shares cannot be used, or the error of the intensity is negative."),
            problems=problems,
        )
