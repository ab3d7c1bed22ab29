"""Registers with evidence: what was claimed, and what another person verified."""

from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.measure import rules
from mainstay.measure.models import RegisterEntry

if TYPE_CHECKING:
    from mainstay.design.models import Project


def enter_register(
    *, by: Person, kind: str, title: str, happened_on: date, evidence: str, country: Country | None = None,
    project: "Project | None" = None, standing: str = "", score: float | None = None,
    amount_usd_cents: int | None = None, **details: Any,
) -> RegisterEntry:  # fmt: skip
    """Return a line of a register with its evidence; it counts once another person has verified it."""
    places = [("country", country.iso3), ("region", country.region)] if country else []
    with act("measure.enter_register", by=by, on=project or places) as entry:
        require(rules.why_not_enter(kind, state=standing, score=score, evidence=evidence))
        if not title.strip():
            raise BadInput("no_title", _("Say in a few words what it is."))
        made = RegisterEntry.objects.create(
            kind=kind,
            title=title.strip(),
            country=country or (project.country if project else None),
            project=project,
            happened_on=happened_on,
            standing=standing,
            score=score,
            amount_usd_cents=amount_usd_cents,
            details=details,
            evidence=evidence.strip(),
            entered_by=by,
            entered_at=clock.now(),
        )
        entry.on(made)
        entry.note(kind=kind, title=made.title, standing=standing)
    return made


def verify_entry(*, by: Person, line: RegisterEntry) -> None:
    """Say that the evidence of a line holds; never by who entered it."""
    with act("measure.verify_register", by=by, on=line) as entry:
        state = rules.ENTRY.move(line.state, "verify")
        entry.change("state", line.state, state)
        line.state, line.verified_by, line.verified_at = state, by, clock.now()
        line.save(update_fields=["state", "verified_by", "verified_at"])


def refuse_entry(*, by: Person, line: RegisterEntry, words: str) -> None:
    """Say that the evidence of a line does not hold, and why."""
    with act("measure.verify_register", by=by, on=line, reason=words) as entry:
        if not words.strip():
            raise BadInput("no_reason", _("Say what the evidence does not show."))
        state = rules.ENTRY.move(line.state, "refuse")
        entry.change("state", line.state, state)
        line.state, line.verified_by, line.verified_at, line.refusal = state, by, clock.now(), words.strip()
        line.save(update_fields=["state", "verified_by", "verified_at", "refusal"])
