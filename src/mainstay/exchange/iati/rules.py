"""Rules of the IATI Standard that its schema cannot say: shares that add up, dates in order, identifiers.

Source: IATI Standard 2.03, ruleset and guidance. Rows count activities from 1.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

_HUNDRED = Decimal(100)
_TOLERANCE = Decimal("0.01")


def ruleset_problems(activities: Iterable[Any], today: dt.date | None = None) -> Iterator[Problem]:
    """Yield what the ruleset finds in `iati-activity` elements; with `today` also facts that lie in the future."""
    seen: dict[str, int] = {}
    for row, activity in enumerate(activities, 1):
        identifier = (activity.findtext("iati-identifier") or "").strip()
        first = seen.setdefault(identifier, row)
        if first != row:
            text = _("Activities {first} and {row} have one identifier, {identifier}.")
            facts = {"first": first, "row": row, "identifier": identifier}
            yield _problem(row, "iati-identifier", "duplicate_identifier", text, facts)
        yield from _identifier(row, activity, identifier)
        yield from _shares(row, activity)
        yield from _dates(row, activity, today)
        yield from _periods(row, activity)
        yield from _values(row, activity)


def _problem(row: int, field: str, code: str, msgid: str, facts: dict[str, Any] | None = None) -> Problem:
    return Problem(Reason(code, msgid, facts or {}), row=row, field=field)


def _identifier(row: int, activity: Any, identifier: str) -> Iterator[Problem]:
    reporting = activity.find("reporting-org")
    ref = reporting.get("ref", "") if reporting is not None else ""
    others = [each.get("ref", "") for each in activity.iterfind("other-identifier[@type='B1']")]
    if not any(identifier.startswith(f"{each}-") for each in (ref, *others) if each):
        text = _("The identifier {identifier} must begin with that of the reporting organisation, {ref}-.")
        facts = {"identifier": identifier, "ref": ref}
        yield _problem(row, "iati-identifier", "identifier_prefix", text, facts)
    if len(activity.findall("iati-identifier")) == 1 and any(sign in identifier for sign in "/&|?"):
        text = _("The identifier {identifier} must not hold / & | or ?.")
        yield _problem(row, "iati-identifier", "identifier_sign", text, {"identifier": identifier})


def _shares(row: int, activity: Any) -> Iterator[Problem]:
    by_vocabulary: dict[str, list[Any]] = defaultdict(list)
    for sector in activity.iterfind("sector"):
        by_vocabulary[sector.get("vocabulary", "1")].append(sector)
    groups = [("sector", each) for each in by_vocabulary.values()]
    regions = [r for r in activity.iterfind("recipient-region") if r.get("vocabulary", "1") == "1"]
    groups.append(("recipient-country", [*activity.iterfind("recipient-country"), *regions]))
    for name, elements in groups:
        given = [each.get("percentage") for each in elements]
        if len(elements) < 2 and not any(given):
            continue
        total = sum((_number(share) for share in given), Decimal(0))
        if None in given or abs(total - _HUNDRED) > _TOLERANCE:
            text = _(
                "The shares of {name} add up to {total} per cent; they must make 100, and none may lack."
            )
            yield _problem(row, name, "shares", text, {"name": name, "total": str(total)})
    if activity.find("sector") is None and activity.find("transaction/sector") is None:
        yield _problem(row, "sector", "sector_missing", _("The activity names no sector. Give at least one."))
    places = (
        "recipient-country",
        "recipient-region",
        "transaction/recipient-country",
        "transaction/recipient-region",
    )
    if all(activity.find(place) is None for place in places):
        text = _("The activity names neither country nor region. Give at least one.")
        yield _problem(row, "recipient-country", "recipient_missing", text)


def _number(text: str | None) -> Decimal:
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return Decimal(0)


def _day(element: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat((element.get("iso-date") or "")[:10]) if element is not None else None
    except ValueError:
        return None


def _dates(row: int, activity: Any, today: dt.date | None) -> Iterator[Problem]:
    days = {each.get("type"): day for each in activity.iterfind("activity-date") if (day := _day(each))}
    if "1" not in days and "2" not in days:
        text = _("The activity has no start. Give the planned or the actual one.")
        yield _problem(row, "activity-date", "start_missing", text)
    for start, end in (("1", "3"), ("2", "4")):
        if start in days and end in days and days[start] > days[end]:
            text = _("The activity ends ({end}) before it starts ({start}).")
            facts = {"start": days[start].isoformat(), "end": days[end].isoformat()}
            yield _problem(row, "activity-date", "dates_not_in_order", text, facts)
    if today is None:
        return
    done = [(days.get("2"), "activity-date"), (days.get("4"), "activity-date")]
    done += [(_day(each), "transaction-date") for each in activity.iterfind("transaction/transaction-date")]
    for day, name in done:
        if day is not None and day > today:
            text = _("{day} lies in the future, but {name} tells what has happened.")
            yield _problem(row, name, "date_in_future", text, {"day": day.isoformat(), "name": name})


def _periods(row: int, activity: Any) -> Iterator[Problem]:
    for name in ("budget", "planned-disbursement", "result/indicator/period"):
        for period in activity.iterfind(name):
            start, end = _day(period.find("period-start")), _day(period.find("period-end"))
            if start is None or end is None:
                continue
            facts = {"start": start.isoformat(), "end": end.isoformat()}
            if start > end:
                text = _("A period ends ({end}) before it starts ({start}).")
                yield _problem(row, name, "dates_not_in_order", text, facts)
            if name == "budget" and (end - start).days > 366:
                text = _("The budget from {start} to {end} covers more than a year. Split it by years.")
                yield _problem(row, name, "budget_period", text, facts)


def _values(row: int, activity: Any) -> Iterator[Problem]:
    for indicator in activity.iterfind("result/indicator"):
        if indicator.get("measure") == "5":
            continue
        for measure in indicator.iter("baseline", "target", "actual"):
            value = measure.get("value")
            if value is None:
                continue
            try:
                Decimal(value)
            except InvalidOperation:
                text = _("«{value}» is not a number, but the indicator is measured in numbers.")
                yield _problem(row, measure.tag, "value_not_number", text, {"value": value})
