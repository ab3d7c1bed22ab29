"""Amounts with their unit in the reader's language, in the right number: “1 person”, “12,009 persons”, “31.2 %”."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from math import ceil
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mainstay.page import numerals
from mainstay.page.words import NO_BREAK, number

#: For each unit of the playbook its sentence by number; a unit that is not here stands behind the number as it is.
FORMS: Mapping[str, Callable[[int], str]] = {
    "persons": lambda n: ngettext("{count} person", "{count} persons", n),
    "worker-days": lambda n: ngettext("{count} worker-day", "{count} worker-days", n),
    "days": lambda n: ngettext("{count} day", "{count} days", n),
    "hours": lambda n: ngettext("{count} hour", "{count} hours", n),
    "jobs": lambda n: ngettext("{count} job", "{count} jobs", n),
    "contracts": lambda n: ngettext("{count} contract", "{count} contracts", n),
    "certificates": lambda n: ngettext("{count} certificate", "{count} certificates", n),
    "apprenticeships": lambda n: ngettext("{count} apprenticeship", "{count} apprenticeships", n),
    "enterprises": lambda n: ngettext("{count} enterprise", "{count} enterprises", n),
    "cooperatives": lambda n: ngettext("{count} cooperative", "{count} cooperatives", n),
    "countries": lambda n: ngettext("{count} country", "{count} countries", n),
    "institutions": lambda n: ngettext("{count} institution", "{count} institutions", n),
    "households": lambda n: ngettext("{count} household", "{count} households", n),
    "children": lambda n: ngettext("{count} child", "{count} children", n),
    "cases": lambda n: ngettext("{count} case", "{count} cases", n),
    "requests": lambda n: ngettext("{count} request", "{count} requests", n),
    "uses": lambda n: ngettext("{count} use", "{count} uses", n),
    "plans": lambda n: ngettext("{count} plan", "{count} plans", n),
    "policies": lambda n: ngettext("{count} policy", "{count} policies", n),
    "meetings": lambda n: ngettext("{count} meeting", "{count} meetings", n),
    "disputes": lambda n: ngettext("{count} dispute", "{count} disputes", n),
    "vacancies": lambda n: ngettext("{count} vacancy", "{count} vacancies", n),
    "permits": lambda n: ngettext("{count} permit", "{count} permits", n),
    "programmes": lambda n: ngettext("{count} programme", "{count} programmes", n),
    "schemes": lambda n: ngettext("{count} scheme", "{count} schemes", n),
    "systems": lambda n: ngettext("{count} system", "{count} systems", n),
    "strategies": lambda n: ngettext("{count} strategy", "{count} strategies", n),
    "assessments": lambda n: ngettext("{count} assessment", "{count} assessments", n),
    "workplaces": lambda n: ngettext("{count} workplace", "{count} workplaces", n),
    "factories": lambda n: ngettext("{count} factory", "{count} factories", n),
    "ratifications": lambda n: ngettext("{count} ratification", "{count} ratifications", n),
    "value chains": lambda n: ngettext("{count} value chain", "{count} value chains", n),
    "hectares": lambda n: ngettext("{count} hectare", "{count} hectares", n),
    "FTE-years": lambda n: ngettext("{count} full-time year", "{count} full-time years", n),
    "products; requests": lambda n: ngettext("{count} product", "{count} products", n),
    "projected phase": lambda n: ngettext("phase {count}", "phase {count}", n),
    "projects; USD": lambda n: ngettext("{count} project", "{count} projects", n),
}
#: Currencies have three capital letters and stand before their amount.
CURRENCY = 3

#: The names of units where no number stands before them.
NAMES: Mapping[str, Any] = {
    "percent": _("percent"), "persons": _("persons"), "worker-days": _("worker-days"), "days": _("days"), "hours": _("hours"),
    "jobs": _("jobs"), "contracts": _("contracts"), "certificates": _("certificates"), "enterprises": _("enterprises"),
    "countries": _("countries"), "rate": pgettext_lazy("unit", "rate"), "FTE-years": _("full-time years"), "institutions": _("institutions"),
    "households": _("households"), "requests": _("requests"), "policies": _("policies"), "score 0-4": _("score, 0 to 4"),
    "percentage points": _("percentage points"), "times the mean": _("times the mean"), "ratio": _("ratio"), "months": _("months"),
    "times the 12-month mean": _("times the mean of twelve months"), "reports a month": _("reports a month"), "deaths a month": _("deaths a month"),
    "drop": _("drop"), "fall": _("fall"), "of host population": _("of the host population"),
    "of workers under order": _("of workers under order"), "more days of work to buy the basket": _("more days of work to buy the basket"),
    "products; requests": _("products; requests"), "projects; USD": _("projects; US dollars"), "score 1-5": _("score, 1 to 5"), "local currency + USD": _("local currency and US dollars"),
    "uses": _("uses"), "programmes": _("programmes"), "apprenticeships": _("apprenticeships"), "cooperatives": _("cooperatives"),
    "plans": _("plans"), "meetings": _("meetings"), "disputes": _("disputes"), "vacancies": _("vacancies"), "permits": _("permits"),
    "children": _("children"), "cases": _("cases"), "schemes": _("schemes"), "systems": _("systems"), "strategies": _("strategies"),
    "assessments": _("assessments"), "workplaces": _("workplaces"), "factories": _("factories"), "ratifications": _("ratifications"),
    "value chains": _("value chains"), "hectares": _("hectares"),
}  # fmt: skip


#: Scores: what the most is.
TOPS: Mapping[str, int] = {"0–10": 10, "score 0 to 4": 4, "score 1 to 5": 5}


def measured(value: float | Decimal | None, unit: str, places: int | None = None) -> str:
    """Return an amount with its unit as it is read; – where there is none. `places` are its decimals, where they are set."""
    if value is None:
        return "–"
    if unit in TOPS:
        return gettext("{value} of {top}").format(value=number(value, places), top=number(TOPS[unit]))
    head, _space, of_what = unit.partition(" ")
    if head in {"%", "percent", "percent;"}:
        shown = f"{number(value, places)}{numerals.current().percent}"
        return f"{shown} {unit_name(of_what)}" if of_what and head == "percent" else shown
    if len(unit) == CURRENCY and unit.isupper():
        return f"{unit}{NO_BREAK}{number(value, places)}"
    form = FORMS.get(unit)
    if form is None:
        return f"{number(value, places)} {unit_name(unit)}"
    return form(plural(value)).format(count=number(value, places))


def plural(value: float | Decimal) -> int:
    """Return the number by which the words beside a value are chosen: a part of a thing stands in the plural, as several do.

    >>> plural(1), plural(0.5), plural(7.2)
    (1, 2, 8)
    """
    size = abs(float(value))
    return int(size) if size.is_integer() else max(2, ceil(size))


def places_in(values: Iterable[float | Decimal | None]) -> int | None:
    """Return the decimals in which parts are written, so that they add up to their total as it is read; None for whole ones.

    >>> places_in([Decimal("53.5"), Decimal(677), None]), places_in([Decimal(7)])
    (1, None)
    """
    most = 0
    for value in values:
        if value is not None:
            exponent = Decimal(str(value)).normalize().as_tuple().exponent
            most = max(most, -exponent if isinstance(exponent, int) else 0)
    return min(most, 2) or None


def unit_name(unit: str) -> str:
    """Return the name of a unit in the reader's language; as the playbook has it where it is not known here."""
    return str(NAMES.get(unit, unit))
