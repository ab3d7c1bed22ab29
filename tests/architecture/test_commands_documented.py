"""The reference of all commands is what the commands say themselves."""

import re

import typer

from mainstay.cli.docs import commands_page
from mainstay.cli.main import build

PAGE = "docs/reference/commands.md"
REMEDY = "run: mainstay docs commands --write"


def sections(text):
    """Return what the page says of each command."""
    return dict(re.findall(r"^## (mainstay [^\n]+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


def faults(root, *apps):
    """List commands that the page explains otherwise than `apps` do, or not at all."""
    there = sections((root / PAGE).read_text(encoding="utf-8"))
    wanted = {}
    for app in apps:
        wanted |= sections(commands_page(typer.main.get_command(app)))
    names = sorted(there.keys() | wanted.keys())
    return [f"{name}: {REMEDY}" for name in names if there.get(name) != wanted.get(name)]


def test_every_command_is_explained_as_it_is(repository):
    assert [] == faults(repository, build())


def test_a_command_without_an_explanation_is_caught(repository):
    more = typer.Typer()

    @more.callback()
    def crystal():
        """Keep the commands below a group."""

    @more.command()
    def forecast():
        """Look into the future."""

    assert ["mainstay forecast: " + REMEDY] == faults(repository, build(), more)
