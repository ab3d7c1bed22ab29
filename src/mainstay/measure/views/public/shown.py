"""Published rows as pages show them, in the reader's language."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from mainstay.measure.methods.groups import group_of
from mainstay.measure.methods.wholes import is_money, total_of, without_money
from mainstay.measure.selectors.pages import area_names
from mainstay.measure.selectors.public import Account
from mainstay.measure.tables import (
    GRADES,
    cell_words,
    dimension_names,
    formula_words,
    month_shown,
    shown_value,
    total_shown,
)
from mainstay.page.units import measured, places_in
from mainstay.page.words import named, number


def figure_rows(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one entry for each indicator of a publication: its whole, its groups, its months; those with a target first."""
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for row in content["rows"]:
        by_code.setdefault(row["code"], []).append(row)
    places = area_names(row["group"] for row in content["rows"])
    made = [_entry(code, rows, content["definitions"][code], places) for code, rows in by_code.items()]
    return sorted(made, key=_weight)


def _weight(entry: Mapping[str, Any]) -> tuple[bool, bool]:
    """Return what puts figures with a promise first, and those without a number last."""
    whole = entry["whole"] or {"target": None, "state": "none"}
    return whole["target"] is None, bool(whole["state"])


def _entry(
    code: str, rows: list[Mapping[str, Any]], known: Mapping[str, Any], places: Mapping[str, str]
) -> dict[str, Any]:
    held = {row["group"]: row for row in rows}
    total = total_of(code, known["unit"], {group: _decimal(row["value"]) for group, row in held.items()})
    adds_up = known["aggregation"] == "sum"
    exact = places_in(_decimal(row["value"]) for row in rows) if adds_up else None
    months, groups = [], []
    for row in rows:
        place = without_money(row["group"]) if is_money(code) else row["group"]
        dimensions = [name for name, _value in group_of(place)]
        if dimensions == ["month"] and not is_money(code):
            months.append((month_shown(group_of(place)[0][1]), _decimal(row["value"])))
        elif dimensions:
            told = shown_value(_decimal(row["value"]), known["unit"], row["group"], exact)
            words = {"words": cell_words(place, places), "by": dimension_names(dimensions, " × ")}
            groups.append({**_cell(row), **words, "told": told})
    return {
        "code": code,
        "name": named("indicators", code),
        "unit": known["unit"],
        "formula": known["formula"],
        "in_words": formula_words(code, known["formula"]),
        "whole": {**_cell(held[total.groups[0]]), "told": total_shown(total, adds_up=adds_up)} if total else None,
        "groups": groups,
        "months": months,
        "month_list": [
            (month, gettext("hidden") if value is None else measured(value, known["unit"], exact))
            for month, value in months
        ],
        "hidden_months": sum(1 for _month, value in months if value is None),
        "opens": bool(groups) or len(months) > 1,
    }  # fmt: skip


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _cell(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": _decimal(row["value"]),
        "low": _decimal(row["low"]),
        "high": _decimal(row["high"]),
        "target": _decimal(row["target"]),
        "grade": GRADES.get(row["grade"], row["grade"]) if row["value"] is not None else "",
        "missing": row["missing_percent"],
        "state": state_of(row),
    }


def state_of(row: Mapping[str, Any]) -> str:
    """Return why a published cell shows no value; empty where it shows one."""
    if row["hidden"]:
        return gettext("hidden: too few persons")
    if row["withheld"]:
        return gettext("not shown: too little was recorded")
    return "" if row["value"] is not None else gettext("nothing was recorded")


def problems_of(account: Account) -> list[dict[str, str]]:
    """Return what is wrong or not known about the figures of one project, each as a sentence."""
    found = [
        gettext("Short of its target: {name}.").format(name=named("indicators", code))
        for code in account.short
    ]
    if account.missing >= 5:
        found.append(
            gettext("Up to {share} % of the records behind a figure could not be used.").format(
                share=number(account.missing)
            )
        )
    if account.publication.version > 1:
        found.append(gettext("Corrected: {reason}").format(reason=account.publication.reason))
    return [{"project": _project_named(account), "words": words} for words in found]


def hidden_of(accounts: Sequence[Account]) -> list[dict[str, str]]:
    """Return how many figures of each project are hidden, each as a sentence; nothing went wrong there."""
    found = []
    for account in accounts:
        text = ngettext(
            "{count} figure is hidden, because few persons stand behind it or behind its neighbour.",
            "{count} figures are hidden, because few persons stand behind them or behind their neighbours.",
            account.hidden,
        )
        if account.hidden:
            found.append({"project": _project_named(account), "words": text.format(count=number(account.hidden))})  # fmt: skip
    return found


def _project_named(account: Account) -> str:
    return str(account.project.title if account.project else account.publication.title)
