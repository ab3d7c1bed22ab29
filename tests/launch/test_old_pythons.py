"""`go` can be read by any Python and says what is needed; the rest needs nothing but the standard library."""

import ast
import os
import subprocess
import sys

import pytest

TOO_NEW = (
    ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Await, ast.Nonlocal, ast.Starred,
    ast.YieldFrom, ast.Match, ast.ExceptHandler,
)  # fmt: skip
TOLD = (
    "import sys, runpy; sys.version_info = (3, 8, 1, 'final', 0); runpy.run_path({go!r}, run_name='__main__')"
)


def too_new(source):
    """List what an old Python could not read (`except X as e` is fine everywhere, a bare `except X` too)."""
    found = [type(n).__name__ for n in ast.walk(ast.parse(source)) if isinstance(n, TOO_NEW)]
    found = [name for name in found if name != "ExceptHandler"]
    found += ["annotation" for n in ast.walk(ast.parse(source)) if isinstance(n, ast.arg) and n.annotation]
    return found + [
        "returns" for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef) and n.returns
    ]


def test_any_python_can_read_go(repository):
    assert [] == too_new((repository / "go").read_text())


@pytest.mark.parametrize("line", ["x = f'{1}'", "x: int = 1", "def f(a: int): pass", "def f() -> int: pass"])
def test_a_line_that_an_old_python_cannot_read_is_caught(line):
    assert too_new(line)


def test_an_old_python_is_told_what_is_needed(repository, tmp_path):
    env = {**os.environ, "PATH": str(tmp_path)}
    told = subprocess.run(
        [sys.executable, "-c", TOLD.format(go=str(repository / "go"))],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert "needs Python 3.11 or newer; this is Python 3.8" in told.stderr
    assert "apt-get install python3" in told.stderr


def imported(source):
    """Return the packages that a module imports from elsewhere."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


def test_launch_needs_nothing_but_the_standard_library(repository):
    used = {name for path in (repository / "launch").glob("*.py") for name in imported(path.read_text())}
    assert set() == used - set(sys.stdlib_module_names)


def test_another_library_in_launch_is_caught():
    assert {"django"} == imported("def f():\n    import django.conf\n") - set(sys.stdlib_module_names)
