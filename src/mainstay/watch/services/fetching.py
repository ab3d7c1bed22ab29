"""Asking the sources themselves: fetch what is new into a folder of the source, then take it in like a file.

These run at the terminal and in the background only, never while a page waits: an answer may take half an hour. So
they are no acts of their own and name the person first; the act that they end in is `update_source`'s.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from pathlib import Path

import structlog
from django.conf import settings

from mainstay.accounts import permissions
from mainstay.accounts.models import Person
from mainstay.common import clock, jobs
from mainstay.common.errors import AppError, NotAllowed, Reason
from mainstay.watch.feeds import SHIPPED, Listing, feed, listings
from mainstay.watch.feeds.download import Answer, Ask, Fetching, Terms
from mainstay.watch.feeds.faults import fault
from mainstay.watch.models import RawItem, Source

from .importing import Imported, Progress, failure_noted, taken_in, update_source
from .registering import load_register

log = structlog.get_logger(__name__)

#: The setting that holds the user's own key for a source; UCDP gives its files without one.
KEY_SETTINGS = {
    "ged": "MAINSTAY_KEY_UCDP", "candidate": "MAINSTAY_KEY_UCDP", "reliefweb": "MAINSTAY_KEY_RELIEFWEB",
    "ipc": "MAINSTAY_KEY_IPC", "acled": "MAINSTAY_KEY_ACLED",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What came of updating one source: taken in, unchanged, waiting for a key or a file, or failed with the reason."""

    code: str
    origin: str
    outcome: str
    result: Imported | None = None
    reason: Reason | None = None

    @property
    def failed(self) -> bool:
        """Whether it failed; a source that waits for a key or a file did not."""
        return self.outcome == "failed"


def tried(code: str, origin: str, update: Callable[[], Imported]) -> Done:
    """Return what came of an update, which may fail without stopping those after it."""
    try:
        result = update()
    except (NotAllowed, jobs.Cancelled):
        raise
    except AppError as error:
        return Done(code, origin, "failed", reason=error.reason)
    except Exception as error:
        log.exception("source_not_updated", source=code)
        return Done(
            code,
            origin,
            "failed",
            reason=fault("fault_of_ours", source=code, kind=type(error).__name__).reason,
        )
    return Done(code, origin, "taken in" if result.items or result.readings else "unchanged", result)


def update_from_anywhere(
    by: Person,
    code: str,
    *,
    shipped_only: bool = False,
    named: bool = False,
    progress: Progress | None = None,
) -> Done:
    """Return what came of updating a source: its shipped copy the first time, then the source itself where it can be asked.

    A source that only a key or a file opens waits for that; if it was asked for by name, that is a failure.
    """
    source, copy = load_register()[code], None
    if code in SHIPPED and (shipped_only or not source.vintages.exists()):
        copy = tried(code, "shipped copy", lambda: update_source(by=by, code=code, progress=progress))
        if shipped_only or copy.failed or why_not_asked(code):
            return copy
    refusal = why_not_asked(code)
    if not refusal and not shipped_only:
        asked = tried(code, "source", lambda: fetch_source(by, code, progress=progress))
        return replace(asked, result=copy.result, origin="shipped copy") if asked.failed and copy else asked
    held = source.vintages.exists()
    reason = fault(
        refusal or "file_only", source=source.name, address=source.address, setting=KEY_SETTINGS.get(code, "")
    ).reason
    outcome = "failed" if named and not held and not shipped_only else "kept as it was" if held else "waits"
    return Done(code, "", outcome, reason=reason)


def why_not_asked(code: str) -> str:
    """Return why a source cannot be asked over the network, as the code of a fault; empty when it can."""
    if not hasattr(feed(code), "asks"):
        return "file_only"
    if listings()[code].access in {"key", "own"} and not settings.FEED_KEYS[code]:
        return "key_missing"
    return ""


def fetch_source(
    by: Person, code: str, *, progress: Progress | None = None, terms: Terms | None = None
) -> Imported:
    """Return what was new at the source `code` itself; what had not changed is neither sent nor parsed again.

    `terms` stand in for the register's, where an installation reaches the source by an address of its own.
    """
    source = load_register()[code]
    permissions.require(by, "watch.import_source", source)
    listing = listings()[code]
    with failure_noted(source):
        refusal = why_not_asked(code)
        if refusal:
            raise fault(
                refusal, source=listing.name, address=listing.address, setting=KEY_SETTINGS.get(code, "")
            )
        folder = Path(settings.VAR) / "feeds" / code
        answers = _fetched(listing, folder, terms or Terms(hosts=listing.hosts), progress)
    Source.objects.filter(pk=source.pk).update(last_answer_at=clock.now())
    if all(answer.unchanged for answer in answers) and _is_taken_in(source):
        Source.objects.filter(pk=source.pk).update(
            last_success_at=clock.now(), last_failure="", last_failure_reason={}
        )
        return Imported(code, unchanged=RawItem.objects.filter(source=source, replaced=False).count())
    return taken_in(by, code, folder / "answers", origin="SOURCE", progress=progress)


def _is_taken_in(source: Source) -> bool:
    """Return whether what was fetched before was taken in to its end and without a failure since."""
    fetched = source.vintages.filter(origin="SOURCE").exists()
    waiting = RawItem.objects.filter(source=source, parsed_at__isnull=True, replaced=False).exists()
    return fetched and not waiting and not source.last_failure


def _fetched(listing: Listing, folder: Path, terms: Terms, progress: Progress | None) -> list[Answer]:
    """Return all answers of a source; what an earlier round left and this one did not ask for is taken away."""
    questions: Generator[Ask, Answer, None] = feed(listing.code).asks(  # type: ignore[attr-defined]
        clock.today(), settings.FEED_KEYS.get(listing.code, "")
    )
    answers: list[Answer] = []
    with Fetching(folder, terms, tell=progress) as fetch:
        try:
            ask = next(questions)
            while True:
                answers.append(fetch(ask))
                ask = questions.send(answers[-1])
        except StopIteration:
            pass
    named = {answer.path.name for answer in answers}
    for path in (folder / "answers").iterdir():
        if path.name not in named:
            path.unlink()
    return answers
