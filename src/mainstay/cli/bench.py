"""The benchmarks of the clone: which there are, and what each says ours costs beside the peer and the limit."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.common.errors import AppError, NotFound
from mainstay.common.texts import noop as _
from mainstay.page.terminal import Format, FormatOption, emit, refusals, say

TOP = True
app = typer.Typer()

FOLDER = Path(__file__).resolve().parents[3] / "benchmarks"
MEASURED = '{"benchmark"'


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The benchmark to run; without one they are listed.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Run every benchmark, one after the other.")
    ] = False,
    format: FormatOption = Format.TABLE,
) -> None:
    """List the benchmarks, or run them: ours, the peer and the limit in one run, and how many times ours takes.

    What follows the name goes to the benchmark (`mainstay bench facts --rows 100000`).
    """
    with refusals():
        known = dict(_listed(FOLDER))
        if not name and not everything:
            emit([{"name": code, "what": what} for code, what in known.items()], format)
            return
        if name and name not in known:
            raise NotFound(
                "no_benchmark", _("There is no benchmark {name}. There are: {known}."),
                name=name, known=", ".join(known),
            )  # fmt: skip
        wanted = [name] if name else list(known)
        measured = [_run(code, context.args if name else ()) for code in wanted]
    if format is Format.JSON:
        emit(measured, format)
        return
    for found in measured:
        emit(_timings(found), format, title=found["benchmark"])
        emit([{"ratio": what, "times": times} for what, times in found["ratios"].items()], format)


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and first line of each script that can be run."""
    if not folder.is_dir():
        raise NotFound(
            "no_benchmarks",
            _("Benchmarks come with the clone of the repository; this is an installed package."),
        )
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            yield path.stem, (ast.get_docstring(tree) or "").split("\n", 1)[0]


def _run(name: str, arguments: Sequence[str]) -> dict[str, Any]:
    """Return what one benchmark measured; it runs in a process of its own, with its own data."""
    say(f"{name} …")
    home = FOLDER.parent
    paths = os.pathsep.join([str(home), str(home / "src")])
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments],
        cwd=home, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith(MEASURED)]
    if done.returncode or not lines:
        raise AppError("benchmark_failed", _("The benchmark {name} did not end well; see above."), name=name)
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def _timings(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "what": row["what"],
            "wall s": round(row["wall"], 3),
            "CPU s": round(row["cpu"], 3),
            "peak MiB": round(row["peak"]),
            "runs": row["runs"],
        }
        for row in found["timings"]
    ]
