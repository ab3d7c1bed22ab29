"""Asking for help: a draft that keeps itself, a look at likely duplicates, a receipt with a number."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, holdings
from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput, Problem, RuleBroken
from mainstay.decide import services
from mainstay.decide.forms import DraftForm, SendForm
from mainstay.decide.models import Request
from mainstay.decide.rules import MANDATORY, why_not_send
from mainstay.decide.selectors import likely_duplicates
from mainstay.decide.tables import REQUEST_MARKS
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.words import enumerated, hour

#: The origin that a constituent's own role proposes.
ORIGIN_OF = {
    "CONST_GOV": "constituent_government", "CONST_EMP": "constituent_employers", "CONST_WORK": "constituent_workers",
    "DONOR": "donor",
}  # fmt: skip


def _draft(person: Person, uid: str) -> Request:
    rows = Request.objects.filter(sent_by=person)
    return get_visible(rows, person, "decide.read_own_requests", uid=uid)


@door("decide.send_request", methods=["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Say what is asked and that a draft keeps itself; the button begins one, or goes on with the last."""
    person = who(request)
    if not isinstance(person, Person):
        return redirect(f"{reverse('account_login')}?next={reverse('ask')}")
    if request.method == "POST":
        place = next((held.scope[1] for held in holdings(person) if held.scope[0] == "country"), "")
        draft = services.save_draft(by=person, country=_country(place))
        return redirect("ask_draft", uid=draft.uid)
    begun = Request.objects.filter(sent_by=person, state="DRAFT").order_by("-pk")[:5]
    return render(request, "decide/begin.html", {"begun": begun})


def _country(iso3: str) -> Any:
    from mainstay.common.models import Country

    return Country.objects.filter(pk=iso3).first() if iso3 else None


def _filled(draft: Request) -> dict[str, Any]:
    names = [name for name in DraftForm.base_fields if name != "country"]
    return {"country": draft.country_id or "", **{name: getattr(draft, name) for name in names}}


@door("decide.read_own_requests", methods=["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the form as far as it is filled in; both buttons store it, the second goes on to sending."""
    person = who(request)
    draft = _draft(person, uid)
    if draft.state != "DRAFT":
        return redirect("request", reference=draft.reference)
    if request.method != "POST":
        return _form(request, draft, DraftForm(initial=_filled(draft)))
    form = DraftForm(request.POST)
    status = 200
    if _store(person, draft, form):
        if "send" not in request.POST:
            messages.success(request, gettext("The draft is saved. It waits for you here."))
            return redirect("ask_draft", uid=draft.uid)
        if why_not_send(_given(draft)):
            for name in MANDATORY:
                if not _given(draft)[name]:
                    form.add_error(name, gettext("This answer is needed before the request is sent."))
        else:
            return redirect("ask_send", uid=draft.uid)
    if form.errors:
        status = 422
    return _form(request, draft, form, status=status)


def _given(draft: Request) -> dict[str, object]:
    return {"country": draft.country_id, "what_happened": draft.what_happened, "work_effects": draft.work_effects,
            "asked": draft.asked}  # fmt: skip


def _store(person: Person, draft: Request, form: DraftForm) -> bool:
    """Store every answer that can be used; return whether all could, the others standing as errors of the form."""
    answers = form.answers()
    try:
        services.save_draft(
            by=person, draft=draft, country=form.chosen_country, language=get_language() or "en", **answers
        )
    except BadInput as error:
        wrong = {problem.field for problem in error.problems}
        kept = {name: value for name, value in answers.items() if name not in wrong}
        services.save_draft(by=person, draft=draft, country=form.chosen_country, **kept)
        _show(form, error.problems)
    return not form.errors


def _show(form: DraftForm, problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        form.add_error(problem.field if problem.field in form.fields else None, sentence(problem.reason))


def _form(request: HttpRequest, draft: Request, form: DraftForm, *, status: int = 200) -> HttpResponse:
    return render(request, "decide/draft.html", {"form": form, "draft": draft}, status=status)


@door("decide.read_own_requests", methods=["POST"])
def keep(request: HttpRequest, uid: str) -> HttpResponse:
    """Store the draft as it is typed and tell when; nothing else happens."""
    person = who(request)
    draft = _draft(person, uid)
    form = DraftForm(request.POST)
    stored = _store(person, draft, form)
    told = gettext("Saved at {time}.").format(time=hour(clock.now()))
    if not stored:
        fields = enumerated(str(form.fields[name].label) for name in form.errors if name in form.fields)
        told += " " + gettext("Not saved, because it cannot be read: {fields}.").format(fields=fields)
    return JsonResponse({"told": told})


@door("decide.read_own_requests", methods=["GET", "HEAD", "POST"])
def send(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what will be sent and requests that are likely the same; the button sends it."""
    person = who(request)
    draft = _draft(person, uid)
    if draft.state != "DRAFT":
        return redirect("request", reference=draft.reference)
    if why_not_send(_given(draft)):
        return redirect("ask_draft", uid=draft.uid)
    form = SendForm(request.POST or None, initial=_proposed(person))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                sent = services.send_request(
                    by=person, draft=draft, synthetic=person.synthetic, **form.cleaned_data
                )
                return redirect("request", reference=sent.reference)
            except (BadInput, RuleBroken) as error:
                form.add_error(None, _words(error))
    duplicates = likely_duplicates(
        country=draft.country_id or "", crisis_types=draft.crisis_types, onset_on=draft.onset_on, areas=draft.areas, but=draft
    )  # fmt: skip
    shown = {
        "draft": draft,
        "form": form,
        "duplicates": [(found, *REQUEST_MARKS[found.state]) for found, _likeness in duplicates],
    }
    return render(request, "decide/send.html", shown, status=status)


def _words(error: AppError) -> str:
    return sentence(error.reason)


def _proposed(person: Person) -> dict[str, str]:
    roles = [held.role for held in holdings(person)]
    origin = next((ORIGIN_OF[role] for role in roles if role in ORIGIN_OF), "")
    return {"origin": origin, "requester": person.name}
