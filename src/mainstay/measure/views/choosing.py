"""Choosing a project's indicators from the catalogue: what each means is shown, and cannot be changed here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mainstay import playbook
from mainstay.cases.selectors import head_of
from mainstay.common.errors import BadInput
from mainstay.measure.methods.catalogue import MEASURES
from mainstay.measure.selectors import definitions_in_force
from mainstay.measure.selectors.pages import LEVELS, project_of
from mainstay.measure.services import choose_indicators
from mainstay.measure.tables import LEVEL_NAMES, dimension_names
from mainstay.page.doors import door, who
from mainstay.page.errors import place_and_sentence, sentence
from mainstay.page.words import named, number


class CatalogueFilter(forms.Form):
    """What the catalogue is narrowed by."""

    words = forms.CharField(required=False, label=_("Words or code"), max_length=60)
    level = forms.ChoiceField(
        required=False, label=_("Level"), choices=[("", _("All")), *((code, LEVEL_NAMES[code]) for code in LEVELS)]
    )  # fmt: skip


@door("measure.choose_indicators", methods=["GET", "HEAD", "POST"])
def choose_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the catalogue with search; choose indicators, each with a local name if people here call it otherwise."""
    person = who(request)
    project = project_of(person, uid)
    problems: list[str] = []
    if request.method == "POST":
        codes = request.POST.getlist("code")
        names = {code: request.POST.get(f"name-{code}", "") for code in codes}
        try:
            choose_indicators(by=person, project=project, codes=codes, local_names=names)
        except BadInput as error:
            problems = [place_and_sentence(row) for row in error.problems] or [sentence(error.reason)]
        else:
            words = ngettext("{count} indicator chosen.", "{count} indicators chosen.", len(codes))
            messages.success(request, words.format(count=number(len(codes))))
            return redirect("figures", uid=project.uid)
    form = CatalogueFilter(request.GET or None)
    held = {row.code: row for row in definitions_in_force(person, project)}
    rows = [_row(code, held.get(code), request) for code in _found(form)]
    shown = {
        "project": project,
        "head": head_of(person, project.case.reference),
        "filters": form,
        "rows": rows,
        "problems": problems,
        "answer": _answer(len(rows), len(held)),
    }
    return render(request, "measure/choose.html", shown, status=422 if problems else 200)


def _found(form: CatalogueFilter) -> list[str]:
    given = form.cleaned_data if form.is_valid() else {}
    words, level = given.get("words", "").strip().casefold(), given.get("level", "")
    known = playbook.current().indicators
    return [
        code
        for code in MEASURES
        if (not level or known[code].result_level == level)
        and words in f"{code} {known[code].name} {named('indicators', code)} {known[code].formula}".casefold()
    ]


def _row(code: str, held: Any, request: HttpRequest) -> dict[str, Any]:
    known = playbook.current().indicators[code]
    return {
        "code": code,
        "known": known,
        "name": named("indicators", code),
        "level": LEVEL_NAMES[known.result_level],
        "dimensions": dimension_names(known.disaggregation),
        "held": held,
        "ticked": code in request.POST.getlist("code"),
        "local": request.POST.get(f"name-{code}", ""),
    }


def _answer(found: int, held: int) -> str:
    others = len(playbook.current().indicators) - len(MEASURES)
    words = [
        ngettext("{count} indicator fits.", "{count} indicators fit.", found).format(count=number(found)),
        ngettext("This project has {count}.", "This project has {count}.", held).format(count=number(held)),
        ngettext(
            "{count} more stands in the playbook; it is not counted from records here yet.",
            "{count} more stand in the playbook; they are not counted from records here yet.",
            others,
        ).format(count=number(others)),
    ]
    return " ".join(words)
