"""`mainstay cases decide`: decisions by silence."""

from typing import TYPE_CHECKING, Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.cases.models import Decision

decide = typer.Typer(
    no_args_is_help=True, help="Decisions by silence: draft, circulate, object, discuss, adopt."
)

Reference = Annotated[str, typer.Argument(help="Reference of the case, such as MS-COM-2026-0042.")]
Number = Annotated[int, typer.Argument(help="Number of the decision.")]
Words = Annotated[str, typer.Option(help="What you say.")]


def _decision(person: "Person", number: int) -> "Decision":
    from mainstay.accounts.permissions import get_visible
    from mainstay.cases.models import Decision

    return get_visible(Decision.objects.all(), person, "cases.read_decisions", pk=number)


@decide.command("list")
def decisions(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List the decisions of a case."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference, decisions_visible

        case = case_by_reference(person, reference)
        emit(
            (
                {
                    "number": row.pk,
                    "title": row.title,
                    "state": row.state,
                    "round": row.round,
                    "until": row.deadline.isoformat(timespec="minutes") if row.deadline else "",
                }
                for row in decisions_visible(person).filter(case=case).order_by("pk")
            ),
            format,
        )


@decide.command()
def draft(
    reference: Reference,
    title: Annotated[str, typer.Option(help="Title.")],
    text: Annotated[str, typer.Option(help="The text that is to be adopted.")],
    evidence: Annotated[str, typer.Option(help="What it rests on.")] = "",
    as_: As = "",
) -> None:
    """Draft a decision."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference
        from mainstay.cases.services import draft_decision

        case = case_by_reference(person, reference)
        print(draft_decision(by=person, case=case, title=title, text=text, evidence=evidence).pk)


@decide.command()
def circulate(
    number: Number,
    fast: Annotated[bool, typer.Option("--fast", help="24 hours instead of 48.")] = False,
    as_: As = "",
) -> None:
    """Send a decision round; silence to its deadline adopts it."""
    with acting(as_) as person:
        from mainstay.cases.services import circulate_decision

        made = circulate_decision(by=person, decision=_decision(person, number), fast=fast)
        print(made.deadline.isoformat(timespec="minutes") if made.deadline else "")


@decide.command("object")
def object_(number: Number, words: Words, as_: As = "") -> None:
    """Object to a decision that goes round: it is discussed."""
    with acting(as_) as person:
        from mainstay.cases.services import object_decision

        object_decision(by=person, decision=_decision(person, number), words=words)


@decide.command()
def consent(number: Number, words: Words = "", as_: As = "") -> None:
    """Consent to a decision that goes round."""
    with acting(as_) as person:
        from mainstay.cases.services import consent_decision

        consent_decision(by=person, decision=_decision(person, number), words=words)


@decide.command()
def discuss(number: Number, words: Words, as_: As = "") -> None:
    """Record the discussion that an objection led to."""
    with acting(as_) as person:
        from mainstay.cases.services import discuss_decision

        discuss_decision(by=person, decision=_decision(person, number), words=words)


@decide.command()
def adopt(number: Number, words: Words = "", as_: As = "") -> None:
    """Record as adopted what was discussed."""
    with acting(as_) as person:
        from mainstay.cases.services import adopt_decision

        adopt_decision(by=person, decision=_decision(person, number), outcome=words)


@decide.command()
def reject(number: Number, words: Words, as_: As = "") -> None:
    """Record a decision as rejected, with the reason."""
    with acting(as_) as person:
        from mainstay.cases.services import reject_decision

        reject_decision(by=person, decision=_decision(person, number), outcome=words)
