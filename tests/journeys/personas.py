"""The page `docs/reference/personas.md`: what each persona's journey does and what not yet; written by ``python -m tests.journeys.personas``."""

import os
from importlib import import_module
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "personas.md"
MODULES = (
    "test_p1_country_officer", "test_p2_coordinator", "test_p3_timekeeper", "test_p4_monitor", "test_p5_roster", "test_p6_reader",
)  # fmt: skip
LANGUAGES = {"fr": "French", "es": "Spanish", "ar": "Arabic"}
HEAD = """# Six personas and their ten tasks

Mainstay is made for six kinds of people. Each has ten tasks, and a journey in Chromium that does them: it acts on a
desk of 1440 × 900 in English, then reads every kind of page that it saw on a telephone of 390 × 844 in the persona's
other language, in the light and the dark scheme, with the rules of WCAG 2.2 AA. What cannot be done yet stands here
with what to do until then. The last column names what was prepared by services and not done in the browser: an empty one
means that the task stands on the small crisis of the tests alone. This page is made from the journeys in `tests/journeys`; a test keeps both alike.
"""


def personas():
    """Return the six personas, as their journeys tell them."""
    return [import_module(f"tests.journeys.{name}").PERSONA for name in MODULES]


def told():
    """Return the page."""
    parts = [HEAD]
    for module, one in zip(MODULES, personas(), strict=True):
        parts.append(f"## {one.number} {one.name}\n")
        parts.append(f"In English and {LANGUAGES[one.language]}: `tests/journeys/{module}.py`.\n")
        parts.append("| task | what | stands | lay ready before |\n|---|---|---|---|")
        for code, what in one.tasks.items():
            parts.append(f"| {code} | {what} | {_stands(one, code)} | {one.prepared.get(code, '')} |")
        parts.append("")
    return "\n".join(parts)


def _stands(one, code):
    missing = one.not_yet.get(code, "")
    if code not in one.done:
        words = missing.removeprefix("All of it: ")
        return f"not yet. {words[0].upper()}{words[1:]}"
    return f"done, except: {missing}" if missing else "done"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.project.settings")
    django.setup()
    PAGE.write_text(told(), encoding="utf-8")
