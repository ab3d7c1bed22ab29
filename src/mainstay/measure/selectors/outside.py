"""Counted figures for those who stand outside the house: a country's constituents, and donors down to their sites."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.measure.methods.groups import group_of
from mainstay.measure.methods.public_cells import Cell, hidden_cells
from mainstay.measure.models import Computation, IndicatorValue

from .disclosure import hidden_inside

#: What a country's constituents and a donor read first: days, people, people with 40 days, women's share, cost of a day.
TOLD = ("JB-01", "JB-02", "JB-03", "JB-06", "JB-13")


@dataclass(frozen=True)
class Told:
    """What is told of one site, or of a whole project (site empty); a hidden figure is None and says so."""

    values: Mapping[str, Decimal]
    hidden: frozenset[str]


def newest_runs(projects: Iterable[int]) -> dict[int, int]:
    """Return the newest counting of each project that has one."""
    rows = Computation.objects.filter(project__in=list(projects)).order_by("computed_at", "pk")
    return dict(rows.values_list("project", "pk"))


def country_totals(person: Person, country: str) -> list[dict[str, Any]]:
    """Return the whole figures of each project of a country that `person` may read, as they were counted last.

    A figure about few persons, or one that gives such a one away, is left out.
    """
    runs = visible(Computation.objects.filter(project__country=country), person, "measure.read_indicators")
    newest = newest_runs(set(runs.values_list("project", flat=True)))
    values = IndicatorValue.objects.filter(run__in=newest.values(), code__in=TOLD, group="", withheld="")
    found: dict[int, dict[str, Any]] = {}
    for row in values.select_related("run__project"):
        if (row.code, row.group) in hidden_inside(row.run):
            continue
        kept = found.setdefault(row.run_id, {"project": row.run.project, "on": row.run.last_on, "values": {}})
        kept["values"][row.code] = row.value
    return sorted(found.values(), key=lambda row: str(row["project"]))


def told_by_site(projects: Iterable[int]) -> dict[tuple[int, str], Told]:
    """Return by project and site what an outsider may know of it; the project's whole stands under an empty site.

    For stages that asked their own right of each project. The rule of the public holds (small cells, and those that
    give them away, are hidden), so that no site can be subtracted from its project.
    """
    newest = newest_runs(projects)
    rows = IndicatorValue.objects.filter(run__in=newest.values(), code__in=TOLD, restricted=False).filter(
        Q(group="") | Q(group__startswith="site=")
    )
    by_run: dict[int, list[IndicatorValue]] = {}
    for row in rows:
        if len(group_of(row.group)) <= 1:
            by_run.setdefault(row.run_id, []).append(row)
    found: dict[tuple[int, str], Told] = {}
    for project, run in newest.items():
        found.update(_told(project, by_run.get(run, [])))
    return found


def _told(project: int, values: list[IndicatorValue]) -> dict[tuple[int, str], Told]:
    least = playbook.current().disclosure.public.min_cell
    cells = [
        Cell(row.code, group_of(row.group), float(row.numerator), row.persons, row.out_of) for row in values
    ]
    hidden = hidden_cells(cells, least=least)
    made: dict[str, tuple[dict[str, Decimal], set[str]]] = {}
    for row in values:
        site = dict(group_of(row.group)).get("site", "")
        shown, kept_back = made.setdefault(site, ({}, set()))
        if (row.code, row.group) in hidden:
            kept_back.add(row.code)
        elif row.value is not None and not row.withheld:
            shown[row.code] = row.value
    return {(project, site): Told(shown, frozenset(back)) for site, (shown, back) in made.items()}
