"""The preparedness file of a country, and the map from triggers to responses."""

from calendar import monthrange
from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.watch import rules
from mainstay.watch.models import PreparednessItem, TriggerDrill, TriggerResponse

#: A drill that takes longer than a month is none.
MOST_HOURS = 744


def update_preparedness(
    *,
    by: Person,
    country: Country,
    code: str,
    evidence: str,
    expires_on: date | None = None,
    part: bool = False,
) -> PreparednessItem:
    """Return the item as entered with its evidence and expiry; it counts when a second person has confirmed it.

    Without a day it expires when the playbook says that evidence of its kind is no longer fresh, and never later.
    """
    book = playbook.current().preparedness
    if code not in book.items:
        raise BadInput(
            "unknown_item",
            _("{code} is no item of the file. There are: {codes}."),
            code=code,
            codes=", ".join(book.items),
        )
    if not evidence.strip():
        raise BadInput(
            "evidence_missing", _("Name the evidence: {wanted}."), wanted=book.items[code].evidence
        )
    latest = _months_on(clock.today(), book.items[code].expires_months)
    expires_on = expires_on or latest
    require(rules.why_not_expire(entered=clock.today(), expires=expires_on, latest=latest))
    with act("watch.update_preparedness", by=by, on=_place(country)) as entry:
        PreparednessItem.objects.filter(country=country, code=code, replaced=False).update(replaced=True)
        item = PreparednessItem.objects.create(
            country=country, code=code, evidence=evidence.strip(), expires_on=expires_on, part=part, entered_by=by,
            entered_at=clock.now(),
        )  # fmt: skip
        entry.on(item)
        entry.note(item=code, expires_on=expires_on, part=part)
    return item


def confirm_preparedness(*, by: Person, item: PreparednessItem) -> PreparednessItem:
    """Return the item that counts from now on; somebody else than who entered it has looked at the evidence."""
    with act("watch.confirm_preparedness", by=by, on=item) as entry:
        item.confirmed_by, item.confirmed_at = by, clock.now()
        item.save(update_fields=["confirmed_by", "confirmed_at"])
        entry.note(item=item.code)
    return item


def edit_trigger_map(
    *,
    by: Person,
    country: Country,
    indicator: str,
    level: str,
    modules: list[str],
    lead_role: str,
    window: str,
    lead_days: int,
    note: str = "",
) -> TriggerResponse:
    """Return what a trigger calls for: which modules, who leads, which fund window, within how many days."""
    book = playbook.current()
    unknown = [code for code in modules if code not in book.modules]
    unknown += [
        code
        for code, known in (
            (indicator, {*book.early_warning, *book.triggers}),
            (lead_role, book.roles),
            (window, book.fund.windows),
        )
        if code not in known
    ]
    if unknown or not modules:
        raise BadInput(
            "trigger_codes", _("Unknown or missing: {codes}."), codes=", ".join(unknown) or _("modules")
        )
    with act("watch.edit_trigger_map", by=by, on=_place(country)) as entry:
        row, _made = TriggerResponse.objects.update_or_create(
            country=country,
            indicator=indicator,
            level=level,
            defaults={
                "modules": modules, "lead_role": lead_role, "window": window, "lead_days": lead_days, "note": note,
                "tested_on": None, "test_result": "",
            },
        )  # fmt: skip
        entry.on(row)
        entry.note(
            indicator=indicator, level=level, modules=modules, lead=lead_role, window=window, days=lead_days
        )
    return row


def test_trigger_map(
    *,
    by: Person,
    row: TriggerResponse,
    result: str,
    hours: float | None = None,  # noqa: PT028 - the button's name, no test
    to_mend: str = "",  # noqa: PT028
) -> TriggerResponse:
    """Return the row of the map as tried today; what came out and what is to be mended stays in its log of drills.

    `hours` is how long it took from the trigger to the first step of the response. A change of the row ends the test.
    """
    if not result.strip():
        raise BadInput("result_missing", _("Write what the test showed, and what is to be mended."))
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise BadInput(
            "drill_hours",
            _("A drill takes from 0 to {most} hours, not {found}."),
            most=MOST_HOURS,
            found=hours,
        )
    with act("watch.test_trigger_map", by=by, on=row) as entry:
        entry.change("tested_on", row.tested_on, clock.today())
        row.tested_on, row.test_result = clock.today(), result.strip()
        row.save(update_fields=["tested_on", "test_result"])
        drill = TriggerDrill.objects.create(
            response=row,
            held_on=row.tested_on,
            held_by=by,
            result=row.test_result,
            hours=hours,
            to_mend=to_mend.strip(),
        )
        entry.note(drill=drill.pk, hours=hours)
    return row


def _place(country: Country) -> list[tuple[str, str]]:
    return [("country", country.pk), ("region", country.region)]


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, monthrange(day.year + year, month + 1)[1]))
