"""The page for analysts in Python keeps its word: every step runs, in its order, on the example survey."""

import re
from pathlib import Path

import pytest

from mainstay.assess.cli.example import example

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "estimate-in-a-notebook.md"
STEP = re.compile(r"^ *```python\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def test_each_step_of_the_page_for_notebooks_runs_on_the_example_survey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example(tmp_path)
    monkeypatch.chdir(tmp_path)
    steps = STEP.findall(PAGE.read_text(encoding="utf-8"))
    told = {}
    names: dict[str, object] = {}
    for number, step in enumerate(steps, 1):
        exec(re.sub(r"^ {3}", "", step, flags=re.MULTILINE), names)
        told[number] = capsys.readouterr().out
    assert 7 == len(steps)
    said = {
        2: "95% confidence",
        3: "gap",
        4: "(JKn, 15 replicates)",
        5: "'sex': 'female'",
        6: "unemployment",
    }
    assert [] == [number for number, words in said.items() if words not in told[number]]
