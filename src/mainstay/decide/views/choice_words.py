"""The parts of the portfolio's rules in words: their names, what was found against the limit, who is exchanged."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.decide.methods.portfolio_choice import RuleStanding
from mainstay.page.words import enumerated, money, named, number, percent

PARTS = {
    "P1.least": _("Number of countries, the least"), "P1.most": _("Number of countries, the most"),
    "P1.cap": _("Number of countries, the line that is never passed"), "P2.regions": _("Regions that have a country"),
    "P2.share": _("Largest share of one region"), "P3.small": _("Small countries"), "P3.large": _("Large countries"),
    "P4.types": _("Kinds of crisis"), "P5.start": _("Countries whose start costs more than a start may"),
    "P5.money": _("Money for the start of all"), "P6.g7plus": _("Share of the g7+"),
    "P7.demand": _("Share that a constituent asked for"), "P8.assessment": _("Share with an assessment done or funded"),
    "P9.staff": _("People needed"),
}  # fmt: skip
SHARES = {"P2.share", "P6.g7plus", "P7.demand", "P8.assessment"}


def part_name(rule: str, part: str, names: Mapping[str, str]) -> str:
    """Return what a part of a rule is called; a try is called by its country."""
    if rule == "in":
        return gettext("{country} must be in").format(country=names[part])
    if rule == "out":
        return gettext("{country} must be out").format(country=names[part])
    key = f"{rule}.{part}"
    return str(PARTS[key]) if key in PARTS else named("portfolio", rule)


def limit_words(row: RuleStanding) -> str:
    """Return what was found beside its limit: “3; at least 2”; nothing for a country that one keeps in or out."""
    if row.rule in {"in", "out"}:
        return ""
    key = f"{row.rule}.{row.part}"
    if key in SHARES:
        found, limit = percent(row.found), percent(row.limit)
    elif key == "P5.money":
        found, limit = money(round(row.found * 100)), money(round(row.limit * 100))
    else:
        found, limit = number(row.found, 0), number(row.limit, 0)
    text = gettext("{found}; at most {limit}") if row.at_most else gettext("{found}; at least {limit}")
    return text.format(found=found, limit=limit)


def swap_words(mine: Sequence[str], other: Sequence[str], names: Mapping[str, str]) -> str:
    """Return who comes and who goes: “Chad instead of Togo”."""
    come = enumerated(sorted(names[row] for row in other if row not in mine))
    gone = enumerated(sorted(names[row] for row in mine if row not in other))
    if come and gone:
        return gettext("{come} instead of {gone}").format(come=come, gone=gone)
    return gettext("{come} more").format(come=come) if come else gettext("without {gone}").format(gone=gone)
