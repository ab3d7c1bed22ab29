"""The reference of all commands is what the commands say themselves."""

import re

import typer

from mainstay.cli.docs import commands_page
from mainstay.cli.main import build

PAGE = "docs/reference/commands.md"
REMEDY = "run: mainstay docs commands --write"


def faults(root, app):
    """List commands that the page explains otherwise than `app` does, or not at all."""

    def sections(text):
        return dict(re.findall(r"^## (mainstay [^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))

    there = sections((root / PAGE).read_text(encoding="utf-8"))
    wanted = sections(commands_page(typer.main.get_command(app)))
    names = sorted(there.keys() | wanted.keys())
    return [f"{name}: {REMEDY}" for name in names if there.get(name) != wanted.get(name)]


def test_every_command_is_explained_as_it_is(repository, mainstay):
    assert [] == faults(repository, mainstay)


def test_a_command_without_an_explanation_is_caught(repository, mainstay):
    app = typer.Typer()
    app.add_typer(mainstay)

    @app.command()
    def forecast():
        """Look into the future."""

    assert ["mainstay forecast: " + REMEDY] == faults(repository, app)
