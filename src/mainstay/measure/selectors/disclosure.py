"""What outsiders would read of a run, and what they could work out."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.cache import cache

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, require
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.measure import rules
from mainstay.measure.methods.catalogue import measure_of
from mainstay.measure.methods.groups import group_of
from mainstay.measure.methods.public_cells import Cell, Key, hidden_cells, small_differences
from mainstay.measure.models import Computation, IndicatorValue, Publication

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: For how long it is kept which cells are hidden, in seconds.
KEPT = 30 * 24 * 3600
METHOD = _(
    "Counted from certified rolls, contracts, pay and registers; every cell is counted anew from the rows, persons "
    "as different persons, shares as sums over sums. Cells with fewer than {least} persons behind them, and cells "
    "from which those could be worked out, are hidden. Places are no finer than the {coarsest}. Direct jobs only."
)


def preview_publication(person: Person, run: Computation) -> dict[str, Any]:
    """Return what outsiders would read of a run and the risks that remain, for those who review disclosure."""
    require(person, "measure.review_disclosure", run)
    content, risks = public_content(run)
    return {**content, "risks": risks}


def public_content(
    run: Computation, *, replaces: Publication | None = None
) -> tuple[dict[str, Any], list[str]]:
    """Return the content of a publication (rows, hidden cells as None, method, definitions) and its risks."""
    rule = playbook.current().disclosure.public
    values = [
        value
        for value in IndicatorValue.objects.filter(run=run)
        .select_related("definition")
        .order_by("code", "group")
        if _is_public(value)
    ]
    cells = [_cell(value) for value in values]
    hidden = _kept("public", run.uid, rule.min_cell, lambda: hidden_cells(cells, least=rule.min_cell))
    rows = [_row(value, hidden=(value.code, value.group) in hidden) for value in values]
    risks = _risks(run, cells, least=rule.min_cell, replaces=replaces)
    content = {
        "rows": rows,
        "hidden": sum(row["hidden"] for row in rows),
        "least": rule.min_cell,
        "method": fill(METHOD, {"least": rule.min_cell, "coarsest": rule.coarsest_geography_public}),
        "definitions": _definitions(values),
        "first_on": run.first_on.isoformat() if run.first_on else None,
        "last_on": run.last_on.isoformat(),
        "facts": run.facts,
        "playbook_version": run.playbook_version,
        "checksum": run.checksum,
    }
    return content, risks


def hidden_inside(run: Computation) -> set[Key]:
    """Return the cells of a run that only those see who may open its rows; worked out once, for a run never changes."""
    least = playbook.current().disclosure.public.min_cell

    def found() -> set[Key]:
        beside = IndicatorValue.objects.filter(run=run).only(
            "code", "group", "numerator", "persons", "out_of"
        )
        return hidden_cells([_cell(value) for value in beside], least=least)

    return _kept("inside", run.uid, least, found)


def _kept(kind: str, run: UUID, least: int, found: Callable[[], set[Key]]) -> set[Key]:
    """Return what `found` finds, kept beside the run that it was found for."""
    name = f"hidden:{kind}:{run}:{least}"
    held: set[Key] | None = cache.get(name)
    if held is None:
        held = found()
        cache.set(name, held, KEPT)
    return held


def emptied(values: list[IndicatorValue]) -> list[IndicatorValue]:
    """Return values of one run with every cell emptied that outsiders must not read.

    The same control as for a publication is put over all cells of its run, so that no other figure tells what is hidden.
    """
    if not values:
        return values
    hidden = hidden_inside(values[0].run)
    for value in values:
        if (value.code, value.group) in hidden:
            value.withheld = value.withheld or "small_cell"
            value.value = value.low = value.high = value.denominator = None
            value.numerator, value.persons, value.out_of, value.n = Decimal(0), 0, 0, 0
    return values


def readable(person: Person, project: "Project", values: Iterable[IndicatorValue]) -> list[IndicatorValue]:
    """Return values of one run as `person` may read them: whole for who may open their rows, else with cells emptied."""
    found = list(values)
    return found if may(person, "measure.read_rows", project) else emptied(found)


def _is_public(value: IndicatorValue) -> bool:
    """Whether a value is of a public kind: coarse dimensions only; of sensitive groups the whole alone."""
    measure = measure_of(value.code)
    fixed = {*measure.always_by, *(name for name, _value, _part in measure.variants)}
    names = [name for name, _held in group_of(value.group) if name not in fixed]
    if measure.restricted and names:
        return False
    return all(name in rules.PUBLIC_DIMENSIONS for name in names)


def _cell(value: IndicatorValue) -> Cell:
    return Cell(value.code, group_of(value.group), float(value.numerator), value.persons, value.out_of)


def _row(value: IndicatorValue, *, hidden: bool) -> dict[str, Any]:
    shown = None if hidden or value.value is None else value.value
    return {
        "code": value.code,
        "group": value.group,
        "value": None if shown is None else str(shown.normalize()) if shown else "0",
        "low": None if hidden or value.low is None else str(value.low),
        "high": None if hidden or value.high is None else str(value.high),
        "target": None if value.target is None else str(value.target),
        "missing_percent": round(value.missing * 100, 1),
        "grade": value.grade,
        "hidden": hidden,
        "withheld": value.withheld,
    }


def _definitions(values: Iterable[IndicatorValue]) -> dict[str, dict[str, Any]]:
    book = playbook.current()
    found: dict[str, dict[str, Any]] = {}
    for value in values:
        definition, known = value.definition, book.indicators[value.code]
        found[value.code] = {
            "name": (definition.local_name or definition.name) if definition else known.name,
            "unit": definition.unit if definition else known.unit,
            "formula": definition.formula if definition else known.formula,
            "aggregation": definition.aggregation if definition else known.aggregation,
            "version": value.definition_version,
            "parameters": definition.parameters if definition else {},
            "sdg": list(known.sdg),
            "r205": list(known.r205),
        }
    return found


def _risks(run: Computation, cells: list[Cell], *, least: int, replaces: Publication | None) -> list[str]:
    """Return what a reader of this and of what was published before could learn about few persons."""
    risks = []
    earlier = Publication.objects.filter(project=run.project, state="PUBLISHED").select_related("run")
    for publication in earlier:
        before = [
            _cell(value) for value in IndicatorValue.objects.filter(run=publication.run) if _is_public(value)
        ]
        found = small_differences(cells, before, least=least)
        if found and (replaces is None or publication.pk != replaces.pk):
            codes = ", ".join(sorted({code for code, _group in found}))
            risks.append(
                fill(
                    _("{codes} differ from “{title}” to {as_of} by fewer than {least} persons"),
                    {
                        "codes": codes,
                        "title": publication.title,
                        "as_of": publication.as_of.isoformat(),
                        "least": least,
                    },
                )
            )
    return risks
