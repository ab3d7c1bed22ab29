"""The questions as a person will be asked them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext

from mainstay import playbook
from mainstay.assess import selectors
from mainstay.assess.models import Assessment
from mainstay.assess.selectors.questions import why_not_texts
from mainstay.assess.tables import FormTable
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import enumerated, language_name, named, number

from .shown import found, on_top

#: Languages that a form can be looked at in, as their speakers call them.
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}


@door("assess.read_assessments")
def forms_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show which question modules are asked, how long they take, and which forms are built and in the field."""
    assessment = found(request, uid)
    rows = _rows(assessment)
    minutes = sum(row["minutes"] for row in rows)
    fielded = sum(bool(row["fielded_at"]) for row in rows)
    words = [
        ngettext("{count} question module, {minutes} minutes in all.", "{count} question modules, {minutes} minutes in all.", len(rows)),
        ngettext("{fielded} form is in the field.", "{fielded} forms are in the field.", fielded),
    ]  # fmt: skip
    answer = " ".join(words).format(count=number(len(rows)), minutes=number(minutes), fielded=number(fielded))
    shown = {
        **on_top(who(request), assessment, "assess_forms"),
        "question": gettext("What is asked, and of whom?"),
        "answer": answer if rows else gettext("No question module is chosen yet."),
    }
    return listed(request, "assess/list.html", FormTable(rows), shown, name="forms")


def _rows(assessment: Assessment) -> list[dict[str, Any]]:
    modules = playbook.current().assessment_modules
    newest = {form.module: form for form in assessment.forms.order_by("number")}
    chosen = [code for code in dict.fromkeys([*assessment.modules, *newest]) if code in modules]
    return [
        {
            "uid": assessment.uid,
            "module": code,
            "respondent": _respondent(code),
            "minutes": modules[code].minutes,
            "languages": enumerated(map(language_name, newest[code].languages)) if code in newest else "",
            "built_at": newest[code].built_at if code in newest else None,
            "fielded_at": newest[code].fielded_at if code in newest else None,
        }
        for code in chosen
    ]


def _respondent(code: str) -> str:
    return str(playbook.current().text(f"assessment_modules/{code}/respondent", (get_language() or "en")[:2]))


@door("assess.read_assessments")
def form_page(request: HttpRequest, uid: str, module: str) -> HttpResponse:
    """Show one question module as a person sees it, in a language of choice; nothing can be answered here."""
    assessment = found(request, uid)
    if module not in assessment.modules and not assessment.forms.filter(module=module).exists():
        raise NotFound("no_module", noop("This assessment does not ask that module."))
    wanted = request.GET.get("language", "") or (get_language() or "en")[:2]
    language = wanted if wanted in LANGUAGES else "en"
    form = selectors.form_shown(assessment, module, language)
    spoken = language if language in form.languages else form.languages[0]
    reason = why_not_texts(module, [language])
    entry = playbook.current().assessment_modules.get(module)
    answer = gettext("{name}: {minutes} minutes, asked of: {respondent}.").format(
        name=named("assessment_modules", module), minutes=number(entry.minutes if entry else None),
        respondent=_respondent(module) if entry else "–",
    )  # fmt: skip
    shown = {
        **on_top(who(request), assessment, "assess_forms"),
        "form": form,
        "nodes": selectors.nodes_shown(form, spoken),
        "answer": answer,
        "module": named("assessment_modules", module),
        "language": language,
        "spoken": spoken,
        "direction": "rtl" if spoken == "ar" else "ltr",
        "missing": form.number and language not in form.languages,
        "languages": [(code, name) for code, name in LANGUAGES.items() if code in form.languages],
        "reason": sentence(reason) if reason else "",
    }
    return render(request, "assess/form.html", shown)
