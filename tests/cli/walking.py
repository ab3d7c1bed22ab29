"""Walks the commands of a page: what stands after `$` is typed, what stands below it must come back."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from mainstay.cli.main import build

BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
VARIABLE = re.compile(r"^([A-Z]+)=(.*)$", re.DOTALL)


@dataclass
class Step:
    """One command of a page with what must come back."""

    command: str
    expected: list[str] = field(default_factory=list)


def steps(text: str) -> Iterator[Step]:
    """Yield the commands of a page's console blocks in their order."""
    for block in BLOCK.findall(text):
        step: Step | None = None
        heredoc = False
        for line in block.splitlines():
            if line.startswith("$ "):
                if step:
                    yield step
                step, heredoc = Step(line[2:]), "<<" in line
            elif step and (heredoc or step.command.endswith("\\")):
                step.command += "\n" + line
                heredoc = heredoc and line != "END"
            elif step and line.strip():
                step.expected.append(line.strip())
        if step:
            yield step


class Walker:
    """Types the steps one after the other, in a folder of its own, with the variables that the page sets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.variables: dict[str, str] = {}

    def walk(self, step: Step) -> None:
        """Do one step; an exit code other than 0, or an answer without what the page says, fails."""
        command = step.command.replace("\\\n", " ")
        if named := VARIABLE.match(command):
            self.variables[named[1]] = self._shell(f"printf %s {named[2]}")
        elif command.startswith("mainstay "):
            self._mainstay(command, step.expected)
        else:
            self._shell(command)

    def _shell(self, command: str) -> str:
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=self.folder, env={**os.environ, **self.variables},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def _mainstay(self, command: str, expected: list[str]) -> None:
        command = re.sub(r"\$\{?([A-Z]+)\}?", lambda found: self.variables[found[1]], command)
        given = shlex.split(command)[1:]
        told = CliRunner().invoke(build(), given, env={"COLUMNS": "400"})
        said = " ".join((told.stdout + told.stderr).split())
        assert 0 == told.exit_code, f"{command}\n{told.stdout}{told.stderr}{told.exception!r}"
        for line in expected:
            at = 0
            for part in (part.strip() for part in line.split("…")):
                found = said.find(part, at)
                assert found >= 0, f"{command}\nsays {said!r}\nnot {part!r}"
                at = found + len(part)
