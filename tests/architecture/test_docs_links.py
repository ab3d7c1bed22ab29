"""Every link between our own pages leads somewhere."""

import re

LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)[^)]*\)")


def faults(root):
    """List links to pages that are not there."""
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return [
        f"{page.relative_to(root)}: {target} is not there"
        for page in sorted(pages)
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]


def test_every_link_leads_somewhere(repository):
    assert [] == faults(repository)


def test_a_dead_link_is_caught(plant):
    root = plant("docs/how-to/wander.md", "See [there](../nowhere.md).")
    assert "docs/how-to/wander.md: ../nowhere.md is not there" in faults(root)
