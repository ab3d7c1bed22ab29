"""Asking the sources themselves: fetch what is new into a folder of the source, then take it in like a file."""

from collections.abc import Generator
from pathlib import Path

from django.conf import settings

from mainstay.accounts import permissions
from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.watch.feeds import Listing, feed, listings
from mainstay.watch.feeds.download import Answer, Ask, Fetching, Terms
from mainstay.watch.feeds.faults import fault
from mainstay.watch.models import RawItem, Source

from .importing import Imported, Progress, failure_noted, update_source
from .registering import load_register

#: The setting that holds the user's own key for a source.
KEY_SETTINGS = {
    "ged": "MAINSTAY_KEY_UCDP", "candidate": "MAINSTAY_KEY_UCDP", "reliefweb": "MAINSTAY_KEY_RELIEFWEB",
    "ipc": "MAINSTAY_KEY_IPC", "acled": "MAINSTAY_KEY_ACLED",
}  # fmt: skip


def why_not_asked(code: str) -> str:
    """Return why a source cannot be asked over the network, as the code of a fault; empty when it can."""
    if not hasattr(feed(code), "asks"):
        return "file_only"
    if code in KEY_SETTINGS and not settings.FEED_KEYS[code]:
        return "key_missing"
    return ""


def fetch_source(
    *, by: Person, code: str, progress: Progress | None = None, terms: Terms | None = None
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
    return update_source(by=by, code=code, path=folder / "answers", origin="SOURCE", progress=progress)


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
