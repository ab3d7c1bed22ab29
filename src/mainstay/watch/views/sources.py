"""Where data came from: all sources, and one with its editions, its last failure and who stands in for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.common.errors import Problem, Reason
from mainstay.page.doors import door, who
from mainstay.page.errors import place_and_sentence, sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, named, number
from mainstay.watch.feeds import listings
from mainstay.watch.selectors import SourceStanding, faults_of, source_standing, sources_overview, stand_ins
from mainstay.watch.services.fetching import KEY_SETTINGS, why_not_asked
from mainstay.watch.tables import EditionTable, SourceTable

#: On what a connector rests, as a mark and in words.
RAN = {
    "answered": ("done", _("has answered this installation")),
    "file": ("open", _("read from a file that was brought here")),
    "copy": ("open", _("read from the source's own file, never asked over the network from here")),
    "never": ("waiting", _("never run against the source: built from its public documentation")),
}


@door("watch.read_sources")
def sources_page(request: HttpRequest) -> HttpResponse:
    """Show where data came from: owner, licence, edition, age, faults, the last failure with its cause."""
    rows = [_told(row) for row in sources_overview(who(request))]
    shown = {
        "title": gettext("Sources"),
        "question": gettext("Who says so, how old is it, and may we use it?"),
        "answer": _sources_answer(rows),
        "links": [(reverse("watch"), gettext("All countries"))],
    }
    return listed(request, "page/list.html", SourceTable(rows), shown, name="sources")


def _sources_answer(rows: list[dict[str, Any]]) -> str:
    """Return how many sources were never read, failed, or have faults; that all is well only where all were read."""
    sources = {row["source"]: row for row in rows}
    count = len(sources)
    never = sum(1 for row in sources.values() if row["state"] == "NEVER READ")
    failed = sum(1 for row in sources.values() if row["cause"])
    faults = sum(row["faults"] for row in rows)
    if never == count:
        return gettext("No source was read yet: nothing that rests on one is known.")
    if not never and not failed and not faults:
        text = ngettext("{count} source, read without a fault.", "{count} sources, each read without a fault.", count)  # fmt: skip
        return text.format(count=number(count))
    read = ngettext("{read} of {all} source was read.", "{read} of {all} sources were read.", count)
    words = [
        read.format(read=number(count - never), all=number(count)),
        gettext("What rests on the others is not known.") if never else "",
        counted(
            failed,
            ngettext("{count} failed when it was last read.", "{count} failed when they were last read.", failed),
            none="",
        ),
        counted(
            faults,
            ngettext("{count} fault was found in what was read.", "{count} faults were found in what was read.", faults),
            none=gettext("What was read has no fault."),
        ),
    ]  # fmt: skip
    return " ".join(word for word in words if word)


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its last failure in the reader's language; older ones were stored as a sentence only."""
    return row | {"cause": sentence(row["failure"]) if row["failure"] else row["cause"]}


@door("watch.read_sources")
def source_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one source: terms, how it is reached, editions, last success, last failure and the way out, stand-ins."""
    standing = source_standing(who(request), code)
    source, refusal = standing.source, why_not_asked(code)
    shown = {
        "source": source,
        "standing": standing,
        "answer": _source_answer(standing),
        "ran": RAN[standing.ran],
        "failure": sentence(standing.failure) if standing.failure else source.last_failure,
        "faults": [
            (
                row.item.external_id,
                place_and_sentence(Problem(Reason(row.code, row.msgid, row.facts), row.row, row.field)),
            )
            for row in faults_of(who(request), code)[:20]
        ],
        "reached": _reached(refusal, KEY_SETTINGS.get(code, "")),
        "stand_ins": [
            (
                named("signals.headline", signal),
                [listings()[other].name for other in others if other in listings()],
            )
            for signal, others in stand_ins(code)
        ],
    }
    return listed(request, "watch/source.html", EditionTable(standing.editions), shown, name=f"source-{code}")


def _reached(refusal: str, setting: str) -> str:
    if refusal == "file_only":
        return gettext("From a file that somebody downloads by hand and gives to the update.")
    if refusal == "key_missing":
        return gettext("Over the network with your own key, or from your own download. No key is set: {setting}.").format(setting=setting)  # fmt: skip
    return gettext("Over the network, by the update.")


def _source_answer(standing: SourceStanding) -> str:
    """Return in a sentence or two whether this source can be relied on today."""
    source = standing.source
    if source.last_success_at is None and not standing.failure:
        return gettext("It was not read yet: nothing that rests on it is known.")
    if source.last_success_at is None:
        return gettext("It was never read to the end. The cause and the way out stand below.")
    words = [
        gettext("It was last read without breaking off on {day}.").format(
            day=day(source.last_success_at.date())
        )
    ]
    if standing.failure:
        words.append(gettext("The try after that failed; what was read before still counts."))
    if standing.silent_since:
        words.append(
            gettext(
                "It has been silent for longer than its rhythm allows; others stand in where there are any."
            )
        )
    return " ".join(words)
