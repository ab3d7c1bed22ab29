"""Policy advice: requested, given, appreciated, accepted, implemented."""

from datetime import date
from typing import Any

from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import Advice, Organisation

from .keeping import change_line, enter_line, move_line


def request_advice(
    *,
    by: Person,
    title: str,
    country: str = "",
    organisation: Organisation | None = None,
    topic: str = "",
    due_on: date | None = None,
    case_key: int | None = None,
    owner: Person | None = None,
    evidence: str = "",
) -> Advice:
    """Return advice that an institution asked for, by when, and who writes it."""
    return enter_line(
        by, Advice, "measure.enter_register", title=title, country=country, organisation=organisation, topic=topic, due_on=due_on,
        case_key=case_key, owner=owner, evidence=evidence,
    )  # fmt: skip


def change_advice(
    *,
    by: Person,
    advice: Advice,
    title: str | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
    evidence: str | None = None,
) -> None:
    """Change advice's title, owner, due day or evidence."""
    change_line(
        by, advice, "measure.enter_register", title=title, owner=owner, due_on=due_on, evidence=evidence
    )


def draft_advice(*, by: Person, advice: Advice) -> None:
    """Record that the advice is drafted."""
    move_line(by, advice, "measure.enter_register", rules.ADVICE.move(advice.state, "draft"))


def give_advice(
    *, by: Person, advice: Advice, evidence: str, given_on: date | None = None, due_on: date | None = None
) -> None:
    """Record that the advice was given, where it is written, and when to ask what became of it."""
    require(rules.why_not_evidence(evidence))
    move_line(
        by,
        advice,
        "measure.enter_register",
        rules.ADVICE.move(advice.state, "give"),
        given_on=given_on or clock.today(),
        evidence=evidence,
        due_on=due_on,
    )


def rate_advice(*, by: Person, advice: Advice, rating: int, words: str = "") -> None:
    """Record how the institution rates the advice, from 1 (of no use) to 5 (of great use)."""
    require(rules.why_not_rate_advice(rating))
    move_line(
        by,
        advice,
        "measure.enter_register",
        rules.ADVICE.move(advice.state, "appreciate"),
        rating=rating,
        answer=words,
    )


def accept_advice(*, by: Person, advice: Advice, words: str, due_on: date | None = None) -> None:
    """Record that the institution accepted the advice, in its own words, and by when it acts."""
    if not words.strip():
        raise BadInput("no_words", _("Quote the decision by which the institution accepted the advice."))
    move_line(
        by,
        advice,
        "measure.enter_register",
        rules.ADVICE.move(advice.state, "accept"),
        answer=words,
        due_on=due_on,
    )


def begin_advice(*, by: Person, advice: Advice, evidence: str = "", due_on: date | None = None) -> None:
    """Record that the institution began to do what was advised."""
    shown: dict[str, Any] = {"evidence": evidence} if evidence.strip() else {}
    later: dict[str, Any] = {"due_on": due_on} if due_on else {}
    move_line(
        by, advice, "measure.enter_register", rules.ADVICE.move(advice.state, "begin"), **shown, **later
    )


def confirm_advice(*, by: Person, advice: Advice, evidence: str) -> None:
    """Confirm that the advice is implemented, by the evidence; never by who entered it."""
    require(rules.why_not_evidence(evidence))
    move_line(
        by,
        advice,
        "measure.verify_register",
        rules.ADVICE.move(advice.state, "confirm"),
        evidence=evidence,
        verified_by=by,
        due_on=None,
    )


def decline_advice(*, by: Person, advice: Advice, reason: str) -> None:
    """Record that the institution did not accept the advice, and why."""
    if not reason.strip():
        raise BadInput("no_reason", _("Say why the institution did not accept the advice."))
    move_line(
        by,
        advice,
        "measure.enter_register",
        rules.ADVICE.move(advice.state, "decline"),
        reason=reason,
        answer=reason,
        due_on=None,
    )
