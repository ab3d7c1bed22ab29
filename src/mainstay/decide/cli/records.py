"""Commands on requests, gates, scores and decisions in the database."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

app = typer.Typer(no_args_is_help=True, help="Decide: requests, scores, answers, the queue.")

Reference = Annotated[str, typer.Argument(help="The number of the request, such as RQ-COM-2026-0001.")]
Reasons = Annotated[str, typer.Option(help="The reasons; they are read.")]


def _request(person: Any, reference: str) -> Any:
    from mainstay.decide.selectors import request_by_reference

    return request_by_reference(person, reference)


def _row(request: Any) -> dict[str, Any]:
    return {
        "reference": request.reference, "country": request.country_id, "state": request.state,
        "received": request.received_at, "what happened": request.what_happened[:60],
        "case": request.case.reference if request.case else "",
    }  # fmt: skip


@app.command()
def send(
    iso3: str,
    what_happened: Annotated[str, typer.Option(help="What happened?")],
    work_effects: Annotated[str, typer.Option(help="What does it do to work?")],
    asked: Annotated[str, typer.Option(help="What is asked?")],
    requester: Annotated[str, typer.Option(help="Who asks: organisation or body.")] = "",
    origin: Annotated[str, typer.Option(help="Origin by code.")] = "constituent_government",
    crisis_type: Annotated[list[str] | None, typer.Option(help="Crisis types by code.")] = None,
    onset: Annotated[str, typer.Option(help="Day of onset, as 2026-05-01.")] = "",
    own: Annotated[
        bool, typer.Option("--own-initiative", help="Nobody has asked; we start ourselves.")
    ] = False,
    as_: As = "",
) -> None:
    """Send a request with its four answers; likely duplicates are named first."""
    with acting(as_) as person:
        from mainstay.common.models import Country
        from mainstay.decide.selectors import likely_duplicates
        from mainstay.decide.services import send_request, start_initiative

        answers: dict[str, Any] = {
            "what_happened": what_happened, "work_effects": work_effects, "asked": asked,
            "crisis_types": crisis_type or [], "onset_on": date.fromisoformat(onset) if onset else None,
        }  # fmt: skip
        place = Country.objects.filter(pk=iso3.upper()).first()
        if place is not None:
            for other, likeness in likely_duplicates(
                country=place.pk, crisis_types=answers["crisis_types"], onset_on=answers["onset_on"]
            ):
                say(
                    f"likely the same event: {other.reference} ({other.state}), likeness {likeness.value:.2f}"
                )
        if own and place is not None:
            request = start_initiative(by=person, country=place, **answers)
        else:
            request = send_request(by=person, country=place, origin=origin, requester=requester, **answers)
        emit([_row(request)])


@app.command("list")
def list_(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List the requests that you may read."""
    with acting(as_) as person:
        from mainstay.decide.selectors import requests_visible

        emit([_row(request) for request in requests_visible(person).select_related("case")], format)


