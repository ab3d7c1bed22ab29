"""`mainstay deliver skills`: courses and certificates."""

from typing import Annotated

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

app = typer.Typer(no_args_is_help=True, help="Skills: courses, certificates.")


@app.command()
def courses(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """List courses with their state, trainees and certificates."""
    with acting(as_) as person:
        from mainstay.deliver.skills.selectors import courses_visible

        columns = ("code", "title", "state", "starts_on", "people", "certificates")
        emit(courses_visible(person).order_by("code").values(*columns), format)


@app.command()
def certificate(
    number: Annotated[str, typer.Argument(help="The number on the certificate.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Say whether a certificate is genuine: its course and day, or that it was withdrawn."""
    with acting():
        from mainstay.deliver.skills.selectors import certificate_checked

        found = certificate_checked(number)
        if found is None:
            say("No certificate has this number.")
            raise typer.Exit(4)
        emit([found], format)
