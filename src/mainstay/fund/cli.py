"""The fund at the terminal."""

from typing import Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit

app = typer.Typer(no_args_is_help=True, help="Windows, contributions, grants, the ledger, the pipeline.")


@app.command()
def balance(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """What can be spent, what is earmarked, what is the reserve; in US cents."""
    with acting(as_) as person:
        from mainstay.fund import selectors

        shown = selectors.balance(person)
        rows = [
            {"figure": name, "usd_cents": value} for name, value in shown.items() if name != "earmarked_usd"
        ]
        rows += [
            {"figure": f"free, {earmark}", "usd_cents": value}
            for earmark, value in shown["earmarked_usd"].items()
        ]
        emit(rows, format)


@app.command()
def grants(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """The grants that you may see."""
    with acting(as_) as person:
        from mainstay.fund import selectors

        emit(
            (
                {
                    "reference": grant.reference,
                    "window": grant.window,
                    "state": grant.state,
                    "usd_cents": grant.amount_usd,
                    "report_due_on": grant.report_due_on,
                }
                for grant in selectors.grants_visible(person).order_by("pk")
            ),
            format,
        )


@app.command()
def apply(
    case: str,
    window: str,
    amount: Annotated[int, typer.Argument(help="Whole US dollars.")],
    purpose: Annotated[str, typer.Option(help="One of the window's purposes.")],
    what_for: Annotated[str, typer.Option(help="What the money is for, in a sentence.")],
    as_: As = "",
) -> None:
    """Ask a window for money for a case, and send the application in."""
    with acting(as_) as person:
        from mainstay.cases.selectors import case_by_reference
        from mainstay.fund import services

        found = case_by_reference(person, case)
        grant = services.apply_grant(
            by=person, case=found, window=window, purpose=purpose, what_for=what_for, amount_usd=amount * 100
        )
        services.submit_grant(by=person, grant=grant)
        print(grant.reference)


@app.command()
def ledger(
    kind: Annotated[str, typer.Option(help="Only accounts of this kind, such as CASH or FREE.")] = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """The bookings, newest first: debit above zero, credit below."""
    with acting(as_) as person:
        from mainstay.fund import selectors

        emit(
            (
                {
                    "entry": line.entry_id,
                    "day": line.entry.value_on,
                    "verb": line.entry.verb,
                    "account": line.account.kind,
                    "contribution": line.account.contribution.reference,
                    "grant": line.account.grant.reference if line.account.grant else "",
                    "amount": line.amount,
                    "currency": line.account.currency,
                    "usd_cents": line.amount_usd,
                }
                for line in selectors.ledger_lines(person, kind=kind)[:500]
            ),
            format,
        )


@app.command()
def pipeline(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Chances of money, with their stage; the last line sums them, whole and weighted."""
    with acting(as_) as person:
        from mainstay.fund import selectors

        rows = [
            {
                "title": lead.title,
                "state": lead.state,
                "usd_cents": lead.amount_usd,
                "expected_on": lead.expected_on,
            }
            for lead in selectors.leads_visible(person).order_by("expected_on", "pk")
        ]
        value = selectors.pipeline_value(person)
        rows += [
            {"title": name, "state": "", "usd_cents": usd, "expected_on": None} for name, usd in value.items()
        ]
        emit(rows, format)
