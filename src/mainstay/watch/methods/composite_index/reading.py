"""A tree read from YAML: every key known, every name there, every number a number, or a fault with its place."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from . import aggregation, imputation, normalisation, steps
from .table import number_of
from .treatment import Limits
from .tree import Clusters, Node, Perturbed, Tree, in_order

NODE_KEYS = frozenset({
    "title", "column", "of", "by", "available", "steps", "impute", "treat", "normalise", "goalposts", "log_scale",
    "curve", "direction", "zero", "missing", "round", "place", "parent", "weight", "optional",
})  # fmt: skip
TREE_KEYS = frozenset({
    "name", "title", "nodes", "top", "scale", "first", "unit", "period", "group", "layout", "over", "classes",
    "uncertainty", "survey_years", "round", "impute", "treat", "normalise", "by", "available", "about", "clusters", "since",
})  # fmt: skip
UP, DOWN = "up", "down"
#: A row for each unit; INFORM's workbook or exports; the last known value of each series.
LAYOUTS = ("", "inform", "series")
_EXPONENT = re.compile(r"[-+]?\d+(\.\d+)?[eE][-+]?\d+")
PER_KEYS = frozenset({"series", "year", "survey", "measured"})
UNLESS_KEYS = frozenset({"column", "node", *steps.CONDITIONS})


@dataclass
class Faults:
    """The faults found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: str, msgid: str, **facts: Any) -> None:
        """Note a fault at a place of the tree."""
        self.found.append(Problem(Reason("index.tree", msgid, facts), field=place))

    def one_of(self, place: str, found: Any, allowed: Sequence[str]) -> str:
        """Return a word out of a list; another is a fault."""
        if found not in allowed:
            self.add(
                place, _("“{found}” is not one of {allowed}"), found=str(found), allowed=", ".join(allowed)
            )
            return allowed[0]
        return str(found)

    def number(self, place: str, found: Any) -> float:
        """Return a number, also one such as 5e-05 that YAML takes for a word; anything else is a fault."""
        if isinstance(found, str) and _EXPONENT.fullmatch(found):
            return float(found)
        if isinstance(found, bool) or not isinstance(found, int | float) or not isfinite(found):
            self.add(place, _("“{found}” is no number"), found=str(found)[:40])
            return 0.0
        return float(found)

    def mapping(self, place: str, found: Any) -> Mapping[str, Any]:
        """Return a mapping with names as texts, empty for nothing; anything else is a fault."""
        if found is None:
            return {}
        if not isinstance(found, Mapping):
            self.add(place, _("“{found}” is no mapping"), found=str(found)[:40])
            return {}
        return {str(name): value for name, value in found.items()}

    def listing(self, place: str, found: Any) -> Sequence[Any]:
        """Return a list, empty for nothing; anything else is a fault."""
        if found is None:
            return []
        if not isinstance(found, list | tuple):
            self.add(place, _("“{found}” is no list: write it in square brackets"), found=str(found)[:40])
            return []
        return found

    def pair(self, place: str, found: Any) -> tuple[float, float]:
        """Return two numbers, the lower first; anything else is a fault."""
        if not isinstance(found, Sequence) or isinstance(found, str) or len(found) != 2:
            self.add(place, _("give two numbers, the lower first, as [0, 10]"))
            return 0.0, 1.0
        low, high = self.number(place, found[0]), self.number(place, found[1])
        if low >= high:
            self.add(place, _("the first number must be the lower one: {low} and {high}"), low=low, high=high)
        return low, high

    def known_keys(self, place: str, found: Mapping[str, Any], allowed: frozenset[str]) -> None:
        """Note each key that means nothing here."""
        for key in found:
            if key not in allowed:
                self.add(
                    f"{place}.{key}", _("unknown key; known are {keys}"), keys=", ".join(sorted(allowed))
                )


