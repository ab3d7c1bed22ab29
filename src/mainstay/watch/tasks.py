"""What watch does in the background and when its time has come."""

from collections.abc import Mapping
from typing import Any

from mainstay.accounts.selectors import person_asking
from mainstay.common import due, jobs

from .feeds import SHIPPED
from .services.importing import update_source
from .services.publishing import remind_to_publish
from .services.reminding import call_quarterly_board, remind_alerts
from .services.telling import send_digests


@jobs.task("watch.update_sources")
def update_sources(run: jobs.Run) -> Mapping[str, Any]:
    """Update the sources named in the parameters, or all; goes on with the next one when it was interrupted."""
    by = person_asking(run.person_id)
    wanted = list(run.parameters.get("sources") or SHIPPED)
    finished: list[str] = list(run.cursor or [])
    outcome: dict[str, Any] = {}
    for code in wanted:
        if code in finished:
            continue

        def tell(done: int, total: int, doing: str) -> None:
            run.progress(done, total or None, doing=doing)

        outcome[code] = update_source(by=by, code=code, progress=tell).readings
        finished.append(code)
        run.progress(len(finished), len(wanted), doing=code, cursor=finished)
    return {"readings": outcome}


@due.check("watch.alerts")
def alerts() -> int:
    """Remind of the time limits of alerts, escalate what is late, call the board, send the digest of the day."""
    return remind_alerts() + call_quarterly_board() + remind_to_publish() + send_digests()
