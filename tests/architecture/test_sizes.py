"""A file has at most 400 lines (models and settings 500), a function's body 40 without its docstring."""

import ast

from tests.architecture.house import parsed

CODE = ("src", "launch", "benchmarks", "tests")
FILE_LIMIT, LONG_FILE_LIMIT, FUNCTION_LIMIT = 400, 500, 40


def python_files(root):
    """List the Python files that people write."""
    return [
        path
        for folder in CODE
        for path in sorted((root / folder).rglob("*.py"))
        if "migrations" not in path.parts and "vendor" not in path.parts
    ]


def limit_of(path):
    """Return how many lines a file may have."""
    return LONG_FILE_LIMIT if path.stem in {"models", "settings"} or "models" in path.parts else FILE_LIMIT


def length_of(function):
    """Return the lines of a function's body, its docstring left out."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


def faults(root):
    """List files and functions that are too long."""
    found = []
    for path in python_files(root):
        text, shown = path.read_text(encoding="utf-8"), path.relative_to(root)
        lines = text.count("\n")
        if lines > limit_of(path):
            found.append(
                f"{shown} has {lines} lines, at most {limit_of(path)}: make it a package of the same name"
            )
        found += [
            f"{shown}:{node.lineno} {node.name} has {length_of(node)} lines, at most {FUNCTION_LIMIT}"
            for node in ast.walk(parsed(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length_of(node) > FUNCTION_LIMIT
        ]
    return found


def test_files_and_functions_are_short(repository):
    assert [] == faults(repository)


def test_a_long_file_is_caught(plant):
    root = plant("src/mainstay/watch/rules.py", "x = 1\n" * 401)
    assert any("watch/rules.py has 401 lines" in fault for fault in faults(root))


def test_a_long_function_is_caught(plant):
    root = plant("src/mainstay/watch/rules.py", "def score():\n" + "    x = 1\n" * 41)
    assert any("score has 41 lines" in fault for fault in faults(root))


def test_a_long_docstring_makes_no_function_long(plant):
    told = 'def score():\n    """Say.' + "\n    More." * 60 + '\n    """\n    return 1\n'
    root = plant("src/mainstay/watch/rules.py", told)
    assert not any("score" in fault for fault in faults(root))
