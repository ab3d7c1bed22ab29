"""What watch does in the background and when its time has come."""

from collections.abc import Mapping
from typing import Any

from mainstay.accounts.selectors import person_asking
from mainstay.common import due, jobs

from .feeds import SHIPPED
from .services.fetching import tried
from .services.importing import update_source
from .services.reminding import call_quarterly_board, remind_alerts


@jobs.task("watch.update_sources")
def update_sources(run: jobs.Run) -> Mapping[str, Any]:
    """Take in the shipped copies of the sources named, or all; goes on after an interruption, past one that fails."""
    by = person_asking(run.person_id)
    wanted = list(run.parameters.get("sources") or SHIPPED)
    finished: list[str] = list(run.cursor or [])
    outcome: dict[str, Any] = {}
    failed: list[str] = []
    for code in wanted:
        if code in finished:
            continue

        def tell(done: int, total: int, doing: str) -> None:
            run.progress(done, total or None, doing=doing)

        done = tried(
            code, "shipped copy", lambda code=code, tell=tell: update_source(by=by, code=code, progress=tell)
        )
        if done.result is not None:
            outcome[code] = done.result.readings
        else:
            failed.append(code)
        finished.append(code)
        run.progress(len(finished), len(wanted), doing=code, cursor=finished)
    return {"readings": outcome, "failed": failed}


@due.check("watch.alerts")
def alerts() -> int:
    """Remind of the time limits of alerts, escalate what is late, call the board of the quarter."""
    return remind_alerts() + call_quarterly_board()
