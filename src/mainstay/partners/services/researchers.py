"""Researchers: proposed, listed once they agreed, resting, gone."""

from datetime import date

from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.errors import require
from mainstay.partners import rules
from mainstay.partners.models import Agreement, Researcher

from .keeping import change_line, enter_line, move_line


def propose_researcher(
    *,
    by: Person,
    name: str,
    institution: str,
    expertise: str,
    country: str = "",
    crisis_type: str = "",
    network: str = "",
    work_email: str = "",
    work_phone: str = "",
    agreement: Agreement | None = None,
    due_on: date | None = None,
    owner: Person | None = None,
) -> Researcher:
    """Return a researcher who is to be asked whether she agrees to be listed; her work contact lies encrypted."""
    return enter_line(
        by, Researcher, "partners.register_researcher", title=name, institution=institution, expertise=expertise, country=country,
        crisis_type=crisis_type, network=network, work_email=work_email or None, work_phone=work_phone or None,
        agreement=agreement, due_on=due_on, owner=owner,
    )  # fmt: skip


def change_researcher(
    *,
    by: Person,
    researcher: Researcher,
    institution: str | None = None,
    expertise: str | None = None,
    network: str | None = None,
    work_email: str | None = None,
    work_phone: str | None = None,
    agreement: Agreement | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
    evidence: str | None = None,
) -> None:
    """Change what is known of a researcher's work: institution, expertise, network, work contact, agreement."""
    change_line(
        by, researcher, "partners.register_researcher", institution=institution, expertise=expertise, network=network, work_email=work_email,
        work_phone=work_phone, agreement=agreement, owner=owner, due_on=due_on, evidence=evidence,
    )  # fmt: skip


def list_researcher(*, by: Person, researcher: Researcher, agreed_on: date) -> None:
    """List a researcher who agreed to it on a day."""
    require(rules.why_not_list_researcher(agreed_on=agreed_on, today=clock.today()))
    move_line(
        by,
        researcher,
        "partners.register_researcher",
        rules.RESEARCHER.move(researcher.state, "list"),
        agreed_on=agreed_on,
        due_on=None,
    )


def rest_researcher(*, by: Person, researcher: Researcher, due_on: date | None = None) -> None:
    """Record that a researcher cannot be asked for the time being, and when to ask again."""
    move_line(
        by,
        researcher,
        "partners.register_researcher",
        rules.RESEARCHER.move(researcher.state, "rest"),
        due_on=due_on,
    )


def remove_researcher(*, by: Person, researcher: Researcher, reason: str = "") -> None:
    """Take a researcher off the register; her work contact is emptied."""
    move_line(
        by,
        researcher,
        "partners.register_researcher",
        rules.RESEARCHER.move(researcher.state, "leave"),
        reason=reason,
        work_email=None,
        work_phone=None,
        due_on=None,
    )
