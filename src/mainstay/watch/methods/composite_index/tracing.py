"""Why a unit has its score: every step from the raw value up, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.texts import fill
from mainstay.common.texts import noop as _

from .computing import Choices, Scores, Stage, composite_index, stages
from .treatment import Treated
from .tree import Node

#: How each way of making one of several is told.
MADE = {
    "arithmetic": _("arithmetic mean of {children}"),
    "geometric": _("geometric mean of {children}"),
    "harmonic": _("harmonic mean of {children}"),
    "inverted_geometric": _("inverted geometric mean (a high score is not averaged away) of {children}"),
    "sum": _("sum of {children}"),
    "product": _("product of {children}"),
    "minimum": _("lowest of {children}"),
    "maximum": _("highest of {children}"),
    "median": _("median of {children}"),
    "first": _("first that is known of {children}"),
}
DONE = {
    "times": _("times {given} = {after}"),
    "over": _("divided by {given} = {after}"),
    "plus": _("plus {given} = {after}"),
    "minus": _("minus {given} = {after}"),
    "power": _("to the power {given} = {after}"),
    "root": _("root of degree {given} = {after}"),
    "log10": _("decimal logarithm = {after}"),
    "ln": _("natural logarithm = {after}"),
    "at_most": _("at most {given}: {after}"),
    "at_least": _("at least {given}: {after}"),
    "codes": _("the class {before} counts {after}"),
    "zero": _("a value of 0 counts {after}"),
    "missing": _("not known: counts {after}"),
    "rounded": _("rounded to {after}"),
}
PER = {
    "column": _("divided by {name} = {after}"),
    "year": _("divided by {name} of {year} = {after}"),
    "measured": _("divided by {name} of the year in which it was measured = {after}"),
}


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One node of the trace: how deep it stands, what it is, its value and how that came about."""

    depth: int
    code: str
    title: str
    value: float
    #: its share of the weight in the node above, 1 at the top
    share: float
    how: tuple[str, ...]


def trace(scores: Scores, row: int, code: str = "") -> list[TraceLine]:
    """Return the steps that lead to a node (the index itself) for one row, from the top down, each node once.

    Every value is recomputed through the same steps as the score, so that what is told is what was done.
    """
    found: list[TraceLine] = []
    told: set[str] = set()

    def visit(name: str, depth: int, share: float) -> None:
        node = scores.tree.nodes[name]
        value = float(scores.values[name][row])
        if name in told:
            found.append(TraceLine(depth, name, node.title, value, share, (fill(_("shown above"), {}),)))
            return
        told.add(name)
        found.append(TraceLine(depth, name, node.title, value, share, tuple(_how(scores, node, row))))
        whole = sum(node.weights)
        for child, weight in zip(node.children, node.weights, strict=True):
            visit(child, depth + 1, weight / whole)

    visit(code or scores.tree.top, 0, 1.0)
    return found


def _how(scores: Scores, node: Node, row: int) -> Iterator[str]:
    before = float("nan")
    for place, stage in enumerate(stages(node, scores.tree, scores.table, scores.values, Choices())):
        after = float(stage.values[row])
        if place == 0:
            yield _source(scores, node, row, after)
        elif _tells(stage, before, after):
            yield _step(scores, node, stage, row, before, after)
        before = after


def _tells(stage: Stage, before: float, after: float) -> bool:
    """Whether a stage did anything to this row that is worth a word."""
    same = before == after or (np.isnan(before) and np.isnan(after))
    if stage.name in {"scored", "log10", "ln", "per"}:
        return not (np.isnan(before) and np.isnan(after))
    return not same


def _source(scores: Scores, node: Node, row: int, value: float) -> str:
    if node.column:
        if np.isnan(value):
            return fill(_("column {column}: not known"), {"column": node.column})
        facts = {"column": node.column, "value": plain(value)}
        years = scores.table.measured.get(node.column)
        if years is not None and not np.isnan(years[row]):
            return fill(_("column {column}: {value}, measured in {year}"), {**facts, "year": int(years[row])})
        return fill(_("column {column}: {value}"), facts)
    equal = len(set(node.weights)) == 1
    parts = []
    for child, weight in zip(node.children, node.weights, strict=True):
        held = float(scores.values[child][row])
        part = f"{scores.tree.nodes[child].title} {plain(held)}"
        parts.append(part if equal else f"{part} × {weight:g}")
    if len(parts) == 1:
        return parts[0]
    return f"{fill(MADE[node.by], {'children': ', '.join(parts)})} = {plain(value)}"


