"""The same figures under the codes of others, without typing them again."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.cases.selectors import head_of
from mainstay.measure.selectors.crosswalk import FRAMES, crosswalk_rows
from mainstay.measure.selectors.pages import project_of
from mainstay.measure.tables import CrosswalkTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import apart, named, number

FRAME_NAMES = {
    "sdg": _("Sustainable Development Goals"),
    "pb": _("Programme and budget 2022–23"),
    "r205": _("Recommendation 205"),
    "donor": _("The donor's logframe"),
}
COLLECTIONS = {"sdg": "sdg_targets", "r205": "r205_parts"}


class FrameFilter(forms.Form):
    """In which frame the figures are read."""

    frame = forms.ChoiceField(
        required=False, label=_("Framework"), choices=[(code, FRAME_NAMES[code]) for code in FRAMES]
    )


@door("measure.read_indicators")
def crosswalk_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a project's figures under the codes of the goals, the budget, the recommendation or the donor."""
    person = who(request)
    project = project_of(person, uid)
    form = FrameFilter(request.GET or None)
    chosen = (form.cleaned_data["frame"] if form.is_valid() else "") or FRAMES[0]
    found = crosswalk_rows(person, project, chosen)
    rows = [
        {
            **row,
            "frame": code_words(chosen, row["frame_code"]),
            "frame_name": _name(chosen, row["frame_code"]),
            "leads": not place or found[place - 1]["frame_code"] != row["frame_code"],
            "link": reverse("indicator", args=[project.uid, row["code"]]),
        }
        for place, row in enumerate(found)
    ]
    shown: dict[str, Any] = {
        "title": gettext("Crosswalk: {frame}").format(frame=FRAME_NAMES[chosen]),
        "question": gettext("Which of our figures answer whose framework?"),
        "answer": _answer(rows),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("figures", args=[project.uid]), gettext("The results framework"))],
    }
    name = f"{project.reference}-{chosen}"
    return listed(request, "page/list.html", CrosswalkTable(rows), shown, name=name, filters=form)


def code_words(frame: str, code: str) -> str:
    """Return a code of a frame with its name, where the playbook knows one."""
    return " ".join(part for part in (apart(code), _name(frame, code)) if part)


def _name(frame: str, code: str) -> str:
    if not code:
        return gettext("no code in this frame")
    name = named(COLLECTIONS[frame], code) if frame in COLLECTIONS else code
    return "" if name == code else name


def _answer(rows: list[dict[str, Any]]) -> str:
    covered = {row["frame_code"] for row in rows if row["frame_code"]}
    counted = {row["frame_code"] for row in rows if row["frame_code"] and row["value"] is not None}
    without = sum(1 for row in rows if not row["frame_code"])
    words = [
        ngettext(
            "{count} code has an indicator; {counted} of them with a figure.",
            "{count} codes have an indicator; {counted} of them with a figure.",
            len(covered),
        ).format(count=number(len(covered)), counted=number(len(counted)))
    ]
    if without:
        text = ngettext(
            "{count} indicator has no code here.", "{count} indicators have no code here.", without
        )
        words.append(text.format(count=number(without)))
    return " ".join(words)
