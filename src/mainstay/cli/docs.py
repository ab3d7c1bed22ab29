"""The reference pages that are made from the code itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.page.terminal import ready, say

app = typer.Typer(no_args_is_help=True, help="Reference pages made from the code.")

REPOSITORY = Path(__file__).resolve().parents[3]
HEAD = """\
# Commands

Made by `mainstay docs commands --write`; do not edit. Every command answers to `--help`. Standard output carries
the result only, progress goes to standard error. Exit codes: 0 done, 1 failed, 2 wrong use, 3 not allowed,
4 not found, 5 refused by a rule, 6 input that cannot be used.
"""


@app.callback()
def _docs() -> None:
    """Reference pages made from the code."""


@app.command()
def commands(
    context: typer.Context,
    write: Annotated[
        bool, typer.Option(help="Write docs/reference/commands.md instead of printing it.")
    ] = False,
) -> None:
    """Print the reference of all commands."""
    page = commands_page(context.find_root().command)
    if not write:
        print(page, end="")
        return
    place = REPOSITORY / "docs" / "reference" / "commands.md"
    place.write_text(page, encoding="utf-8")
    say(str(place))


@app.command()
def workflows(
    write: Annotated[
        bool, typer.Option(help="Write docs/reference/workflows.md instead of printing it.")
    ] = False,
) -> None:
    """Print the reference of all workflows: states, moves, diagrams."""
    from mainstay.cli.workflow_pages import workflows_page

    page = workflows_page()
    if not write:
        print(page, end="")
        return
    place = REPOSITORY / "docs" / "reference" / "workflows.md"
    place.write_text(page, encoding="utf-8")
    say(str(place))


@app.command()
def acts(
    write: Annotated[
        bool,
        typer.Option(help="Write docs/reference/acts.md, and the lists of words for buttons and fields."),
    ] = False,
) -> None:
    """Print the reference of all that can be done with `mainstay STAGE do`."""
    ready()
    from mainstay.cli.acts.pages import acts_page
    from mainstay.cli.acts.wording import word_lists

    page = acts_page()
    if not write:
        print(page, end="")
        return
    for place, content in {REPOSITORY / "docs" / "reference" / "acts.md": page, **word_lists()}.items():
        place.write_text(content, encoding="utf-8")
        say(str(place))


@app.command()
def api(
    write: Annotated[
        bool, typer.Option(help="Write docs/reference/openapi.json instead of printing it.")
    ] = False,
) -> None:
    """Print the description of the HTTP API (OpenAPI 3.1)."""
    ready()
    from mainstay.web.api.root import description

    if not write:
        print(description())
        return
    place = REPOSITORY / "docs" / "reference" / "openapi.json"
    place.write_text(description() + "\n", encoding="utf-8")
    say(str(place))


@app.command()
def mission(
    write: Annotated[
        bool, typer.Option(help="Write docs/reference/mission.md instead of printing it.")
    ] = False,
) -> None:
    """Print the reference of what answers each function of the founding documents, and what not yet."""
    ready()
    from mainstay.cli.mission_pages import mission_page

    page = mission_page()
    if not write:
        print(page, end="")
        return
    place = REPOSITORY / "docs" / "reference" / "mission.md"
    place.write_text(page, encoding="utf-8")
    say(str(place))


def commands_page(root: Any) -> str:
    """Return the page that explains every command below `root`, a command group of Typer."""
    return HEAD + "".join(_sections(root, "mainstay"))


def _sections(command: Any, name: str) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below is None:
        yield _section(command, name)
        return
    for word in sorted(below):
        if not below[word].hidden:
            yield from _sections(below[word], f"{name} {word}")


def _section(command: Any, name: str) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and "--help" not in p.opts]
    use = " ".join([name, *(_argument(a) for a in arguments), *(["[options]"] if options else [])])
    lines = [f"\n## {name}\n", f"    {use}\n", " ".join((command.help or "").split()) + "\n"]
    if command.epilog:
        lead, _blank, *example = command.epilog.splitlines()
        lines += [f"{lead}\n", *(f"    {line}" for line in example), ""]
    if arguments or options:
        lines += ["| | |", "|---|---|"]
        lines += [f"| `{_argument(a)}` | {_help(a)} |" for a in arguments]
        lines += [f"| {_names(o)} | {_help(o)}{_default(o)} |" for o in options]
        lines.append("")
    return "\n".join(lines)


def _argument(argument: Any) -> str:
    name = (argument.metavar or argument.name).upper()
    return name if argument.required else f"[{name}]"


def _names(option: Any) -> str:
    return ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])


def _help(parameter: Any) -> str:
    return (getattr(parameter, "help", None) or "").replace("|", "\\|").replace("\n", " ")


def _default(option: Any) -> str:
    value = option.default
    if option.required:
        return " Required."
    if value is None or callable(value) or isinstance(value, bool) or value in ("", (), []):
        return ""
    return f" Default: `{getattr(value, 'value', value)}`."