@app.command()
def show(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show how a request stands: gates, proposed scores, scores as far as you may see them."""
    with acting(as_) as person:
        from mainstay.decide.selectors import gates_standing, proposed_scores, request_standing

        request = _request(person, reference)
        emit([_row(request)], format)
        if format is not Format.TABLE:
            return
        gates = gates_standing(request)
        emit([{"gate": code, "answer": answer} for code, answer in sorted(gates.answers.items())])
        standing = request_standing(person, request)
        proposed = proposed_scores(request)
        codes = sorted({*standing.scores, *proposed})
        emit(
            {
                "criterion": code, "score": "not assessed" if standing.scores.get(code) is None else standing.scores[code],
                "data propose": proposed[code].score if code in proposed else "",
                "evidence": proposed[code].evidence if code in proposed else "",
            }
            for code in codes
        )  # fmt: skip
        if standing.priority is not None:
            say(_sentence(standing))


def _sentence(standing: Any) -> str:
    total, need, feasible = standing.priority.total, standing.priority.need, standing.priority.feasibility
    span = f"{total.low:.0f}" if total.exact else f"{total.low:.0f} to {total.high:.0f}"
    return (
        f"band {standing.band or ' or '.join(standing.bands)}, {span} of 100; need {need.low:.0f}, "
        f"feasibility {feasible.low:.0f}; proposed {standing.proposed}"
    )


@app.command()
def acknowledge(reference: Reference, as_: As = "") -> None:
    """Tell the requester that the request has arrived."""
    with acting(as_) as person:
        from mainstay.decide.services import acknowledge_request

        emit([_row(acknowledge_request(by=person, request=_request(person, reference)))])


@app.command()
def triage(
    reference: Reference,
    crisis_type: Annotated[list[str] | None, typer.Option(help="Crisis types by code.")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Fast track.")] = False,
    level: Annotated[str, typer.Option(help="L1, L2 or L3.")] = "L1",
    as_: As = "",
) -> None:
    """Set kinds of crisis, track and level."""
    with acting(as_) as person:
        from mainstay.decide.services import triage_request

        request = triage_request(
            by=person, request=_request(person, reference), crisis_types=crisis_type, track="fast" if fast else "normal",
            level=level,
        )  # fmt: skip
        emit([_row(request)])


def _pairs(given: list[str]) -> dict[str, tuple[str, str]]:
    """Return CODE=answer:evidence pairs by code."""
    found = {}
    for text in given:
        code, _equals, rest = text.partition("=")
        answer, _colon, evidence = rest.partition(":")
        found[code.strip().upper()] = (answer.strip(), evidence.strip())
    return found


@app.command()
def gates(
    reference: Reference,
    answers: Annotated[list[str], typer.Argument(help='Answers such as "G1=YES:cyclone, works stopped".')],
    as_: As = "",
) -> None:
    """Answer gates with evidence: YES, NO or UNKNOWN."""
    with acting(as_) as person:
        from mainstay.decide.services import check_gates

        given = {code: (answer.upper(), evidence) for code, (answer, evidence) in _pairs(answers).items()}
        rows = check_gates(by=person, request=_request(person, reference), answers=given)
        emit([{"gate": row.gate, "answer": row.answer} for row in rows])


@app.command()
def score(
    reference: Reference,
    scores: Annotated[
        list[str], typer.Argument(help='Scores such as "C01=3:census of 2024" or "C02=-" (not assessed).')
    ],
    keep_open: Annotated[bool, typer.Option("--keep-open", help="Keep as a draft; seal later.")] = False,
    as_: As = "",
) -> None:
    """Score a request blind and alone; nobody sees it until both scores are sealed."""
    with acting(as_) as person:
        from mainstay.common.errors import BadInput
        from mainstay.common.texts import noop as _
        from mainstay.decide.services import score_request

        given: dict[str, tuple[int | None, str]] = {}
        for code, (answer, evidence) in _pairs(scores).items():
            if answer not in {"-", *"012345"}:
                raise BadInput("score", _("{code}: a score is 0 to 5, or - for not assessed."), code=code)
            given[code] = (None if answer == "-" else int(answer), evidence)
        scoring = score_request(
            by=person, request=_request(person, reference), scores=given, seal=not keep_open
        )
        emit([{"request": reference, "round": scoring.round, "sealed": scoring.sealed_at is not None}])


@app.command()
def discuss(
    reference: Reference,
    criterion: str,
    words: str,
    agreed: Annotated[int | None, typer.Option(help="The score that both stand by.")] = None,
    as_: As = "",
) -> None:
    """Write what was said where two scores differ."""
    with acting(as_) as person:
        from mainstay.decide.services import discuss_scores

        discuss_scores(
            by=person, request=_request(person, reference), criterion=criterion, words=words, agreed=agreed
        )
        emit([{"criterion": criterion, "agreed": agreed}])


@app.command()
def override(reference: Reference, band: str, reasons: Reasons, as_: As = "") -> None:
    """Move a request by one band, with a written reason."""
    with acting(as_) as person:
        from mainstay.decide.services import override_band

        made = override_band(
            by=person, request=_request(person, reference), band=band.upper(), reason=reasons
        )
        emit([{"computed": made.computed, "band": made.band}])


@app.command()
def answer(
    reference: Reference,
    what: Annotated[str, typer.Argument(help="ENGAGE, CONDITIONS, ASSESSMENT, REMOTE, WATCH, REFER.")],
    reasons: Reasons,
    condition: Annotated[list[str] | None, typer.Option(help="Conditions of the answer.")] = None,
    as_: As = "",
) -> None:
    """Decide on a request and write the letter."""
    with acting(as_) as person:
        from mainstay.decide.services import decide_request

        decision = decide_request(
            by=person, request=_request(person, reference), answer=what.upper(), reasons=reasons,
            conditions=condition or [],
        )  # fmt: skip
        emit(
            [
                {
                    "answer": decision.answer,
                    "band": decision.band,
                    "review": decision.first_review_on,
                    "window": decision.window_limit,
                }
            ]
        )


@app.command()
def decline(reference: Reference, reasons: Reasons, as_: As = "") -> None:
    """Decline a request at a gate that failed."""
    with acting(as_) as person:
        from mainstay.decide.services import decline_request

        decision = decline_request(by=person, request=_request(person, reference), reasons=reasons)
        emit([{"answer": decision.answer}])


@app.command()
def letter(
    reference: Reference,
    send_it: Annotated[bool, typer.Option("--send", help="Send it as it stands.")] = False,
    to_file: Annotated[
        Path | None, typer.Option("--to", help="Write it to this file, as .docx or .pdf.")
    ] = None,
    as_: As = "",
) -> None:
    """Show the letter of the last decision, write it to a file, or send it."""
    with acting(as_) as person:
        from mainstay.common.errors import NotFound
        from mainstay.common.texts import noop as _
        from mainstay.decide.services import send_letter

        decision = _request(person, reference).decisions.first()
        if decision is None:
            raise NotFound("no_letter", _("Nothing is decided on this request yet."))
        found = send_letter(by=person, decision=decision) if send_it else decision.letter
        if to_file is None:
            print(found.text)
            return
        from mainstay.decide.documents import letter_docx, letter_pdf

        to_file.write_bytes((letter_pdf if to_file.suffix.lower() == ".pdf" else letter_docx)(found))
        say(str(to_file))


@app.command()
def refer(reference: Reference, to: str, words: str, as_: As = "") -> None:
    """Refer a request to a partner, with reasons."""
    with acting(as_) as person:
        from mainstay.decide.services import refer_request

        referral = refer_request(by=person, request=_request(person, reference), to=to, words=words)
        emit([{"referred to": referral.to}])


@app.command("open-case")
def open_case(
    reference: Reference, name: Annotated[str, typer.Option(help="Its name.")] = "", as_: As = ""
) -> None:
    """Open the case that a decision leads to."""
    with acting(as_) as person:
        from mainstay.decide.services import open_case_from_request

        case = open_case_from_request(by=person, request=_request(person, reference), name=name)
        emit([{"case": case.reference, "name": case.name}])


@app.command()
def withdraw(
    reference: Reference, reason: Annotated[str, typer.Option(help="Why.")] = "", as_: As = ""
) -> None:
    """Withdraw your request."""
    with acting(as_) as person:
        from mainstay.decide.services import withdraw_request

        emit([_row(withdraw_request(by=person, request=_request(person, reference), reason=reason))])


@app.command()
def merge(
    source: Reference,
    target: Reference,
    undo: Annotated[bool, typer.Option("--undo", help="Take them apart again.")] = False,
    as_: As = "",
) -> None:
    """Join one request into another about the same event, or take the two apart again."""
    with acting(as_) as person:
        from mainstay.decide.selectors import merge_in_force
        from mainstay.decide.services import merge_requests, unmerge_requests

        if undo:
            emit([_row(unmerge_requests(by=person, merge=merge_in_force(person, source, target)))])
            return
        merge_requests(by=person, source=_request(person, source), target=_request(person, target))
        emit([_row(_request(person, target))])
