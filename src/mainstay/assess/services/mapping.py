"""The map of institutions: by hand, or from what an institution said in an interview."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Institution, Submission
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.texts import noop as _

from .evidence import check_open


def record_institution(
    *,
    by: Person,
    assessment: Assessment,
    place: str,
    kind: str,
    name: str,
    functioning: str,
    source_kind: str,
    citation: str,
    as_of: date,
    since: date | None = None,
    capacity: str = "",
    needs: str = "",
    relied_on_by: Sequence[str] = (),
) -> Institution:
    """Return an institution on the map of its place; one that stands there already is brought up to date.

    `functioning` says whether it works, works in part, does not, or is not known; `relied_on_by` names target groups.
    """
    with act("assess.record_institution", by=by, on=assessment) as entry:
        check_open(assessment)
        key: dict[str, Any] = {"place": place.strip(), "kind": kind, "name": name.strip()}
        held = {
            "functioning": functioning, "source_kind": source_kind, "citation": citation.strip(), "as_of": as_of,
            "since": since, "capacity": capacity.strip(), "needs": needs.strip(), "relied_on_by": list(relied_on_by),
        }  # fmt: skip
        if problems := _faults({**key, **held}):
            words = _("The institution has {count} faults.")
            raise BadInput("institution", words, count=len(problems), problems=problems)
        before = Institution.objects.filter(assessment=assessment, **key).first()
        if before is not None and before.as_of > as_of:
            raise RuleBroken(
                "institution_older",
                _("What is known of {name} is from {day}, which is later. Give a newer source."),
                name=before.name,
                day=before.as_of.isoformat(),
            )
        made, _new = Institution.objects.update_or_create(
            assessment=assessment, **key, defaults={**held, "recorded_by": by, "recorded_at": clock.now()}
        )
        entry.change("functioning", before.functioning if before else None, functioning)
        entry.note(place=made.place, kind=kind, name=made.name)
    return made


def map_institution(
    *,
    by: Person,
    submission: Submission,
    kind: str,
    name: str,
    functioning: str,
    since: date | None = None,
    capacity: str = "",
    needs: str = "",
    relied_on_by: Sequence[str] = (),
) -> Institution:
    """Return an institution as it described itself in an interview; the interview is its source."""
    with act("assess.record_institution", by=by, on=submission.assessment) as entry:
        require_right(by, "assess.read_submissions", submission)
        made = record_institution(
            by=by, assessment=submission.assessment, place=submission.place, kind=kind, name=name,
            functioning=functioning, source_kind=rules.SAID_BY, citation=f"{submission.form.module} {submission.uid}",
            as_of=submission.collected_on, since=since, capacity=capacity, needs=needs, relied_on_by=relied_on_by,
        )  # fmt: skip
        entry.note(institution=made.pk)
    return made


def _faults(given: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with an institution, each fault at its field."""
    book = playbook.current()
    found = [
        Problem(Reason("needed", _("This is needed.")), field=name)
        for name in ("place", "name", "citation")
        if not given[name]
    ]
    listed = (
        ("kind", book.assessing.institution_kinds, [given["kind"]]),
        ("functioning", rules.FUNCTIONING, [given["functioning"]]),
        ("source_kind", book.assessing.sources, [given["source_kind"]]),
        ("relied_on_by", book.target_groups, given["relied_on_by"]),
    )
    reason = _("{code} is none of: {codes}.")
    for name, known, codes in listed:
        strange = [code for code in codes if code not in known]
        facts = {"code": ", ".join(strange), "codes": ", ".join(known)}
        found += [Problem(Reason("unknown_code", reason, facts), field=name)] if strange else []
    ahead = Reason("day_ahead", _("This day lies ahead."))
    found += [
        Problem(ahead, field=name)
        for name in ("as_of", "since")
        if given[name] is not None and given[name] > clock.today()
    ]
    return found
