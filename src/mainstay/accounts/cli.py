"""`mainstay accounts`: people, their roles, and what stands in for them."""

from datetime import datetime
from typing import Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

app = typer.Typer(no_args_is_help=True, help="People who sign in, their roles and places.")

Email = Annotated[str, typer.Argument(help="E-mail of the person.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the audit.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, as 2026-03-18.")]


@app.command("list")
def list_(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List the accounts that you may see, with the roles they hold today."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import persons_visible, roles_held

        emit(
            (
                {
                    "e-mail": account.email,
                    "name": account.name,
                    "active": "yes" if account.is_active else "no",
                    "roles": ", ".join(
                        f"{row.role} {row.scope_kind}:{row.scope_key}" for row in roles_held(account)
                    ),
                }
                for account in persons_visible(person).order_by("email")
            ),
            format,
        )


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Full name.")],
    language: Annotated[str, typer.Option(help="en, fr, es or ar: in which mails are written.")] = "en",
    ask_password: Annotated[
        bool, typer.Option("--ask-password", help="Set a password here instead of by the reset mail.")
    ] = False,
    as_: As = "",
) -> None:
    """Give a person an account; she sets her password by the reset mail."""
    password = (
        typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        if ask_password
        else None
    )
    with acting(as_) as person:
        from mainstay.accounts.services import invite_person

        made = invite_person(by=person, email=email, name=name, language=language, password=password)
        print(made.email)


@app.command()
def role(
    email: Email,
    code: Annotated[str, typer.Argument(help="The role, such as CPO.")],
    at: Annotated[str, typer.Argument(help="Where: kind:key, such as country:COM or global.")],
    until: Day = None,
    reason: Reason = "",
    as_: As = "",
) -> None:
    """Give a person a role in one place, perhaps until a day."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email
        from mainstay.accounts.services import assign_role

        kind, _sep, key = at.partition(":")
        made = assign_role(
            by=person,
            person=person_by_email(email),
            role=code.upper(),
            scope_kind=kind,
            scope_key=key or "*",
            ends_on=until.date() if until else None,
            reason=reason,
        )
        print(f"{email}\t{made}")


@app.command()
def end(
    email: Email,
    code: Annotated[str, typer.Argument(help="The role that ends.")],
    reason: Reason = "",
    as_: As = "",
) -> None:
    """End a role that a person holds, wherever she holds it."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email, roles_held
        from mainstay.accounts.services import end_role

        ended = [row for row in roles_held(person_by_email(email)) if row.role == code.upper()]
        for row in ended:
            end_role(by=person, assignment=row, reason=reason)
            print(f"{email}\t{row}")
        if not ended:
            say(f"{email} holds no role {code.upper()}.")
            raise typer.Exit(4)


@app.command()
def delegate(
    to: Annotated[str, typer.Argument(help="E-mail of who stands in.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")],
    reason: Reason,
    as_: As = "",
) -> None:
    """Lend your own roles to a colleague for an absence."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email
        from mainstay.accounts.services import delegate_role

        made = delegate_role(
            by=person, taker=person_by_email(to), starts_on=first.date(), ends_on=last.date(), reason=reason
        )
        print(f"{to}\t{made.starts_on}\t{made.ends_on}")


@app.command()
def rights(email: Email, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show what a person may do and by which role."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import require
        from mainstay.accounts.selectors import person_by_email, rights_explained

        asked = person_by_email(email)
        if asked != person:
            require(person, "accounts.read_persons", asked)
        emit(rights_explained(asked), format)


@app.command()
def password(
    email: Email,
    generate: Annotated[bool, typer.Option(help="Make a password and print it, instead of asking.")] = False,
    as_: As = "",
) -> None:
    """Set the password of an account; its owner is told that it was set."""
    import secrets

    fresh = (
        secrets.token_urlsafe(12)
        if generate
        else typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    )
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email
        from mainstay.accounts.services import set_password

        set_password(by=person, person=person_by_email(email), password=fresh)
        if generate:
            print(fresh)


@app.command()
def close(email: Email, reason: Reason, as_: As = "") -> None:
    """Close an account: nobody can sign in with it, what its owner did stays on record."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import person_by_email
        from mainstay.accounts.services import deactivate_person

        deactivate_person(by=person, person=person_by_email(email), reason=reason)
        print(email)


@app.command()
def breaches(
    open_only: Annotated[bool, typer.Option("--open", help="Only those that are not closed.")] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the register of breaches: how far each has come, and until when officer and persons are to be told."""
    with acting(as_) as person:
        from mainstay.accounts.selectors import breaches_visible

        emit(
            (
                {
                    "reference": row.reference,
                    "state": row.state,
                    "risk": row.risk,
                    "persons": row.persons,
                    "found": row.found_at,
                    "take up by": row.dpo_by,
                    "taken up": row.taken_up_at,
                    "tell persons by": row.persons_by,
                    "told": row.told_at,
                    "contained": row.contained_at,
                    "closed": row.closed_at,
                }
                for row in breaches_visible(person, open_only=open_only)
            ),
            format,
        )


@app.command()
def erase(
    subject: Annotated[str, typer.Argument(help="Whose data: person:12, contact:4, worker:7.")],
    reason: Reason,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_: As = "",
) -> None:
    """Erase what is held about a person; totals and the audit chain stay. This cannot be undone."""
    if not yes:
        typer.confirm(f"Erase all personal data of {subject}?", abort=True, err=True)
    with acting(as_) as person:
        from mainstay.accounts.services import erase_person

        print(erase_person(by=person, subject=subject, reason=reason))


@app.command()
def demo(format: FormatOption = Format.TABLE) -> None:
    """List the demonstration's accounts, with their roles and their password."""
    with acting():
        from mainstay.accounts.selectors import demonstration_accounts, roles_held
        from mainstay.accounts.services.demonstration import demo_password, has_demo_password

        accounts = list(demonstration_accounts())
        if not accounts or not has_demo_password():
            say("There are no demonstration accounts here. `mainstay accounts add` makes the first account.")
            return
        emit(
            (
                {
                    "e-mail": account.email,
                    "password": demo_password(),
                    "roles": ", ".join(f"{row.role} {row.scope_key}" for row in roles_held(account)),
                }
                for account in accounts
            ),
            format,
            title="Synthetic accounts of the demonstration",
        )
