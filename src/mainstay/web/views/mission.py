"""What Mainstay does of what the founding documents ask for, and what not yet."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.doors import PUBLIC, door
from mainstay.page.words import number
from mainstay.web.selectors import mission

STATES = {
    "WHOLE": ("done", _("answered")),
    "PART": ("waiting", _("in part")),
    "NOT_YET": ("ahead", _("not yet")),
}


class MissionFilter(forms.Form):
    """What the list of functions is narrowed by."""

    words = forms.CharField(required=False, label=_("Contains"), max_length=60)
    state = forms.ChoiceField(
        required=False, label=_("State"),
        choices=[("", _("All")), *((code, word) for code, (_mark, word) in STATES.items())],
    )  # fmt: skip


@door(PUBLIC)
def mission_page(request: HttpRequest) -> HttpResponse:
    """Show the functions by part of the product, what is not there yet first; or one with what answers it."""
    every = mission.functions()
    form = MissionFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    code = request.GET.get("code", "")
    found = [row for row in every if (row.code == code if code else _fits(row, given))]
    shown = {
        "answer": _answer(every),
        "filters": form,
        "code": code,
        "one": _row(found[0]) if code and found else None,
        "parts": [_part(part, rows, any(given.values())) for part, rows in mission.by_part(found).items()],
        "narrowed": _narrowed(len(found)) if any(given.values()) else "",
    }
    return render(request, "web/mission.html", shown)


def _fits(row: mission.Function, given: dict[str, str]) -> bool:
    words, state = given.get("words", "").casefold(), given.get("state", "")
    text = f"{row.code} {row.item} {row.function} {row.missing} {row.parts}".casefold()
    return words in text and state in {"", row.state}


def _answer(every: list[mission.Function]) -> str:
    counts = mission.counted(every)
    return gettext(
        "Of {all} functions that the founding documents name, {whole} are answered, {part} in part, {not_yet} not yet."
    ).format(
        all=number(len(every)),
        whole=number(counts["WHOLE"]),
        part=number(counts["PART"]),
        not_yet=number(counts["NOT_YET"]),
    )


def _narrowed(count: int) -> str:
    text = ngettext("{count} function fits.", "{count} functions fit.", count)
    return text.format(count=number(count)) if count else gettext("No function fits.")


def _row(function: mission.Function) -> dict[str, Any]:
    return {
        "function": function,
        "mark": STATES[function.state],
        "pages": mission.page_links(function.pages),
    }


def _part(part: str, rows: list[mission.Function], narrowed: bool) -> dict[str, Any]:
    """Return one part of the product: what is not there yet, in part and answered, each as a list of its own."""
    counts = mission.counted(rows)
    states = [
        {
            "word": word,
            "mark": mark,
            "count": counts[code],
            "open": narrowed or code == "NOT_YET",
            "rows": [row for row in rows if row.state == code],
        }
        for code, (mark, word) in reversed(STATES.items())
        if counts[code]
    ]
    return {
        "name": mission.part_called(part),
        "states": states,
        "open": narrowed or bool(counts["NOT_YET"]),
    }
