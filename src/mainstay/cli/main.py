"""The `mainstay` command: what belongs to the whole, and below it the commands of each stage."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

import typer

from mainstay import __version__
from mainstay.cli.acts import add_acts
from mainstay.project.stages import APPS

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="From first warning to decent jobs, with proof."
)

#: Commands that belong to no stage; each module has an `app`.
OWN = (
    "audit",
    "bench",
    "docs",
    "install",
    "jobs",
    "keys",
    "playbook",
    "screenshots",
    "search",
    "serve",
    "translations",
)


def _show_version(asked: bool) -> None:
    if asked:
        print(__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """From first warning to decent jobs, with proof."""


def _add(path: str, name: str, onto: typer.Typer, *, stage: str = "") -> None:
    if find_spec(path) is None:
        return
    module = import_module(path)
    if stage and find_spec(f"{stage}.services") is not None:
        add_acts(stage, module.app)
    # A module whose commands stand on the first level says so with `TOP = True`.
    onto.add_typer(module.app, name=None if getattr(module, "TOP", False) else name)


@cache
def build() -> typer.Typer:
    """Return the command with all that the installed floors add to it."""
    groups: dict[str, typer.Typer] = {}
    for name in OWN:
        _add(f"mainstay.cli.{name}", name, app)
    for stage in APPS:
        parts = stage.split(".")[1:]
        if find_spec(stage) is None:
            continue
        onto = app
        if len(parts) == 2:
            onto = groups.setdefault(
                parts[0], typer.Typer(no_args_is_help=True, help=f"The stage {parts[0]}.")
            )
        _add(f"{stage}.cli", parts[-1], onto, stage=stage)
    for name, group in groups.items():
        if group.registered_groups or group.registered_commands:
            app.add_typer(group, name=name)
    if find_spec("mainstay.rehearsal") is not None:
        _add("mainstay.rehearsal.cli", "rehearse", app)
    return app


def main() -> None:
    """Run the command."""
    build()()
