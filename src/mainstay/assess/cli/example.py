"""`mainstay assess example`: small files on which every example in the help runs."""

from pathlib import Path
from typing import Annotated

import typer

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .output import answering

SAMPLE = Path(__file__).resolve().parents[1] / "reference" / "sample"


def example(
    folder: Annotated[Path, typer.Argument(help="Where they go; the folder in which you stand.")] = Path(),
) -> None:
    """Write a small synthetic survey and the files that go with it, to try the commands on."""
    with answering():
        if not folder.is_dir():
            raise BadInput("output.no_folder", _("There is no folder {folder}."), folder=str(folder))
        files = sorted(file for file in SAMPLE.iterdir() if file.is_file())
        there = [file.name for file in files if (folder / file.name).exists()]
        if there:
            raise BadInput(
                "example.there",
                _("{name} is there already and is not written over. Choose another folder."),
                name=there[0],
            )
        for file in files:
            (folder / file.name).write_bytes(file.read_bytes())
            say(str(folder / file.name))
