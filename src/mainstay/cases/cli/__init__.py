"""`mainstay cases`: open a case, see where it stands, its team, tasks, clocks and decisions."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit

from .deciding import Reference, Words, decide

app = typer.Typer(no_args_is_help=True, help="Cases: clocks, team, tasks, decisions, places.")
app.add_typer(decide, name="decide")

Moment = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help="UTC, as 2026-03-18T06:00.")
]


def _utc(moment: datetime | None) -> datetime | None:
    from datetime import UTC

    return moment.replace(tzinfo=UTC) if moment else None


@app.command("list")
def list_(
    all_: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """List the cases that you may see, each with where it stands in one line."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_answer, cases_summed_up

        rows = cases_summed_up(person)
        rows = rows if all_ else rows.exclude(state="CLOSED")
        emit(
            (
                {
                    "reference": case.reference,
                    "name": case.name,
                    "state": case.state,
                    "where": ", ".join(row.country_id for row in case.countries.all()),
                    "what": ", ".join(row.code for row in case.crisis_types.all()),
                    "stands": case_answer(case),
                }
                for case in rows
            ),
            format,
        )


@app.command()
def show(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show a case: the answer in one line, then its nine stages."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_answer, case_by_reference, road
        from mainstay.common.errors import Reason
        from mainstay.page.errors import sentence

        case = case_by_reference(person, reference)
        rows = [
            {
                "stage": row.stage,
                "state": row.state,
                "stands": sentence(Reason(row.stage, row.msgid, row.facts)) if row.msgid else "",
                "next": row.next_role,
                "due": row.due_at.date().isoformat() if row.due_at else "",
            }
            for row in road(case)
        ]
        emit(rows, format, title=f"{case.reference} {case.name}: {case_answer(case)}")


@app.command("open")
def open_(
    name: Annotated[str, typer.Argument(help="Name of the case.")],
    country: Annotated[
        list[str], typer.Option(help="Three-letter code; repeat it, the first names the reference.")
    ],
    type: Annotated[list[str], typer.Option(help="Crisis type, such as DISASTER_RAPID; repeat it.")],
    phase: Annotated[list[str] | None, typer.Option(help="Phase; STABILISATION if none.")] = None,
    onset: Moment = None,
    request: Moment = None,
    alert: Moment = None,
    level: Annotated[str, typer.Option(help="Crisis level: L1, L2 or L3.")] = "L1",
    as_: As = "",
) -> None:
    """Open a case; its clocks start, its team is laid out, its first thirty days are listed."""
    with acting(as_) as person:
        from mainstay.cases.services import open_case

        case = open_case(
            by=person,
            name=name,
            countries=[code.upper() for code in country],
            crisis_types=[code.upper() for code in type],
            phases=[code.upper() for code in phase or ["STABILISATION"]],
            level=level,
            onset_at=_utc(onset),
            requested_at=_utc(request),
            alerted_at=_utc(alert),
        )
        print(case.reference)


@app.command()
def due(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List what is due on a case, the next first."""
    with acting(as_) as person:
        from mainstay import playbook
        from mainstay.cases.selectors import case_by_reference, targets_running
        from mainstay.common import clock

        known, now = playbook.current().sla, clock.now()
        emit(
            (
                {
                    "target": known[row.code].name if row.code in known else row.code,
                    "code": row.code,
                    "clock": row.clock,
                    "owner": row.owner_role,
                    "due": row.due_at.isoformat(timespec="minutes"),
                    "late": "late" if row.due_at < now else "",
                }
                for row in targets_running(case_by_reference(person, reference))
            ),
            format,
        )


@app.command()
def task(
    reference: Reference,
    done: Annotated[str, typer.Option(help="Code of your own task that is done.")] = "",
    drop: Annotated[str, typer.Option(help="Code of a task that does not apply here.")] = "",
    words: Words = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """List the open tasks of a case; mark one done, or as not applicable with the reason."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference, task_by_code, tasks_open
        from mainstay.cases.services import complete_task, drop_task

        case = case_by_reference(person, reference)
        if done:
            complete_task(by=person, task=task_by_code(case, done), words=words)
        if drop:
            drop_task(by=person, task=task_by_code(case, drop), reason=words)
        emit(
            (
                {
                    "code": row.code,
                    "task": row.title,
                    "owner": row.owner.name if row.owner else f"({row.owner_role})",
                    "due": row.due_at.isoformat(timespec="minutes"),
                }
                for row in tasks_open(case)
            ),
            format,
        )


@app.command()
def team(
    reference: Reference,
    seat: Annotated[str, typer.Option(help="Seat that is filled, such as CHAIR.")] = "",
    email: Annotated[str, typer.Option(help="E-mail of its holder.")] = "",
    deputy: Annotated[str, typer.Option(help="E-mail of the deputy.")] = "",
    number: Annotated[int, typer.Option(help="Which of several seats of the kind.")] = 1,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the task team with its vacancies and what the quorum lacks; or fill a seat."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email
        from mainstay.cases import selectors
        from mainstay.cases.services import fill_seat

        case = selectors.case_by_reference(person, reference)
        if seat:
            fill_seat(
                by=person,
                case=case,
                seat=seat.upper(),
                number=number,
                holder=person_by_email(email),
                deputy=person_by_email(deputy) if deputy else None,
            )
        missing = ", ".join(selectors.quorum_missing(case))
        emit(
            (
                {
                    "seat": row.code,
                    "holder": row.holder.name if row.holder else "vacant",
                    "deputy": row.deputy.name if row.deputy else "",
                    "since": row.since,
                }
                for row in selectors.team(case)
            ),
            format,
            title=f"Quorum lacks: {missing}" if missing else "Quorum complete",
        )


@app.command()
def lead(
    reference: Reference,
    model: Annotated[str, typer.Option(help="CO_LED, RO_LED, TT_LED or TT_INITIATED.")] = "",
    email: Annotated[str, typer.Option(help="E-mail of who leads.")] = "",
    as_: As = "",
) -> None:
    """Show which lead model the presence of offices proposes; with --model, confirm who leads."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email
        from mainstay.cases.selectors import case_by_reference
        from mainstay.cases.services import confirm_lead, propose_lead

        case = case_by_reference(person, reference)
        if model:
            holder = person_by_email(email) if email else None
            confirm_lead(by=person, case=case, model=model.upper(), holder=holder)
        print(f"proposed\t{propose_lead(case)}\nleads\t{case.lead_model or '–'}")


@app.command()
def timeline(reference: Reference, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show what happened on a case, the latest first."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import require
        from mainstay.cases import selectors
        from mainstay.common.errors import Reason
        from mainstay.page.errors import sentence

        case = selectors.case_by_reference(person, reference)
        require(person, "cases.read_timeline", case)
        emit(
            (
                {
                    "at": row.at.isoformat(timespec="minutes"),
                    "stage": row.stage,
                    "who": row.by.name,
                    "what": sentence(Reason("", row.msgid, row.facts)),
                }
                for row in selectors.timeline(case)
            ),
            format,
        )


@app.command()
def close(reference: Reference, words: Words = "", as_: As = "") -> None:
    """Close a case once every stage agrees."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference
        from mainstay.cases.services import close_case

        close_case(by=person, case=case_by_reference(person, reference), words=words)
        print(reference)


@app.command()
def areas(
    file: Annotated[Path, typer.Argument(help="CSV with pcode, name, country, level, parent.")], as_: As = ""
) -> None:
    """Load an office's own areas by P-code; a fault in any row refuses the file."""
    with acting(as_) as person:
        from mainstay.cases.services.places import load_areas

        print(load_areas(by=person, path=file))


@app.command()
def office(
    country: Annotated[str, typer.Argument(help="Three-letter code.")],
    present: Annotated[bool, typer.Option("--yes/--no", help="Whether there is an office.")],
    as_: As = "",
) -> None:
    """Say whether the organisation has an office in a country: the proposed lead depends on it."""
    with acting(as_) as person:
        from mainstay.cases.services.classifying import countries_of
        from mainstay.cases.services.places import set_office

        place = countries_of([country.upper()])[0]
        set_office(by=person, country=place, has_office=present)
        print(f"{place.iso3}\t{'yes' if place.has_office else 'no'}")
