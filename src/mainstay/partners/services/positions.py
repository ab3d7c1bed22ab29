"""Advocacy positions (drafted, agreed, voiced, endorsed) and risks (open, treated, happened, closed)."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import HouseRisk, Position

from .keeping import change_line, enter_line, move_line


def draft_position(
    *,
    by: Person,
    title: str,
    text: str,
    debate: str,
    goal: str = "",
    country: str = "",
    due_on: date | None = None,
    owner: Person | None = None,
) -> Position:
    """Return the draft of what we stand for in a debate; `goal` is the sustainable development goal it serves."""
    return enter_line(
        by, Position, "partners.record_position", title=title, text=text, debate=debate, goal=goal, country=country, due_on=due_on, owner=owner
    )  # fmt: skip


def change_position(
    *,
    by: Person,
    position: Position,
    owner: Person | None = None,
    due_on: date | None = None,
    evidence: str | None = None,
) -> None:
    """Change who answers for a position, by when it is to be voiced, or the evidence."""
    change_line(by, position, "partners.record_position", owner=owner, due_on=due_on, evidence=evidence)


def agree_position(*, by: Person, position: Position) -> None:
    """Agree on a position: from now on the house may voice it."""
    move_line(
        by, position, "partners.agree_position", rules.POSITION.move(position.state, "agree"), agreed_by=by
    )


def voice_position(*, by: Person, position: Position, evidence: str, voiced_on: date | None = None) -> None:
    """Record where and when a position was voiced."""
    require(rules.why_not_evidence(evidence))
    move_line(
        by,
        position,
        "partners.record_position",
        rules.POSITION.move(position.state, "voice"),
        evidence=evidence,
        voiced_on=voiced_on or clock.today(),
        due_on=None,
    )


def endorse_position(*, by: Person, position: Position, endorsed_by: str, evidence: str) -> None:
    """Record who endorsed a position, and where that is written."""
    require(rules.why_not_evidence(evidence))
    if not endorsed_by.strip():
        raise BadInput("no_endorser", _("Name who endorsed the position."))
    move_line(
        by,
        position,
        "partners.record_position",
        rules.POSITION.move(position.state, "endorse"),
        endorsed_by=endorsed_by,
        evidence=evidence,
        due_on=None,
    )


def drop_position(*, by: Person, position: Position, reason: str) -> None:
    """Drop a position, with the reason."""
    move_line(
        by,
        position,
        "partners.record_position",
        rules.POSITION.move(position.state, "drop"),
        reason=reason,
        due_on=None,
    )


def record_house_risk(
    *,
    by: Person,
    title: str,
    area: str,
    likelihood: int,
    impact: int,
    mitigation: str,
    country: str = "",
    case_key: int | None = None,
    due_on: date | None = None,
    owner: Person | None = None,
) -> HouseRisk:
    """Return a risk of the house, a country or a case: likelihood and impact 1 to 5, and what is done about it."""
    require(rules.why_not_rate_risk(likelihood=likelihood, impact=impact))
    return enter_line(
        by, HouseRisk, "partners.record_risk", title=title, area=area, likelihood=likelihood, impact=impact, mitigation=mitigation,
        country=country, case_key=case_key, due_on=due_on, owner=owner,
    )  # fmt: skip


def change_house_risk(
    *,
    by: Person,
    risk: HouseRisk,
    likelihood: int | None = None,
    impact: int | None = None,
    mitigation: str | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
    evidence: str | None = None,
) -> None:
    """Rate a risk anew, or change what is done about it, by whom, by when."""
    change_line(
        by, risk, "partners.record_risk", likelihood=likelihood, impact=impact, mitigation=mitigation, owner=owner, due_on=due_on,
        evidence=evidence,
    )  # fmt: skip


def treat_house_risk(*, by: Person, risk: HouseRisk, evidence: str, due_on: date | None = None) -> None:
    """Record that what was to be done about a risk is done; it is looked at again on `due_on`."""
    require(rules.why_not_evidence(evidence))
    move_line(
        by,
        risk,
        "partners.record_risk",
        rules.RISK.move(risk.state, "treat"),
        evidence=evidence,
        due_on=due_on,
    )


def reopen_house_risk(*, by: Person, risk: HouseRisk, reason: str, due_on: date | None = None) -> None:
    """Open a risk again that was thought to be treated."""
    move_line(
        by, risk, "partners.record_risk", rules.RISK.move(risk.state, "reopen"), reason=reason, due_on=due_on
    )


def report_house_risk(*, by: Person, risk: HouseRisk, evidence: str) -> None:
    """Record that what might go wrong did."""
    require(rules.why_not_evidence(evidence))
    move_line(by, risk, "partners.record_risk", rules.RISK.move(risk.state, "happen"), evidence=evidence)


def close_house_risk(*, by: Person, risk: HouseRisk, reason: str) -> None:
    """Close a risk that is none any more, with the reason."""
    move_line(
        by, risk, "partners.record_risk", rules.RISK.move(risk.state, "close"), reason=reason, due_on=None
    )
