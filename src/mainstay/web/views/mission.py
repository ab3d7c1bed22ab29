"""What Mainstay does of what the founding documents ask for, and what not yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.doors import PUBLIC, door
from mainstay.page.words import number
from mainstay.web.selectors import mission

STATES = {
    "WHOLE": ("done", _("answered")),
    "PART": ("waiting", _("in part")),
    "NOT_YET": ("ahead", _("not yet")),
}


@door(PUBLIC)
def mission_page(request: HttpRequest) -> HttpResponse:
    """Show each function, all or those of one state, or one with what answers it."""
    every = mission.functions()
    counts = mission.counted(every)
    chosen, code = request.GET.get("state", ""), request.GET.get("code", "")
    rows = [
        {"function": row, "mark": STATES[row.state], "pages": mission.page_links(row.pages) if code else []}
        for row in every
        if (row.code == code if code else chosen not in STATES or row.state == chosen)
    ]
    answer = gettext(
        "Of {all} functions that the founding documents name, {whole} are answered, {part} in part, {not_yet} not yet."
    ).format(
        all=number(len(every)),
        whole=number(counts["WHOLE"]),
        part=number(counts["PART"]),
        not_yet=number(counts["NOT_YET"]),
    )
    states = [(code, word, counts[code]) for code, (_mark, word) in STATES.items()]
    shown = {"rows": rows, "answer": answer, "states": states, "chosen": chosen, "code": code}
    return render(request, "web/mission.html", shown)
