"""Everything that `./go test` tries, in order; a failing step hides none of the later ones."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from . import browser, places, sentences

COUNTED = re.compile(r"(\d+) (passed|failed|errors?)\b")
SUMMARY = re.compile(r"\bin \d+\.\d+s\b")  # "in 12.34s"; a type checker says "in 12 files"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
PASSED = frozenset({0})
NOTHING_COLLECTED = 5
SQLITE = {"MAINSTAY_TEST_DATABASE": "sqlite"}
POSTGRES = {"MAINSTAY_TEST_DATABASE": "postgres"}

STYLE = (
    ("Floors: imports point down the list", ("lint-imports", "--no-logo", "--cache-dir", "{cache}/imports")),
    ("Style: ruff", ("ruff", "check", ".")),
    ("Layout: ruff format", ("ruff", "format", "--check", "--quiet", ".")),
    ("Types: mypy", ("mypy",)),
    ("Templates: djlint", ("djlint", "src", "--lint", "--quiet")),
)


@dataclass
class Tally:
    """What passed and failed so far: tests one by one, and any other check that failed as one."""

    passed: int = 0
    failed: int = 0
    broken: list[str] = field(default_factory=list)

    def count(self, name: str, code: int, text: str) -> None:
        """Add the result of one step: its exit code, and the numbers on its last line where it ran tests."""
        numbers = [(int(n), what) for n, what in COUNTED.findall(summary_of(text))]
        failed = sum(n for n, what in numbers if what != "passed")
        self.passed += sum(n for n, what in numbers if what == "passed")
        self.failed += failed
        if code:
            self.broken.append(name)
            self.failed += 0 if failed else 1


def run(*, fast: bool, arguments: Sequence[str]) -> int:
    """Run the steps and return the exit code: 0 only if every one of them passed."""
    began = time.monotonic()
    tally = Tally()
    if any(a.startswith("tests/journeys") for a in arguments):
        journeys(arguments, tally)
    elif fast:
        tests("Tests on SQLite", arguments, tally, SQLITE, PASSED)
    else:
        if not arguments:
            for name, command in STYLE:
                step(name, [fill(word) for word in command], tally)
        tests("Tests on SQLite", arguments, tally, SQLITE, PASSED)
        tests("Tests on PostgreSQL", arguments, tally, POSTGRES, {*PASSED, NOTHING_COLLECTED})
        if not arguments:
            journeys(["tests/journeys"], tally)
    close(tally, time.monotonic() - began)
    return 1 if tally.broken else 0


def fill(word: str) -> str:
    """Return `word` with the place for caches filled in."""
    return word.replace("{cache}", str(places.var() / "cache"))


def tests(
    name: str, arguments: Sequence[str], tally: Tally, env: Mapping[str, str], fine: Container[int]
) -> None:
    """Run the suite without journeys on one database, on as many cores as there are (8 at most).

    On PostgreSQL only tests run that ask for a database (see `tests/databases.py`): there may be none among those
    that were named.
    """
    step(name, ["pytest", *side_by_side(), "--ignore=tests/journeys", *arguments], tally, env, fine)


def side_by_side() -> list[str]:
    """Return the options that spread tests over the cores, 8 at most, and name the slowest.

    Neighbours stay on one core, which makes what they share once; who is done takes from who is not.
    """
    return ["-n", str(min(8, os.cpu_count() or 1)), "--dist=worksteal", "--durations=15"]


def journeys(arguments: Sequence[str], tally: Tally) -> None:
    """Run the browser journeys where a Chromium can be had; where none can, one line says so."""
    chromium = browser.find_or_fetch()
    if chromium is not None:
        env = {"MAINSTAY_TEST_BROWSER": chromium}
        step("Journeys in the browser", ["pytest", *side_by_side(), *arguments], tally, env)
        return
    sentences.say(
        "\nBrowser journeys did not run: no Chromium here and none could be fetched; all else counts."
    )
    if os.environ.get("CI") == "true":
        tally.count("Journeys in the browser (CI needs them)", 1, "")


def step(
    name: str,
    command: Sequence[str],
    tally: Tally,
    env: Mapping[str, str] | None = None,
    fine: Container[int] = PASSED,
) -> None:
    """Run one step under its headline, its output shown as it comes, and count its result.

    Exit codes in `fine` are no failure.
    """
    began = time.monotonic()
    sentences.say(f"\n── {name} ──")
    code, text = stream([str(places.BIN / command[0]), *command[1:]], env or {})
    tally.count(name, 0 if code in fine else code, text)
    told = "ok" if code == 0 else "nothing to run" if code == NOTHING_COLLECTED else "FAILED"
    sentences.say(f"{told} ({time.monotonic() - began:.1f} s)")


def stream(command: Sequence[str], env: Mapping[str, str]) -> tuple[int, str]:
    """Return the exit code and the output of `command`, which is passed through at the same time."""
    colour = {"FORCE_COLOR": "1", "PY_COLORS": "1"} if sys.stdout.isatty() else {}
    text = []
    with subprocess.Popen(
        command, cwd=places.REPOSITORY, text=True, env={**places.environment(), **colour, **env},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as program:  # fmt: skip
        for line in program.stdout or ():
            text.append(line)
            sys.stdout.write(line)
            sys.stdout.flush()
    return program.returncode, "".join(text)


def summary_of(text: str) -> str:
    """Return pytest's own summary, the last line that counts something in so many seconds, or nothing."""
    lines = (COLOUR.sub("", line) for line in reversed(text.splitlines()))
    return next((line for line in lines if SUMMARY.search(line) and COUNTED.search(line)), "")


def close(tally: Tally, seconds: float) -> None:
    """Print what failed, the time, and the plain closing line."""
    sentences.say()
    for name in tally.broken:
        sentences.say(f"Failed: {name}")
    sentences.say(f"All steps took {int(seconds) // 60} min {int(seconds) % 60} s.")
    sentences.say(f"{tally.passed} passed, {tally.failed} failed")
