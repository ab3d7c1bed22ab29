"""What watch does in the background and when its time has come."""

from collections.abc import Mapping
from typing import Any

from mainstay.accounts.selectors import person_asking
from mainstay.common import due, jobs

from .feeds import SHIPPED, listings
from .services.fetching import update_from_anywhere
from .services.publishing import remind_to_publish
from .services.reminding import call_quarterly_board, remind_alerts
from .services.telling import send_digests


@jobs.task("watch.update_sources")
def update_sources(run: jobs.Run) -> Mapping[str, Any]:
    """Take in the shipped copies of the sources named, or all; with `ask` the sources themselves are asked.

    Goes on with the next one after an interruption, and past one that fails.
    """
    by, ask = person_asking(run.person_id), bool(run.parameters.get("ask"))
    named = list(run.parameters.get("sources") or ())
    wanted = named or list(listings() if ask else SHIPPED)
    finished: list[str] = list(run.cursor or [])
    outcome: dict[str, Any] = {}
    failed: list[str] = []
    for code in wanted:
        if code in finished:
            continue

        def tell(done: int, total: int, doing: str) -> None:
            run.progress(done, total or None, doing=doing)

        done = update_from_anywhere(by, code, shipped_only=not ask, named=bool(named), progress=tell)
        if done.result is not None:
            outcome[code] = done.result.readings
        if done.failed:
            failed.append(code)
        finished.append(code)
        run.progress(len(finished), len(wanted), doing=code, cursor=finished)
    return {"readings": outcome, "failed": failed}


@due.check("watch.alerts")
def alerts() -> int:
    """Remind of the time limits of alerts, escalate what is late, call the board, send the digest of the day."""
    return remind_alerts() + call_quarterly_board() + remind_to_publish() + send_digests()
