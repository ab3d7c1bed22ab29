"""Long work of measure: building facts, computing figures."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mainstay.accounts.selectors import person_asking
from mainstay.common import due
from mainstay.common.jobs import Run, task


@task("measure.facts")
def build_all(run: Run) -> Mapping[str, Any]:
    """Bring the facts up to date with the records."""
    from .services import build_facts

    def progress(table: str, done: int, whole: int) -> None:
        run.progress(done, whole, doing=table)

    built = build_facts(
        by=person_asking(run.person_id), everything=bool(run.parameters.get("everything")), progress=progress
    )
    return {"tables": {made.table: {"rows": made.rows, "digest": made.digest} for made in built}}


@task("measure.compute")
def compute(run: Run) -> Mapping[str, Any]:
    """Compute the figures of a project (`project`, its key) or of the programme."""
    from mainstay.design.selectors import projects_of_house

    from .services import compute_indicators

    wanted = run.parameters
    project = projects_of_house().get(pk=wanted["project"]) if wanted.get("project") else None
    made = compute_indicators(
        by=person_asking(run.person_id),
        project=project,
        codes=wanted.get("codes", ()),
        first_on=date.fromisoformat(wanted["first_on"]) if wanted.get("first_on") else None,
        last_on=date.fromisoformat(wanted["last_on"]) if wanted.get("last_on") else None,
        progress=lambda done, whole, code: run.progress(done, whole, doing=code),
    )
    return {"run": str(made.uid), "values": made.values_count, "checksum": made.checksum}


@due.check("measure.donor_reports")
def donor_reports() -> int:
    """Remind of reports to donors whose day has passed."""
    from .services.donor_reports import remind_donor_reports

    return remind_donor_reports()
