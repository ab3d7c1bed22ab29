"""The playbook's safeguards, roll codes and legal wages as the rules take them."""

from collections.abc import Mapping

from mainstay import playbook
from mainstay.deliver.works.methods.day_pay import CodePay
from mainstay.deliver.works.models import Terms
from mainstay.deliver.works.rules.safeguards import Law


def laws() -> Mapping[str, Law]:
    """Return every safeguard of the playbook in force, by code."""
    book = playbook.current()
    return {
        entry.code: Law(
            entry.code,
            entry.title,
            entry.stops,
            entry.severity,
            book.safeguard_rules.may_be_waived(entry.code),
            entry.params,
            entry.remedy,
        )
        for entry in book.safeguards.values()
    }


def waiver_days() -> int:
    """Return for how many days a waiver may hold at most."""
    return playbook.current().safeguard_rules.waiver.max_days


def least_age() -> int:
    """Return the age from which people may do works (SG-AGE-01)."""
    return int(laws()["SG-AGE-01"].params["min_age_hazardous"])


def roll_codes() -> tuple[str, ...]:
    """Return the codes that a roll may carry."""
    return tuple(playbook.current().attendance)


def code_pay(terms: Terms) -> list[CodePay]:
    """Return how each roll code counts and is paid under a project's terms: the one table that pay is made by."""
    by_rule = {
        "leave_accrued": (100, terms.leave_days, "contract"),
        "contract_sick_pay": (100, terms.sick_days_per_month, "month"),
        "weather_rule": (terms.weather_percent, None, ""),
        "law_holiday_pay": (100 if terms.holidays_paid else 0, None, ""),
    }
    table = []
    for entry in playbook.current().attendance.values():
        worked = round(entry.worked_fraction * 100)
        if entry.paid == "by_rule":
            paid, limit, per = by_rule.get(
                entry.rule or "", (round(entry.paid_fraction * 100), entry.monthly_limit, "month")
            )
            table.append(CodePay(entry.code, worked, paid, limit, per if limit is not None else ""))
        else:
            table.append(CodePay(entry.code, worked, round(entry.paid_fraction * 100)))
    return table
