"""The reference page names every code that a reader may meet."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
CODE = re.compile(r"(?:Fault\.of|BadInput|Reason)\(\s*\"([a-z0-9_]+)\"")


def test_every_code_stands_on_the_reference_page() -> None:
    folder = ROOT / "src" / "mainstay" / "exchange" / "tables"
    codes = {code for path in folder.glob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    page = (ROOT / "docs" / "reference" / "tables.md").read_text(encoding="utf-8")
    assert [] == sorted(code for code in codes if f"`{code}`" not in page)
    assert len(codes) > 40
