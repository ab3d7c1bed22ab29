"""The reference of all acts, made from the services themselves."""

from collections.abc import Iterator

from mainstay.project.stages import APPS
from mainstay.web.acts.deeds import Deed, deeds_of
from mainstay.web.acts.values import kind_of

HEAD = """\
# Acts

Made by `mainstay docs acts --write`; do not edit. Everything that can be done in Mainstay can be done at the terminal,
by the same services and under the same rules as on a page:

    mainstay fund do approve-grant grant=MS-COM-2026-0001/G1 --as chair@example.org
    mainstay deliver works do check-site site=MS-JOR-2026-0001/P1/S01 answers=@checks.json
    mainstay staff find deployment

`mainstay STAGE do` lists the acts of a stage, `mainstay STAGE do VERB` says what one takes, `mainstay STAGE find KIND`
lists the records that you may see. A record is named by its reference, its code below a reference, or its key; a list by
naming the value again; a table as JSON, or as `@file.json`. Values in brackets may be left out.
"""


def acts_page() -> str:
    """Return the page that explains every act."""
    return HEAD + "".join(line for stage in APPS for line in _stage(stage))


def _stage(stage: str) -> Iterator[str]:
    from importlib.util import find_spec

    if find_spec(f"{stage}.services") is None or find_spec(f"{stage}.cli") is None:
        return
    deeds = deeds_of(stage)
    if deeds:
        words = " ".join(part for part in stage.split(".")[1:] if part != "learn" or stage.endswith("learn"))
        yield f"\n## {words}\n\n| act | what it does | takes |\n|---|---|---|\n"
        yield from (_line(deed) for deed in deeds.values())


def _line(deed: Deed) -> str:
    takes = ", ".join(
        f"`{value.name}` ({kind_of(value)})" if value.required else f"[`{value.name}`]"
        for value in deed.values
    )
    cells = (f"`{deed.name}`", deed.does, takes)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
