#!/usr/bin/env python3
"""Start Mainstay (`./go`) or try everything it promises (`./go test`). `./go --help` says more.

This file is written so that any Python, however old, can read it: it looks for a Python that is new enough
and says what to do where there is none. The rest is in the folder `launch`, standard library only.
"""

import os
import subprocess
import sys

NEEDED = (3, 11)
TRIED = ("python3.13", "python3.12", "python3.11", "python3.14")
HERE = os.path.dirname(os.path.abspath(__file__))


def is_new_enough(python):
    """Return whether the program `python` runs and is new enough (a shim may exist and still not run)."""
    question = "import sys; sys.exit(sys.version_info < (%d, %d))" % NEEDED
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call([python, "-c", question], stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False


def find_newer():
    """Return the path of a Python on this machine that is new enough, or None."""
    for name in TRIED:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            candidate = os.path.join(folder, name)
            if os.access(candidate, os.X_OK) and is_new_enough(candidate):
                return candidate
    return None


def explain():
    """Say which Python is needed and how to get it."""
    sys.stderr.write(
        "Mainstay needs Python %d.%d or newer; this is Python %d.%d (%s), and no newer one is on the PATH.\n"
        "Get one, then run ./go again:\n"
        "  Debian 12, Ubuntu 24.04 or newer   apt-get install python3 python3-venv\n"
        "  Fedora, RHEL 9                     dnf install python3.12\n"
        "  macOS                              brew install python@3.12\n"
        "  anywhere, without an administrator https://docs.astral.sh/uv/ and then: uv python install 3.12\n"
        % (NEEDED + tuple(sys.version_info[:2]) + (sys.executable,))
    )


if sys.version_info < NEEDED:
    newer = find_newer()
    if newer is None:
        explain()
        sys.exit(1)
    os.execv(newer, [newer, os.path.abspath(__file__)] + sys.argv[1:])

sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

from launch.command import main  # noqa: E402  (the path is known only now)

sys.exit(main(sys.argv[1:]))