def _step(scores: Scores, node: Node, stage: Stage, row: int, before: float, after: float) -> str:
    facts: dict[str, Any] = {"before": plain(before), "after": plain(after), "given": stage.given}
    if stage.name == "per":
        return _per(scores, stage, facts)
    if stage.name == "unless":
        return fill(_("left out by the condition {given}"), {"given": _condition(stage.given)})
    if stage.name == "scored":
        return _scored(scores, node, stage, before, facts)
    if stage.name == "imputed":
        way = _("mean of its group") if stage.given == "group_mean" else _("its last known value")
        return fill(_("not known: filled with the {way}, {after}"), {**facts, "way": fill(way, {})})
    if stage.name == "treated":
        held: Treated = stage.given
        if held.done == "log":
            return fill(_("outliers: the column is taken as logarithms = {after}"), facts)
        return fill(_("outlier: drawn in to {after}"), facts)
    return fill(DONE[stage.name], facts)


def _per(scores: Scores, stage: Stage, facts: Mapping[str, Any]) -> str:
    given = stage.given
    if isinstance(given, str):
        return fill(PER["column"], {**facts, "name": given})
    if "measured" in given:
        return fill(PER["measured"], {**facts, "name": given["series"]})
    year = given.get("year") or scores.table.survey_years.get(given.get("survey", ""))
    return fill(PER["year"], {**facts, "name": given["series"], "year": year})


def _condition(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in given.items())


def _scored(scores: Scores, node: Node, stage: Stage, before: float, facts: Mapping[str, Any]) -> str:
    if stage.given != "goalposts" or node.goalposts is None:
        return fill(_("scored by {way} among all = {after}"), {**facts, "way": stage.given})
    low, high = scores.table.goalposts.get(node.place, node.goalposts)
    more = {**facts, "low": plain(low), "high": plain(high)}
    if before > high or before < low:
        return fill(_("beyond the goalposts {low} and {high}, so the end of the scale: {after}"), more)
    if node.down:
        return fill(_("between the goalposts {low} and {high}, low values scoring high = {after}"), more)
    return fill(_("between the goalposts {low} and {high} = {after}"), more)


def plain(value: float) -> str:
    """Return a number as a person writes it: whole where it is whole, else with what digits tell.

    >>> plain(82984.7265625), plain(0.0019132829), plain(8.0), plain(float("nan"))
    ('82,984.7', '0.001913', '8', 'not known')
    """
    if np.isnan(value):
        return "not known"
    if np.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.4g}"


@dataclass(frozen=True, slots=True)
class Driver:
    """How much of a unit's index hangs on one node: the index as it is, less the index with the node at the median."""

    code: str
    title: str
    value: float
    median: float
    effect: float


def drivers(scores: Scores, row: int, codes: tuple[str, ...] = ()) -> list[Driver]:
    """Return what raises or lowers a row's index most, the strongest first.

    Each node in turn is set to the median of all rows (of its period) and the index is computed again, without
    rounding; by default the nodes are those that stand two steps below the top, or one where there are no more.
    """
    tree = scores.tree
    below = [child for code in tree.nodes[tree.top].children for child in tree.nodes[code].children]
    chosen = codes or tuple(dict.fromkeys(below or tree.nodes[tree.top].children))
    block = next(rows for rows in scores.table.blocks() if row in rows)
    exact = Choices(exact=True)
    found = []
    for code in chosen:
        held = scores.values[code][block]
        known = held[~np.isnan(held)]
        value = float(scores.values[code][row])
        if not known.size or np.isnan(value):
            continue
        median = float(np.median(known))
        here = top_with(scores, {code: scores.values[code]}, exact)[row]
        there = top_with(scores, {code: np.full(len(scores.table), median)}, exact)[row]
        found.append(Driver(code, tree.nodes[code].title, value, median, float(here - there)))
    return sorted((held for held in found if not np.isnan(held.effect)), key=lambda held: -abs(held.effect))


def top_with(scores: Scores, changed: Mapping[str, Any], choices: Choices | None = None) -> Any:
    """Return the index (rows,) with some nodes changed; what does not depend on them is taken as it is."""
    depends = set(changed)
    for node in scores.tree.nodes.values():
        if depends & set(node.needs):
            depends.add(node.code)
    given = {code: values for code, values in scores.values.items() if code not in depends}
    return composite_index(scores.tree, scores.table, choices, given={**given, **changed}).top
