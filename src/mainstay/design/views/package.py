"""The package against the plan: modules, levels, groups, building blocks, time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, ngettext

from mainstay import playbook
from mainstay.design import selectors
from mainstay.design.models import Project
from mainstay.design.tables import LEVEL_WORDS, DiffTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import day, enumerated, named, number

from .shown import found, on_top


@door("design.read_designs")
def package_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show how the plan differs from the playbook's package, and what is missing on each level and for each group."""
    project = found(request, uid)
    rows = selectors.package_diff(project)
    levels = selectors.levels_of(project)
    shown = {
        **on_top(who(request), project, "design_package"),
        "answer": _answer(project, rows, levels),
        "package": named("packages", project.package),
        "levels": [_level(project, level) for level in levels] if rows else [],
        "matrix": selectors.matrix_of(project),
        "blocks": [(cell, _block_name(cell)) for cell in selectors.blocks_of(project)],
        **_times(project),
    }
    return listed(request, "design/package.html", DiffTable(rows), shown, name="package")


def _answer(project: Project, rows: list[dict[str, Any]], levels: list[selectors.Level]) -> str:
    if not rows:
        return gettext("No package is taken yet.")
    counts = {
        name: number(sum(row["change"] == name for row in rows))
        for name in ("kept", "changed", "added", "removed")
    }
    words = gettext(
        "“{package}”, with these modules – kept: {kept}, changed: {changed}, added: {added}, removed: {removed}."
    )
    said = [words.format(package=named("packages", project.package), **counts)]
    missing = [str(LEVEL_WORDS[level.code]) for level in levels if not level.modules]
    if missing:
        text = ngettext("One level is missing: {levels}.", "Levels are missing: {levels}.", len(missing))
        said.append(text.format(levels=enumerated(missing)))
    else:
        said.append(gettext("All three levels are there."))
    return " ".join(said)


def _level(project: Project, level: selectors.Level) -> dict[str, Any]:
    return {
        "name": LEVEL_WORDS[level.code],
        "modules": [(code, named("modules", code)) for code in level.modules],
        "offered": [(code, named("modules", code)) for code in level.offered],
        "reason": "" if level.modules else project.levels_reason,
    }


def _block_name(cell: selectors.Cell) -> str:
    key = f"building_blocks/{cell.block}/cells/{cell.code}/name"
    return str(playbook.current().text(key, (get_language() or "en")[:2]))


def _times(project: Project) -> dict[str, Any]:
    bars = [bar | {"slack": round(bar["slack_weeks"])} for bar in selectors.sequence_of(project)]
    weeks = max((bar["end_week"] for bar in bars), default=0)
    words = ngettext("{count} week from start to end.", "{count} weeks from start to end.", round(weeks))
    return {
        "bars": bars,
        "weeks": weeks,
        "length": words.format(count=number(round(weeks))),
        "past": _past(project, bars),
    }


def _past(project: Project, bars: list[dict[str, Any]]) -> str:
    """Return how many modules run on after the project has ended; empty where none does."""
    count = sum(bar["past"] for bar in bars)
    words = ngettext(
        "{count} module runs on after the project ends on {day}: shorten it, or say who carries it.",
        "{count} modules run on after the project ends on {day}: shorten them, or say who carries them.",
        count,
    )
    return words.format(count=number(count), day=day(project.ends_on)) if count else ""
