"""Rolls on their way from open to reconciled, one or very many in one act."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.rules import why_not_same_person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import (
    Finding,
    Mark,
    MarkCorrection,
    Measurement,
    Roll,
    Site,
    TaskClass,
    Terms,
)
from mainstay.deliver.works.permissions import roll_exceptions, roll_writers
from mainstay.deliver.works.rules import rolls as roll_rules
from mainstay.deliver.works.selectors.clashes import clashes_open
from mainstay.deliver.works.selectors.law import code_pay
from mainstay.deliver.works.selectors.site_facts import standing_stops

from .bulk import key_list
from .day_findings import judge_rolls
from .marking.writing import one_roll_per_site
from .telling import tell, tell_stage

_CHUNK = 400
#: Who did which act of a roll, and when.
_STAMPS = {
    "close": ("closed_by", "closed_at"),
    "measure": ("measured_by", "measured_at"),
    "certify": ("certified_by", "certified_at"),
    "approve": ("approved_by", "approved_at"),
    "reconcile": (None, "reconciled_at"),
}  # fmt: skip


def open_rolls(*, by: Person, sites: Sequence[Site], first_on: date, last_on: date) -> list[Roll]:
    """Return a new roll for each site and pay period; one roll per site and day."""
    if last_on < first_on:
        raise BadInput("period", _("A period ends on or after the day it starts."))
    if not sites:
        raise BadInput("no_sites", _("Choose at least one site."))
    with act("works.open_roll", by=by, on=sites[0], also=sites[1:]) as entry:
        for site in sites:
            overlapping = Roll.objects.filter(site=site, first_on__lte=last_on, last_on__gte=first_on).count()
            require(roll_rules.why_not_open_roll(overlapping=overlapping, site_state=site.state))
        rolls = Roll.objects.bulk_create(
            Roll(site=site, first_on=first_on, last_on=last_on, opened_by=by) for site in sites
        )
        entry.bulk([site.code, first_on, last_on] for site in sites)
    return rolls


def verify_roll(*, by: Person, roll: Roll, people: Sequence[str], agreed: bool, words: str = "") -> Roll:
    """Record the check by five workers who are not on the payroll of who wrote the roll: names, and what they said."""
    with act("works.verify_roll", by=by, on=roll) as entry:
        if len({name.strip() for name in people if name.strip()}) < 5:
            raise BadInput(
                "five_people", _("Five different workers check a roll. Enter the names of all five.")
            )
        roll.workers_check = {
            "people": len(people),
            "agreed": agreed,
            "words": words,
            "on": clock.today().isoformat(),
        }
        roll.save(update_fields=["workers_check"])
        entry.note(agreed=agreed, people=len(people))
        for name in people:
            entry.change_personal(f"roll:{roll.pk}", "checked by", None, name)
    return roll


def close_rolls(*, by: Person, rolls: Sequence[Roll], few_persons_reason: str = "") -> int:
    """Close rolls: their days are judged, what they break becomes findings; a reason lets a small site do with three persons."""

    def judge(fresh: Sequence[Roll]) -> None:
        marked = dict(_totals(fresh))
        for roll in fresh:
            require(roll_rules.why_not_close(marks=roll.pk in marked))
        judge_rolls(fresh, by=by)
        if few_persons_reason.strip():
            Roll.objects.filter(pk__in=[roll.pk for roll in fresh]).update(
                few_persons_reason=few_persons_reason.strip()
            )

    return _move_all("close", "works.close_roll", by, rolls, judge)


def record_measurement(
    *,
    by: Person,
    roll: Roll,
    task: TaskClass,
    what: str,
    quantity_milli: int,
    unit: str = "",
    measured_on: date | None = None,
) -> Measurement:
    """Return work measured on a roll; another person checks it before the roll is certified."""
    with act("works.measure_roll", by=by, on=roll) as entry:
        measurement = Measurement.objects.create(
            roll=roll, task=task, what=what, quantity_milli=quantity_milli, unit=unit or task.unit,
            measured_by=by, measured_on=measured_on or clock.today(),
        )  # fmt: skip
        entry.note(what=what, quantity_milli=quantity_milli, unit=measurement.unit)
    return measurement


def check_measurement(*, by: Person, measurement: Measurement) -> Measurement:
    """Confirm a measurement as second pair of eyes."""
    with act("works.check_measurement", by=by, on=measurement.roll) as entry:
        if measurement.measured_by_id == by.pk:
            raise RuleBroken("second_eye", _("Who measured does not check the measure. Ask a colleague."))
        measurement.checked_by = by
        measurement.save(update_fields=["checked_by"])
        entry.note(measurement=measurement.pk)
    return measurement


def measure_rolls(*, by: Person, rolls: Sequence[Roll]) -> int:
    """State that the work on rolls is measured (or that all of it is paid by the day)."""
    return _move_all("measure", "works.measure_roll", by, rolls)


def certify_rolls(*, by: Person, rolls: Sequence[Roll]) -> int:
    """Certify rolls: totals and a digest of their marks are kept, so that a mark changed later shows."""

    def judge(fresh: Sequence[Roll]) -> None:
        keys = [roll.pk for roll in fresh]
        unsigned = MarkCorrection.objects.filter(roll__in=keys, signed_by__isnull=True).count()
        unchecked = Measurement.objects.filter(roll__in=keys, checked_by__isnull=True).count()
        clashes = clashes_open(*keys).count()
        require(roll_rules.why_not_certify(unsigned=unsigned, unchecked=unchecked, clashes=clashes))
        _require_no_stop(fresh)
        totals, digests = _totals(fresh), roll_digests(keys)
        for roll in fresh:
            roll.workers, roll.days_centi, roll.paid_centi = totals.get(roll.pk, (0, 0, 0))
            roll.marks_sha256 = digests.get(roll.pk, "")
        Roll.objects.bulk_update(
            fresh, ["workers", "days_centi", "paid_centi", "marks_sha256"], batch_size=200
        )

    return _move_all("certify", "works.certify_roll", by, rolls, judge)


def approve_rolls(*, by: Person, rolls: Sequence[Roll]) -> int:
    """Approve certified rolls for pay."""
    return _move_all("approve", "works.approve_roll", by, rolls)


def reconcile_rolls(*, by: Person, rolls: Sequence[Roll]) -> int:
    """Reconcile paid rolls: what was paid agrees with what was certified."""
    return _move_all("reconcile", "works.reconcile_roll", by, rolls)


def reopen_roll(*, by: Person, roll: Roll, reason: str) -> Roll:
    """Open a roll again with a reason; its certificate falls, its pay was not calculated yet."""
    with act("works.reopen_roll", by=by, on=roll, reason=reason) as entry:
        require(roll_rules.why_not_reopen(in_payroll=roll.payroll_id is not None, reason=reason))
        new = rules.ROLL.move(roll.state, "reopen")
        entry.change("state", roll.state, new)
        roll.state, roll.reopen_reason = new, reason.strip()
        for by_field, at_field in list(_STAMPS.values())[:4]:
            setattr(roll, str(by_field), None)
            setattr(roll, at_field, None)
        roll.workers = roll.days_centi = roll.paid_centi = None
        roll.marks_sha256 = ""
        roll.save()
        tell(
            roll.site.project,
            by=by,
            msgid=_("The roll of {site} from {day} was opened again."),
            site=roll.site.name,
            day=roll.first_on.isoformat(),
        )
    return roll


def _move_all(
    verb: str,
    action: str,
    by: Person,
    rolls: Sequence[Roll],
    judge: Callable[[Sequence[Roll]], None] | None = None,
) -> int:
    if not rolls:
        raise BadInput("no_rolls", _("Choose at least one roll."))
    keys = sorted({roll.pk for roll in rolls})
    fresh = list(
        Roll.objects.filter(pk__in=keys).select_related("site__project__case", "site__project__country")
    )
    reps = one_roll_per_site(fresh)
    with act(action, by=by, on=reps[0], also=reps[1:]) as entry:
        list(Roll.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True))
        require_other_hands(action, by, fresh)
        states = {roll.state for roll in fresh}
        targets = {state: rules.ROLL.move(state, verb) for state in states}
        if judge is not None:
            judge(fresh)
        by_field, at_field = _STAMPS[verb]
        stamp: dict[str, Any] = {at_field: clock.now()}
        if by_field:
            stamp[by_field] = by
        for state, target in targets.items():
            Roll.objects.filter(pk__in=keys, state=state).update(state=target, **stamp)
        entry.bulk(
            [roll.site.code, roll.first_on, roll.last_on, roll.days_centi, roll.marks_sha256]
            for roll in fresh
        )
        entry.note(verb=verb, rolls=len(fresh))
        for project in {roll.site.project for roll in fresh}:
            tell_stage(project)
    for roll in rolls:
        roll.refresh_from_db()
    return len(fresh)


def require_other_hands(action: str, by: Person, rolls: Sequence[Roll]) -> None:
    """Raise when `by` did an act on one of many rolls that must be another person's; one query for all."""
    writers = roll_writers([roll.pk for roll in rolls])
    separations = playbook.current().separations.values()
    for roll in rolls:
        acted = set()
        if by.pk in writers.get(roll.pk, ()):
            acted.add("works.mark_roll")
        if roll.certified_by_id == by.pk:
            acted.add("works.certify_roll")
        if not acted:
            continue
        reason = why_not_same_person(
            action, acted=acted, separations=separations, excepted=roll_exceptions(roll)
        )
        if reason is not None:
            raise NotAllowed.of(reason)


