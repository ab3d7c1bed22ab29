"""Published rows as pages show them, in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from mainstay.measure.methods.groups import group_of
from mainstay.measure.selectors.pages import area_names
from mainstay.measure.selectors.public import Account
from mainstay.measure.tables import DIMENSIONS, GRADES, cell_words, month_shown
from mainstay.page.words import named, number


def figure_rows(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one entry for each indicator of a publication: its whole, its groups, its months."""
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for row in content["rows"]:
        by_code.setdefault(row["code"], []).append(row)
    places = area_names(row["group"] for row in content["rows"])
    return [_entry(code, rows, content["definitions"][code], places) for code, rows in by_code.items()]


def _entry(
    code: str, rows: list[Mapping[str, Any]], known: Mapping[str, Any], places: Mapping[str, str]
) -> dict[str, Any]:
    whole = next((row for row in rows if not row["group"]), None)
    months, groups = [], []
    for row in rows:
        dimensions = [name for name, _value in group_of(row["group"])]
        if dimensions == ["month"]:
            months.append((month_shown(group_of(row["group"])[0][1]), _decimal(row["value"])))
        elif dimensions:
            groups.append({**_cell(row), "words": cell_words(row["group"], places), "by": _by(dimensions)})
    return {
        "code": code,
        "name": named("indicators", code),
        "unit": known["unit"],
        "formula": known["formula"],
        "whole": _cell(whole) if whole else None,
        "groups": groups,
        "months": months,
        "hidden_months": sum(1 for _month, value in months if value is None),
    }


def _by(dimensions: list[str]) -> str:
    return " × ".join(str(DIMENSIONS.get(name, name.replace("_", " "))) for name in dimensions)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _cell(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": _decimal(row["value"]),
        "low": _decimal(row["low"]),
        "high": _decimal(row["high"]),
        "target": _decimal(row["target"]),
        "grade": GRADES.get(row["grade"], row["grade"]),
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
    if account.hidden:
        text = ngettext(
            "{count} figure is hidden, because few persons stand behind it or behind its neighbour.",
            "{count} figures are hidden, because few persons stand behind them or behind their neighbours.",
            account.hidden,
        )
        found.append(text.format(count=number(account.hidden)))
    if account.publication.version > 1:
        found.append(gettext("Corrected: {reason}").format(reason=account.publication.reason))
    name = account.project.title if account.project else account.publication.title
    return [{"project": name, "words": words} for words in found]
