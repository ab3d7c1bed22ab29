"""The contracts in pyproject.toml bite: `./go test` runs them on the source, this on planted faults."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def linted(root):
    """Return exit code and words of import-linter for the clone at `root`."""
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    program = Path(sys.executable).parent / "lint-imports"
    told = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=root, env=env, capture_output=True, text=True, check=False
    )
    return told.returncode, told.stdout


@pytest.mark.parametrize(
    ("place", "text", "broken"),
    [
        ("common/upward.py", "def f():\n    from mainstay.project import settings\n", "Imports point down"),
        ("attic/__init__.py", "", "Imports point down"),
        ("watch/methods/mean.py", "import django.db\n", "know no Django"),
        ("deliver/works/rules.py", "from mainstay.common.queue import run_job\n", "know no Django"),
    ],
    ids=["an import upwards", "a package without a floor", "Django in a method", "Django at second hand"],
)
def test_a_broken_contract_is_caught(plant, place, text, broken):
    code, told = linted(plant(f"src/mainstay/{place}", text))
    assert code == 1
    assert any(broken in line and "BROKEN" in line for line in told.splitlines()), told
