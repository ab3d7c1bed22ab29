"""The pages of the fund, and its answer in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.common.errors import NotAllowed
from mainstay.fund import selectors
from mainstay.page.words import money

#: The pages of the fund with the action that each needs.
PAGES = {
    "fund": "fund.read_grants", "grants": "fund.read_grants", "ledger": "fund.read_ledger", "earmarks": "fund.read_balance",
    "contributions": "fund.read_contributions", "pipeline": "fund.read_pipeline", "rates": "fund.read_balance",
}  # fmt: skip


def tabs(person: Person, page: str = "") -> list[tuple[str, str, bool]]:
    """Return the pages of the fund that are open to `person`, `page` being the one that is shown."""
    names = {
        "fund": gettext("Windows"), "grants": gettext("Grants"), "ledger": gettext("Ledger"), "earmarks": gettext("Earmarks"),
        "contributions": gettext("Contributions"), "pipeline": gettext("Pipeline"), "rates": gettext("Exchange rates"),
    }  # fmt: skip
    return [
        (reverse(name), names[name], name == page)
        for name, action in PAGES.items()
        if may_anywhere(person, action)
    ]


def balance_of(person: Person) -> dict[str, Any] | None:
    """Return what can be spent, or None where the reader may not know it."""
    try:
        return selectors.balance(person)
    except NotAllowed:
        return None


def spendable(known: dict[str, Any] | None) -> str:
    """Return “USD 1.42 M free, of it 0.30 M earmarked; 0.21 M is kept as reserve.”"""
    if known is None:
        return ""
    marked = min(
        known["spendable_usd"],
        sum(usd for earmark, usd in known["earmarked_usd"].items() if earmark != "NONE"),
    )
    facts = {
        "free": money(known["spendable_usd"]), "marked": money(marked),
        "reserve": money(known["reserve_usd"]),
    }  # fmt: skip
    if marked and marked == known["spendable_usd"] and known["reserve_usd"]:
        words = gettext("{free} free, all of it earmarked; {reserve} is kept as reserve.")
    elif marked and marked == known["spendable_usd"]:
        words = gettext("{free} free, all of it earmarked.")
    elif marked and known["reserve_usd"]:
        words = gettext("{free} free, of it {marked} earmarked; {reserve} is kept as reserve.")
    elif marked:
        words = gettext("{free} free, of it {marked} earmarked.")
    elif known["reserve_usd"]:
        words = gettext("{free} free; {reserve} is kept as reserve.")
    else:
        words = gettext("{free} free.")
    return words.format(**facts)
