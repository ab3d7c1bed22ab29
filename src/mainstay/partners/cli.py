"""`mainstay partners`: organisations, consultation, dialogue."""

from typing import Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit

app = typer.Typer(no_args_is_help=True, help="Organisations, constituents, consultation, dialogue.")

Country = Annotated[str, typer.Option(help="Three-letter code of a country.")]


@app.command("list")
def list_(country: Country = "", side: str = "", as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List organisations, of one country or one side (government, employers, workers, none)."""
    with acting(as_) as person:
        from mainstay.partners.selectors import is_cleared, organisations_visible

        rows = organisations_visible(person)
        rows = rows.filter(country_id=country.upper()) if country else rows
        rows = rows.filter(side=side) if side else rows
        emit(
            (
                {
                    "id": row.pk,
                    "name": row.name,
                    "type": row.type,
                    "side": row.side,
                    "country": row.country_id or row.level,
                    "check approved": "yes" if is_cleared(row) else "no",
                }
                for row in rows
            ),
            format,
        )


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the organisation.")],
    type: Annotated[str, typer.Option(help="Type of partner, such as WORKERS_ORG.")],
    country: Country = "",
    as_: As = "",
) -> None:
    """Enter an organisation; its type says whose voice it is."""
    with acting(as_) as person:
        from mainstay.partners.services import register_organisation

        made = register_organisation(by=person, name=name, type=type.upper(), country=country)
        print(f"{made.pk}\t{made.name}\t{made.side}")


@app.command()
def speaks(
    organisation: Annotated[int, typer.Argument(help="Number of the organisation.")],
    email: Annotated[str, typer.Argument(help="E-mail of who speaks for it.")],
    function: Annotated[str, typer.Option(help="Function, such as secretary general.")] = "",
    as_: As = "",
) -> None:
    """Say that a person who signs in speaks for an organisation."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.accounts.selectors import person_by_email
        from mainstay.partners.models import Organisation
        from mainstay.partners.services import add_member

        body = get_visible(Organisation.objects.all(), person, "partners.read_organisations", pk=organisation)
        add_member(by=person, organisation=body, person=person_by_email(email), function=function)
        print(f"{email}\t{body.name}")


@app.command()
def types(format: FormatOption = Format.TABLE) -> None:
    """List the types of partners that the playbook knows."""
    from mainstay import playbook

    emit(
        (
            {"type": row.code, "name": row.name, "level": row.level}
            for row in playbook.current().lists.partner_types.values()
        ),
        format,
    )


@app.command()
def consultations(country: Country = "", as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List consultations: the subject, who was asked, who was heard, and how many points wait for an answer."""
    with acting(as_) as person:
        from mainstay.partners.selectors import consultations_visible

        rows = consultations_visible(person)
        rows = rows.filter(country_id=country.upper()) if country else rows
        emit(
            (
                {
                    "id": row.pk,
                    "about": f"{row.about_kind} {row.about_key}",
                    "round": row.round,
                    "state": row.state,
                    "asked": ", ".join(body.organisation.name for body in row.bodies.all()),
                    "heard": ", ".join(body.side for body in row.bodies.all() if body.heard_at),
                    "open points": sum(
                        not point.answer for body in row.bodies.all() for point in body.points.all()
                    ),
                }
                for row in rows
            ),
            format,
        )


@app.command()
def consult(
    about: Annotated[str, typer.Argument(help="The subject, as kind:key, such as design:12.")],
    country: Annotated[str, typer.Option(help="Three-letter code of the country.")],
    question: Annotated[str, typer.Option(help="What is asked.")],
    body: Annotated[list[int], typer.Option(help="Number of an organisation that is asked; repeat it.")],
    case: Annotated[int | None, typer.Option(help="Number of the case.")] = None,
    as_: As = "",
) -> None:
    """Open a round of consultation about a subject; the bodies that are asked are told."""
    with acting(as_) as person:
        from mainstay.partners.selectors import organisations_visible
        from mainstay.partners.services import record_consultation

        kind, _sep, key = about.partition(":")
        made = record_consultation(
            by=person,
            about_kind=kind,
            about_key=key,
            country=country,
            question=question,
            bodies=list(organisations_visible(person).filter(pk__in=body)),
            case_key=case,
        )
        print(made.pk)


@app.command()
def mechanisms(country: Country = "", as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List dialogue mechanisms: seats that are empty, women's share, sessions, maturity."""
    with acting(as_) as person:
        from mainstay.partners.selectors import dialogue_status, mechanisms_visible

        rows = mechanisms_visible(person)
        rows = rows.filter(country_id=country.upper()) if country else rows
        emit(
            (
                {
                    "name": row.name,
                    "type": row.type,
                    "state": row.state,
                    "empty seats": sum(max(gap, 0) for gap in status.gaps.values()),
                    "women on seats": _percent(status.women_on_seats),
                    "sessions": status.sessions,
                    "open disputes": status.disputes_open,
                    "maturity": status.maturity,
                }
                for row, status in ((row, dialogue_status(row)) for row in rows)
            ),
            format,
        )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
