"""When each module runs: the chart, the day-1 list, the path of years."""

from datetime import timedelta
from typing import Any

from mainstay import playbook
from mainstay.design.methods.sequence import Step, sequence
from mainstay.design.models import PlannedModule, Project
from mainstay.page.words import enumerated, named, said


def sequence_of(project: Project) -> list[dict[str, Any]]:
    """Return a bar for each module with its dates (once the start is set), its slack and what it leads to.

    `past` where it runs beyond the last day of the project.
    """
    book = playbook.current().modules
    rows: dict[str, PlannedModule] = {}
    for row in project.modules.filter(removed=False, delivered_evidence="").order_by("not_before_week", "pk"):
        rows.setdefault(row.code, row)
    bars = sequence(
        Step(
            code=row.code,
            weeks=float(row.weeks),
            carries_after=float(row.carries_after_weeks),
            requires=book[row.code].requires if row.code in book else (),
            not_before=float(row.not_before_week),
        )
        for row in rows.values()
    )
    begin = project.starts_on
    return [
        {
            "module": bar.code,
            "title": named("modules", bar.code),
            "horizon": rows[bar.code].horizon,
            "start_week": bar.start,
            "end_week": bar.end,
            "starts_on": begin + timedelta(weeks=bar.start) if begin else None,
            "ends_on": ends,
            "slack_weeks": bar.slack,
            "critical": bar.is_critical,
            "past": bool(ends and project.ends_on and ends > project.ends_on),
            "leads_to": _leads_to(rows[bar.code]),
        }
        for bar in bars
        for ends in [begin + timedelta(weeks=bar.end) if begin else None]
    ]


def _leads_to(row: PlannedModule) -> str:
    """Return what a module leads to: the modules by their names, else what was written."""
    return enumerated(named("modules", code) for code in row.leads_to) or said(row.leads_to_text)


def horizons(project: Project) -> dict[str, list[dict[str, Any]]]:
    """Return the day-1 list and the path of years, each module with what it leads to."""
    bars = sequence_of(project)
    return {name: [bar for bar in bars if bar["horizon"] == name] for name in ("DAY1", "PATH")}
