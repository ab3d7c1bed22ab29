"""What outsiders read: the preview before publishing, and every version that was published."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.cases.selectors import head_of
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop
from mainstay.measure.methods.wholes import is_money, without_money
from mainstay.measure.selectors.disclosure import preview_publication
from mainstay.measure.selectors.pages import area_names, newest_run, project_of
from mainstay.measure.selectors.trust import publications_of
from mainstay.measure.tables import cell_words
from mainstay.measure.tables.publications import PublicationTable, PublishedTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, number


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
    return listed(request, "measure/preview.html", table, shown, name=f"{project.reference}-preview")


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
    told, places = content["definitions"], area_names(row["group"] for row in content["rows"])
    return [
        {
            **row,
            "words": cell_words(
                without_money(row["group"]) if is_money(row["code"]) else row["group"], places
            ),
            "name": told[row["code"]]["name"],
            "unit": told[row["code"]]["unit"],
        }
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
