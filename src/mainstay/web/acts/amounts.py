"""Which values are amounts of money, and in which currency."""

from typing import Any

from django.db.models import Model

#: Amounts in US cents, asked for in dollars.
CENTS = {"amount_usd", "spent_usd", "amount_usd_cents", "committed_usd_minor", "unit_cost_minor"}


def is_money(name: str) -> bool:
    """Return whether a value is an amount in the smallest unit of a currency."""
    return name.endswith("_minor") or name == "amount"


def currency_of(record: Model) -> str:
    """Return the currency of a record or of what it belongs to; nothing where it has none."""
    for path in (
        ("currency",),
        ("project", "currency"),
        ("site", "project", "currency"),
        ("worker", "project", "currency"),
    ):
        held: Any = record
        for name in path:
            held = getattr(held, name, None)
        if held:
            return str(held)
    return ""
