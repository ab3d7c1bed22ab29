"""Every variable that Mainstay reads from the environment is explained, and none that it does not read."""

import re

NAMED = re.compile(r"\bMAINSTAY_[A-Z][A-Z_]*[A-Z]\b")
PAGE = "docs/reference/settings.md"


def read_in_code(root):
    """Return the variables that code names, with one place each."""
    found = {}
    files = [*sorted((root / "src" / "mainstay").rglob("*.py")), *sorted((root / "launch").glob("*.py"))]
    for path in files:
        for name in NAMED.findall(path.read_text(encoding="utf-8")):
            found.setdefault(name, path.relative_to(root))
    return found


def faults(root):
    """List variables without an explanation, and explanations without a variable."""
    explained = set(re.findall(r"^\| `(MAINSTAY_[A-Z_]+)`", (root / PAGE).read_text(), re.MULTILINE))
    read = read_in_code(root)
    return [
        *(f"{name} ({read[name]}) is not in {PAGE}" for name in sorted(set(read) - explained)),
        *(f"{name} is in {PAGE}, but nothing reads it" for name in sorted(explained - set(read))),
    ]


def test_every_setting_is_explained(repository):
    assert [] == faults(repository)


def test_a_setting_without_an_explanation_is_caught(plant):
    root = plant("src/mainstay/watch/feeds.py", 'import os\nKEY = os.environ["MAINSTAY_SECRET_FEED"]\n')
    told = "MAINSTAY_SECRET_FEED (src/mainstay/watch/feeds.py) is not in docs/reference/settings.md"
    assert told in faults(root)
