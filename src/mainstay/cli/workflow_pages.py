"""The reference of all workflows: states, moves and a diagram of each, from what the stages declare."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import mainstay
from mainstay.common.workflow import Workflow

HEAD = """\
# Workflows

Made by `mainstay docs workflows --write`; do not edit. Each record has the states and moves that its stage declares in
`rules.py`; a move that is not listed is refused at every door, and the database holds the list of states.
"""


def workflows() -> Iterator[tuple[str, Workflow]]:
    """Yield every workflow with the app that declares it (``deliver.works``), in the order of their names."""
    root = Path(mainstay.__file__).parent
    found: dict[tuple[str, str], Workflow] = {}
    # Rules are pure: importing them starts nothing. Other rooms are not touched.
    for path in sorted([*root.glob("**/rules.py"), *root.glob("**/rules/*.py")]):
        parts = ("mainstay", *path.relative_to(root).with_suffix("").parts)
        if "statistics" in parts or "__init__" in parts:
            continue
        for held in vars(import_module(".".join(parts))).values():
            if isinstance(held, Workflow):
                found[".".join(parts[1 : parts.index("rules")]), held.name] = held
    yield from ((app, found[app, name]) for app, name in sorted(found))


def workflows_page() -> str:
    """Return the page that shows every workflow."""
    sections = [HEAD]
    for app, workflow in workflows():
        moves = "\n".join(
            f"| {move.verb} | {', '.join(move.sources)} | {move.target} |" for move in workflow.moves
        )
        sections.append(
            f"\n## {app}: {workflow.name}\n\nBegins as {' or '.join((workflow.start, *workflow.also_born))}.\n\n"
            f"```mermaid\n{workflow.diagram()}\n```\n\n| move | from | to |\n|---|---|---|\n{moves}\n"
        )
    return "".join(sections)
