"""The command line of `./go`."""

import argparse
import os
import subprocess
from collections.abc import Sequence

from . import checks, install, lock, places, ports, sentences

USE = """\
./go                       install what is missing, then start Mainstay at http://127.0.0.1:8000
./go --port 8010           the same at another port
./go test                  run every check: floors, style, types, tests on both databases, browser journeys
./go test --fast           only the tests on SQLite
./go test tests/cases -x   the tests on both databases with your own pytest arguments
./go lock                  after a change of the libraries in pyproject.toml: write the lock and its exports

Everything is written under .venv and var/ (or the folder in MAINSTAY_VAR); nothing asks for sudo.
Once installed, all else is .venv/bin/mainstay --help
"""


def main(argv: Sequence[str]) -> int:
    """Return the exit code of what was asked for; a hindrance becomes one clear sentence."""
    try:
        if argv and argv[0] == "test":
            return test(list(argv[1:]))
        if argv and argv[0] == "lock":
            return lock.write()
        return start(argv)
    except sentences.CannotGoOn as hindrance:
        sentences.complain(f"\n{hindrance}")
        return 1
    except KeyboardInterrupt:
        sentences.complain("\nStopped. ./go goes on where this left off.")
        return 130


def start(argv: Sequence[str]) -> int:
    """Install, bring the database up to date, then become the watcher of web and worker."""
    asked = arguments(argv)
    ports.require_free(asked.port)
    install.require_writable(places.var())
    install.ensure(development=False)
    env = {**places.environment(), "MAINSTAY_MODE": os.environ.get("MAINSTAY_MODE", "embedded")}
    mainstay = str(places.BIN / "mainstay")
    prepared = subprocess.run([mainstay, "setup"], env=env, cwd=places.REPOSITORY, check=False)
    if prepared.returncode:
        return prepared.returncode
    os.chdir(places.REPOSITORY)
    return os.execve(mainstay, [mainstay, "serve", "--port", str(asked.port)], env)


def test(argv: list[str]) -> int:
    """Install with the development set and run the checks."""
    if argv[:1] in (["--help"], ["-h"]):
        sentences.say(USE)
        return 0
    fast = "--fast" in argv
    install.require_writable(places.var())
    install.ensure(development=True)
    return checks.run(fast=fast, arguments=[a for a in argv if a != "--fast"])


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for; argparse itself explains what it cannot read."""
    parser = argparse.ArgumentParser(
        prog="./go", usage="./go [--port N] | test [--fast] [pytest arguments] | lock", description=USE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="default 8000")
    return parser.parse_args(argv)


def port_number(text: str) -> int:
    """Return the port that `text` names."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)