def tree_of(content: Any) -> Tree:
    """Return the tree in `content`, as read from YAML; BadInput names every fault with its place.

    Nodes are made of others by ``of`` (a list, or names with weights), or name their ``parent`` and ``weight``.
    """
    faults = Faults()
    if (
        not isinstance(content, Mapping)
        or not isinstance(content.get("nodes"), Mapping)
        or not content["nodes"]
    ):
        raise BadInput(
            "index.no_tree", _("This is no index: the file needs a mapping `nodes` with at least one node.")
        )
    faults.known_keys("index", content, TREE_KEYS)
    given = {
        str(code): dict(node) if isinstance(node, Mapping) else {} for code, node in content["nodes"].items()
    }
    _adopt(given, faults)
    nodes = {code: _node(code, node, content, faults) for code, node in given.items()}
    for code, node in nodes.items():
        for needed in node.needs:
            if needed not in nodes:
                faults.add(f"{code}.of", _("there is no node {child}: add it, or take it out"), child=needed)
    top = str(content.get("top") or _only_root(nodes, faults))
    if top not in nodes and not faults.found:
        faults.add("top", _("there is no node {top}"), top=top)
    tree_settings = _settings(content, faults)
    for code in tree_settings["first"]:
        if code not in nodes:
            faults.add("first", _("there is no node {top}"), top=code)
    if faults.found:
        raise BadInput(
            "index.tree", _("The tree of the index cannot be used: correct it."), problems=faults.found
        )
    return Tree(nodes=in_order(nodes), top=top, **tree_settings)


def _adopt(given: dict[str, dict[str, Any]], faults: Faults) -> None:
    """Write each node that names its parent into that parent's list."""
    for code, node in given.items():
        held = node.get("of")
        if isinstance(held, list):
            node["of"] = dict(Counter(map(str, held)))  # named twice counts twice
        elif held is not None:
            node["of"] = dict(faults.mapping(f"{code}.of", held))
    for code, node in given.items():
        parent = node.pop("parent", None)
        weight = node.pop("weight", 1)
        if parent is None:
            continue
        if str(parent) not in given:
            faults.add(
                f"{code}.parent", _("there is no node {parent} that could be the parent"), parent=str(parent)
            )
        else:
            given[str(parent)].setdefault("of", {})[code] = weight


def _only_root(nodes: Mapping[str, Node], faults: Faults) -> str:
    """Return the one node of which nothing is made."""
    used = {child for node in nodes.values() for child in node.needs}
    roots = [code for code in nodes if code not in used]
    if len(roots) == 1:
        return roots[0]
    if roots:
        faults.add(
            "top", _("say which node is the index: {roots} all stand at the top"), roots=", ".join(roots)
        )
    return next(iter(nodes))


