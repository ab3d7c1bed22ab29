"""What outsiders read: the preview before publishing, every version that was published, and one of them by its address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.cases.selectors import head_of
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop
from mainstay.measure.selectors import publication_found
from mainstay.measure.selectors.disclosure import preview_publication
from mainstay.measure.selectors.pages import newest_run, project_of
from mainstay.measure.selectors.trust import publications_of
from mainstay.measure.tables import PUBLICATION_MARKS, PublicationTable, PublishedTable, span_words
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, number


@door("measure.review_disclosure")
def preview_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what outsiders would read of the newest counting, what is hidden from them, and what they could infer."""
    person = who(request)
    project = project_of(person, uid)
    run = newest_run(person, project)
    if run is None:
        raise NotFound(
            "nothing_counted", noop("Nothing is counted in this project yet. Count its indicators first.")
        )
    content = preview_publication(person, run)
    shown = {
        "title": gettext("What outsiders would read"),
        "question": gettext("What could somebody outside infer about single persons?"),
        "answer": _preview_answer(content),
        "risks": content["risks"],
        "method": content["method"],
        "head": head_of(person, project.case.reference),
        "links": [
            (reverse("figures", args=[project.uid]), gettext("The results framework")),
            (reverse("publications", args=[project.uid]), gettext("What was published")),
        ],
        "acts_on": run,
    }
    table = PublishedTable(_rows(content))
    return listed(request, "measure/published.html", table, shown, name=f"{project.reference}-preview")


def _preview_answer(content: dict[str, Any]) -> str:
    rows, hidden, risks = len(content["rows"]), content["hidden"], len(content["risks"])
    words = [
        gettext("{shown} of {rows} cells would be read; {hidden} are hidden: fewer than {least} persons stand behind them, or they would tell such a cell.").format(
            shown=number(rows - hidden), rows=number(rows), hidden=number(hidden), least=content["least"]
        ),
        counted(
            risks,
            ngettext("{count} risk remains.", "{count} risks remain.", risks),
            none=gettext("No risk remains that the control can see."),
        ),
    ]  # fmt: skip
    return " ".join(words)


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    told = content["definitions"]
    return [
        {**row, "name": told[row["code"]]["name"], "unit": told[row["code"]]["unit"]}
        for row in content["rows"]
    ]


@door("measure.read_indicators")
def publication_list(request: HttpRequest, uid: str) -> HttpResponse:
    """Show every version of a project's figures that was published, corrected or withheld, with the reason."""
    person = who(request)
    project = project_of(person, uid)
    rows = publications_of(person, project)
    count = rows.count()
    shown = {
        "title": gettext("What was published"),
        "question": gettext("Which figures have outsiders read, and what was corrected?"),
        "answer": counted(
            count,
            ngettext("{count} version. Old ones stay, with the reason.", "{count} versions. Old ones stay, each with its reason.", count),
            none=gettext("Nothing is published yet."),
        ),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("figures", args=[project.uid]), gettext("The results framework"))],
    }  # fmt: skip
    return listed(
        request, "page/list.html", PublicationTable(rows), shown, name=f"{project.reference}-published"
    )


@door("measure.read_published")
def publication_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one version by its address: also an old one, which names what corrected it and why."""
    found = publication_found(request.user, uid)  # type: ignore[arg-type]
    content = found["content"]
    shown = {
        "title": found["title"],
        "question": gettext("How many, and can I trust it?"),
        "answer": _version_answer(found),
        "found": found,
        "acts_on": found["record"],
        "mark": PUBLICATION_MARKS[found["state"]],
        "method": content["method"] if content else "",
        "newer": reverse("publication", args=[found["newer"]]) if found["newer"] else "",
        "span": span_words(_day(content["first_on"]), _day(content["last_on"])) if content else "",
    }
    table = PublishedTable(_rows(content) if content else [])
    return listed(
        request, "measure/published.html", table, shown, name=f"figures-{found['as_of']}-v{found['version']}"
    )


def _day(text: str | None) -> Any:
    from datetime import date

    return date.fromisoformat(text) if text else None


def _version_answer(found: dict[str, Any]) -> str:
    words = [
        gettext("Version {version}, as of {day}.").format(version=found["version"], day=day(found["as_of"]))
    ]
    if found["state"] == "WITHHELD":
        words.append(gettext("Withheld: {reason}").format(reason=found["reason"]))
    elif found["correction"]:
        words.append(gettext("It was corrected since: {reason}").format(reason=found["correction"]))
    elif found["reason"]:
        words.append(gettext("It corrects the version before: {reason}").format(reason=found["reason"]))
    return " ".join(words)