def _require_no_stop(rolls: Sequence[Roll]) -> None:
    """Raise while a finding that holds approvals stands on a site; a dated correction plan lets the wages go out."""
    sites = {roll.site_id: roll.site for roll in rolls}
    waiting = Finding.objects.filter(site__in=list(sites), stops="approval", closed_on__isnull=True)
    for key in waiting.values_list("site", flat=True).distinct():
        site = sites[key]
        for safeguard, _words in standing_stops(site, "approval"):
            raise RuleBroken(
                "approval_stopped",
                _(
                    "{safeguard} waits on site {site}, and the certificate with it. What is owed stays owed and its clock runs. Close the finding, or write a correction plan with its date: then it is certified and paid."
                ),
                safeguard=safeguard,
                site=site.code,
            )


def _totals(rolls: Sequence[Roll]) -> Mapping[int, tuple[int, int, int]]:
    """Return workers, worked hundredths of days and paid ones for each roll that has marks."""
    terms = Terms.objects.get(project=rolls[0].site.project_id)
    table = code_pay(terms)
    worked = " ".join(f"WHEN '{code.code}' THEN {code.worked_centi}" for code in table if code.paid_centi)
    paid = " ".join(f"WHEN '{code.code}' THEN {code.paid_centi}" for code in table)
    found: dict[int, tuple[int, int, int]] = {}
    for at in range(0, len(rolls), _CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT roll_id, COUNT(DISTINCT worker_id), SUM(CASE code {worked} ELSE 0 END), "  # noqa: S608 - own numbers
                f"SUM(CASE code {paid} ELSE 0 END) FROM works_mark WHERE NOT superseded AND roll_id IN "
                f"({key_list(roll.pk for roll in rolls[at : at + _CHUNK])}) GROUP BY roll_id"
            )
            found.update({row[0]: (row[1], int(row[2]), int(row[3])) for row in cursor.fetchall()})
    return found


def roll_digests(keys: Sequence[int]) -> dict[int, str]:
    """Return the SHA-256 of the marks of each roll, in the order of worker and day."""
    digests: dict[int, Any] = {}
    for at in range(0, len(keys), _CHUNK):
        rows = (
            Mark.objects.filter(roll__in=keys[at : at + _CHUNK], superseded=False)
            .order_by("roll_id", "worker_id", "day")
            .values_list("roll_id", "worker_id", "day", "code", "minutes", "quantity_milli")
        )
        for roll, *rest in rows.iterator(chunk_size=20_000):
            digest = digests.get(roll)
            if digest is None:
                digest = digests[roll] = hashlib.sha256()
            digest.update(repr(rest).encode())
    return {roll: digest.hexdigest() for roll, digest in digests.items()}