def _settings(content: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    classes = [faults.listing("classes", pair) for pair in faults.listing("classes", content.get("classes"))]
    if any(len(pair) != 2 for pair in classes):
        faults.add(
            "classes", _("give each class as its lower limit and its name, as [[6.5, High], [0, Low]]")
        )
    years = faults.mapping("survey_years", content.get("survey_years"))
    return {
        "name": str(content.get("name", "")),
        "title": str(content.get("title", content.get("name", ""))),
        "scale": faults.pair("scale", content.get("scale", [0, 10])),
        "first": tuple(map(str, faults.listing("first", content.get("first")))),
        "unit": str(content.get("unit", "iso3")),
        "period": str(content.get("period", "")),
        "group": str(content.get("group", "")),
        "layout": _layout(content, faults),
        "over": faults.one_of("over", content.get("over", "panel"), ("panel", "period")),
        "classes": tuple(
            (faults.number("classes", pair[0]), str(pair[1])) for pair in classes if len(pair) == 2
        ),
        "perturbed": _perturbed(faults.mapping("uncertainty", content.get("uncertainty")), faults),
        "survey_years": {key: int(faults.number("survey_years", year)) for key, year in years.items()},
        "clusters": _clusters(content.get("clusters"), content["nodes"], faults),
        "since": None if content.get("since") is None else int(faults.number("since", content["since"])),
        "about": faults.mapping("about", content.get("about")),
    }


def _layout(content: Mapping[str, Any], faults: Faults) -> str:
    """Return how the file is laid out; INFORM's layout needs the release, since columns move from year to year."""
    layout = faults.one_of("layout", content.get("layout", ""), LAYOUTS)
    if layout == "inform":
        faults.number("about.release", faults.mapping("about", content.get("about")).get("release"))
    return layout


def _perturbed(given: Mapping[str, Any], faults: Faults) -> Perturbed:
    faults.known_keys(
        "uncertainty", given, frozenset({"weights", "normalise", "aggregate", "impute", "draws"})
    )
    lists = {
        "normalise": normalisation.METHODS, "aggregate": tuple(aggregation.MEANS), "impute": imputation.METHODS,
    }  # fmt: skip
    return Perturbed(
        weights=faults.number("uncertainty.weights", given.get("weights", 0.25)),
        draws=int(faults.number("uncertainty.draws", given.get("draws", 0))),
        **{
            key: tuple(
                faults.one_of(f"uncertainty.{key}", word, allowed)
                for word in faults.listing(f"uncertainty.{key}", given.get(key))
            )
            for key, allowed in lists.items()
        },
    )


def _clusters(given: Any, nodes: Mapping[str, Any], faults: Faults) -> Clusters | None:
    if given is None:
        return None
    given = faults.mapping("clusters", given)
    faults.known_keys("clusters", given, frozenset({"causes", "outcome", "decile", "low_is_good"}))
    named = [*map(str, faults.listing("clusters.causes", given.get("causes"))), str(given.get("outcome", ""))]
    for code in named:
        if code not in nodes:
            faults.add("clusters", _("there is no node {top}"), top=code)
    decile = int(faults.number("clusters.decile", given.get("decile", 6)))
    return Clusters(tuple(named[:-1]), named[-1], decile, bool(given.get("low_is_good", False)))


def _node(code: str, given: Mapping[str, Any], tree: Mapping[str, Any], faults: Faults) -> Node:
    faults.known_keys(code, given, NODE_KEYS)
    children = given.get("of") or {}
    column = str(given.get("column", ""))
    if bool(column) == bool(children):
        faults.add(code, _("give either a column of the table, or `of`: the nodes that it is made of"))
    weights = tuple(faults.number(f"{code}.of.{child}", weight) for child, weight in children.items())
    if weights and (min(weights) < 0 or sum(weights) == 0):
        faults.add(f"{code}.of", _("weights must not be negative, and not all 0"))
    digits = given.get("round", tree.get("round"))
    return Node(
        code=code,
        title=str(given.get("title", code)),
        column=column,
        children=tuple(str(child) for child in children),
        weights=weights,
        by=faults.one_of(f"{code}.by", given.get("by", tree.get("by", "arithmetic")), aggregation.WAYS),
        available=faults.number(f"{code}.available", given.get("available", tree.get("available", 0))),
        steps=_steps(f"{code}.steps", given.get("steps"), faults),
        digits=_digits(f"{code}.round", digits, faults),
        zero=_or_gap(f"{code}.zero", given.get("zero"), faults),
        missing=None if given.get("missing") is None else faults.number(f"{code}.missing", given["missing"]),
        place=str(given.get("place", "")),
        optional=bool(given.get("optional", False)),
        **_scoring(code, given, tree if column else {}, faults),
    )


def _digits(place: str, given: Any, faults: Faults) -> int | None:
    if given is None or given == "none":
        return None
    found = faults.number(place, given)
    if found != int(found) or not 0 <= found <= 12:
        faults.add(
            place, _("give the decimals as a whole number from 0 to 12, or none: {found}"), found=found
        )
        return None
    return int(found)


def _scoring(code: str, given: Mapping[str, Any], tree: Mapping[str, Any], faults: Faults) -> dict[str, Any]:
    posts = given.get("goalposts")
    method = given.get("normalise", "goalposts" if posts else tree.get("normalise", "none"))
    options: Mapping[str, Any] = {}
    if isinstance(method, Mapping) and len(method) == 1:
        ((method, options),) = method.items()
    method = faults.one_of(f"{code}.normalise", method, normalisation.METHODS)
    if method == "goalposts" and not posts:
        faults.add(f"{code}.goalposts", _("give the two goalposts, the lower first, as [0, 10]"))
    if (
        given.get("log_scale")
        and isinstance(posts, list | tuple)
        and len(posts) == 2
        and min(map(_or_zero, posts)) <= 0
    ):
        faults.add(f"{code}.goalposts", _("goalposts of a logarithmic scale must be above 0"))
    options = faults.mapping(f"{code}.normalise", options)
    if method == "target" and "target" not in options:
        faults.add(f"{code}.normalise", _("give the target, as {{target: {{target: 80}}}}"))
    limits = given.get("treat", tree.get("treat"))
    return {
        "impute": faults.one_of(
            f"{code}.impute", given.get("impute", tree.get("impute", "none")), imputation.METHODS
        ),
        "treat": _limits(f"{code}.treat", limits, faults),
        "normalise": method,
        "options": {key: faults.number(f"{code}.normalise", value) for key, value in options.items()},
        "goalposts": faults.pair(f"{code}.goalposts", posts) if posts else None,
        "log_scale": bool(given.get("log_scale", False)),
        "curve": _steps(f"{code}.curve", given.get("curve"), faults),
        "down": faults.one_of(f"{code}.direction", given.get("direction", UP), (UP, DOWN)) == DOWN,
    }


def _or_zero(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _limits(place: str, given: Any, faults: Faults) -> Limits | None:
    if given is None or given == "none":
        return None
    if not isinstance(given, Mapping):
        faults.add(place, _("give the limits, as {{points: 5, skew: 2, kurtosis: 3.5, then: log}}, or none"))
        return None
    faults.known_keys(place, given, frozenset({"points", "skew", "kurtosis", "then"}))
    plain = Limits()
    return Limits(
        points=int(faults.number(place, given.get("points", plain.points))),
        skew=faults.number(place, given.get("skew", plain.skew)),
        kurtosis=faults.number(place, given.get("kurtosis", plain.kurtosis)),
        then=""
        if given.get("then", plain.then) in {None, "", "none"}
        else str(given.get("then", plain.then)),
    )


def _or_gap(place: str, given: Any, faults: Faults) -> float | None:
    if given is None:
        return None
    return float("nan") if given == "missing" else faults.number(place, given)


def _steps(place: str, given: Any, faults: Faults) -> tuple[steps.Step, ...]:
    found = []
    for step in faults.listing(place, given):
        name, value = (
            next(iter(step.items())) if isinstance(step, Mapping) and len(step) == 1 else (step, None)
        )
        if name not in steps.NAMES:
            faults.add(
                place,
                _("“{found}” is no step; steps are {steps}"),
                found=str(name)[:40],
                steps=", ".join(steps.NAMES),
            )
            continue
        found.append(steps.Step(str(name), _given(f"{place}.{name}", str(name), value, faults)))
    return tuple(found)


def _given(place: str, name: str, value: Any, faults: Faults) -> Any:
    if name in steps.BARE:
        return None
    if name == "per" and isinstance(value, str):
        return value
    if name in {"per", "unless", "codes"}:
        value = faults.mapping(place, value)
        if name == "codes":
            return _codes(place, value, faults)
        faults.known_keys(place, value, PER_KEYS if name == "per" else UNLESS_KEYS)
        if name == "per" and "series" not in value:
            faults.add(place, _("say which series, as {{series: population, year: 2024}}"))
        for key in set(value) & set(steps.CONDITIONS) if name == "unless" else ():
            if not isinstance(value[key], bool):
                faults.number(f"{place}.{key}", value[key])
        return {**value, **{key: str(value[key]) for key in ("column", "node", "series") if key in value}}
    found = faults.number(place, value)
    if name in {"over", "root"} and found == 0:
        faults.add(place, _("0 cannot be divided by"))
    return found


def _codes(place: str, given: Mapping[str, Any], faults: Faults) -> dict[Any, float]:
    """Return what each class counts; a class that is no number is a fault."""
    found: dict[Any, float] = {}
    for code, value in given.items():
        number = number_of(code)
        if code != "else" and (number is None or isnan(number)):
            faults.add(place, _("“{found}” is no number"), found=code[:40])
            continue
        found["else" if code == "else" else number] = faults.number(place, value)
    return found
