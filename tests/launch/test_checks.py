"""`./go test` counts what every run said and hides no failure."""

import sys

import pytest

from launch import checks


@pytest.mark.parametrize(
    ("said", "code", "expected"),
    [
        ("= 12 passed in 3.21s =", 0, (12, 0, [])),
        ("\x1b[31m= 2 failed, 10 passed, 1 error in 65.00s (0:01:05) =\x1b[0m", 1, (10, 3, ["run"])),
        ("the server crashed", 3, (0, 1, ["run"])),
        ("= no tests ran in 0.02s =", 5, (0, 1, ["run"])),
        ("Found 17 errors in 8 files (checked 148 source files)", 1, (0, 1, ["run"])),
        ("test_x says '9 failed' somewhere\n= 1 passed, 2 skipped in 0.50s =", 0, (1, 0, [])),
    ],
)
def test_a_run_is_counted_by_its_own_summary(said, code, expected):
    tally = checks.Tally()
    tally.count("run", code, said)
    assert expected == (tally.passed, tally.failed, tally.broken)


def test_a_failing_step_does_not_hide_the_later_ones(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(checks.places, "BIN", tmp_path)
    for name, code in (("lint-imports", 1), ("ruff", 0), ("mypy", 1), ("djlint", 0), ("pytest", 0)):
        program = tmp_path / name
        program.write_text(
            f"#!/bin/sh\necho '= 3 passed in 0.10s ='\nexit {code}\n"
            if name == "pytest"
            else f"#!/bin/sh\nexit {code}\n"
        )
        program.chmod(0o755)
    monkeypatch.setattr(checks.browser, "find_or_fetch", lambda: sys.executable)
    assert checks.run(fast=False, arguments=[]) == 1
    told = capsys.readouterr().out
    assert told.count("──\n") == 8
    assert told.splitlines()[-1] == "9 passed, 2 failed"
    assert "Failed: Types: mypy" in told


def test_journeys_without_a_browser_are_one_line_here_and_a_failure_in_ci(monkeypatch, capsys):
    monkeypatch.setattr(checks.browser, "find_or_fetch", lambda: None)
    for ci, expected in (("", []), ("true", ["Journeys in the browser (CI needs them)"])):
        monkeypatch.setenv("CI", ci)
        tally = checks.Tally()
        checks.journeys(["tests/journeys"], tally)
        assert expected == tally.broken
        assert "journeys did not run" in capsys.readouterr().out
