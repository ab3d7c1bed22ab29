"""Texts for translators: collected from the code, checked, and compiled without system packages."""

import shutil
from typing import Annotated

import typer

from mainstay.page.terminal import Format, FormatOption, emit, ready, say

app = typer.Typer(no_args_is_help=True, help="Texts for translators: collect, check, compile.")


@app.callback()
def _translations() -> None:
    """Texts for translators: collect, check, compile."""


@app.command()
def update() -> None:
    """Write new texts into each language's .po file, drop those that are gone, compile the .mo files."""
    _require_xgettext()
    from mainstay.cli import catalogs

    template = catalogs.extract()
    for language in catalogs.languages():
        print(f"{language}\t{catalogs.update(language, template)}")


@app.command(name="compile")
def compile_() -> None:
    """Compile the .mo files from the .po files as they are."""
    ready()
    from mainstay.cli import catalogs

    for language in catalogs.languages():
        catalogs.place(language).with_suffix(".mo").write_bytes(catalogs.compiled(catalogs.read(language)))
        print(language)


@app.command()
def check(
    complete: Annotated[bool, typer.Option(help="Also name every text that is not translated.")] = False,
) -> None:
    """Find texts that were not collected or are gone, broken translations and stale .mo files; exit code 1 if any."""
    _require_xgettext()
    from mainstay.cli import catalogs

    template = catalogs.extract()
    faults = []
    for language in catalogs.languages():
        faults += catalogs.faults(language, template, complete=complete)
        print(f"{language}\t{catalogs.progress(language)}")
    for fault in faults:
        say(fault)
    if faults:
        say("Run: mainstay translations update")
        raise typer.Exit(1)


@app.command(name="help")
def help_(
    language: Annotated[str, typer.Option(help="Only this language, by its two letters.")] = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """List the pages of the help with the state of their translations and the first line that a new one begins with."""
    ready()
    from mainstay.cli import catalogs
    from mainstay.page import help as documentation

    rows = []
    for place, english in documentation.pages().items():
        for code in [language] if language else catalogs.languages():
            if english.folder != "how-to":
                continue
            page = documentation.translations().get((code, place))
            faults = documentation.differences(page) if page else []
            state = "missing" if page is None else "outdated" if page.outdated else page.status
            rows.append(
                {"page": place, "language": code, "state": state, "differs in": ", ".join(faults),
                 "first line": f"<!-- translation of {english.digest}, draft -->"}
            )  # fmt: skip
    emit(rows, format)


def _require_xgettext() -> None:
    ready()
    if shutil.which("xgettext") is None:
        say(
            "Collecting texts needs the program xgettext. An administrator can add it: apt-get install gettext"
        )
        raise typer.Exit(1)
