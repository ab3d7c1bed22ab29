"""A form for every act: what it takes, checked where it is typed, kept as a draft until it is sent."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere, why_not
from mainstay.accounts.selectors import draft_of
from mainstay.accounts.services import drop_draft, keep_draft
from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput, NotAllowed, Reason
from mainstay.common.models import Country, Job
from mainstay.common.texts import noop as _
from mainstay.page.doors import SIGNED_IN, door, who
from mainstay.page.errors import sentence
from mainstay.page.words import hour
from mainstay.web.acts.addresses import address_of
from mainstay.web.acts.catalogue import deed_named, deeds, shut
from mainstay.web.acts.deeds import Deed
from mainstay.web.acts.downloads import download_of
from mainstay.web.acts.filled import filled, text_of
from mainstay.web.acts.finding import kind_of_model, seen
from mainstay.web.acts.forms import ActForm
from mainstay.web.acts.meeting import may_meet, sees
from mainstay.web.acts.records import called_fully, no_record, record_named
from mainstay.web.acts.refusals import table_refusals
from mainstay.web.acts.rows_field import MORE
from mainstay.web.acts.values import given_values, record_kind
from mainstay.web.acts.words import kind_called, kinds_called, label_of, sentence_of, stage_called, title_of

#: Acts whose form stands on a page of their own: the name of its address.
OWN_PAGES = {"create-token": "my_keys", "issue-card": "job_card"}
#: What the address or the form says about itself, not about the act.
OWN = {"next", "csrfmiddlewaretoken"}


#: From how many acts on they are looked for by a word.
MANY = 20


@door(SIGNED_IN)
def act_list(request: HttpRequest, stage: str) -> HttpResponse:
    """Show all that this person's roles let her do in a stage, by the kind of record that it is done to."""
    person, asked = who(request), request.GET.get("q", "").strip()
    rows = [
        {"deed": deed, "title": title_of(deed), "does": sentence_of(deed), "kind": _done_to(deed)}
        for deed in deeds(stage).values()
        if deed.actions and all(may_anywhere(person, action) for action in deed.actions)
    ]
    found = [row for row in rows if asked.casefold() in f"{row['title']} {row['does']}".casefold()]
    found.sort(key=lambda row: (row["kind"] == "", str(row["kind"]).casefold(), str(row["title"]).casefold()))
    groups = [(kind, list(one)) for kind, one in groupby(found, key=lambda row: row["kind"])]
    shown = {
        "groups": groups, "count": len(found), "stage": stage, "stage_name": stage_called(stage), "asked": asked,
        "many": len(rows) > MANY,
    }  # fmt: skip
    return render(request, "web/act_list.html", shown)


def _done_to(deed: Deed) -> str:
    """Return the kind of record that an act is done to, or else that it makes; nothing where it is neither."""
    kinds = (record_kind(value) for value in deed.values if value.required)
    kind = next((kind for kind in kinds if kind not in (None, Person, Country)), None)
    if (
        kind is None
        and isinstance(deed.returns, type)
        and issubclass(deed.returns, Model)
        and deed.returns is not Job
    ):
        kind = deed.returns
    return kinds_called(kind) if kind is not None else ""


@door(SIGNED_IN, methods=["GET", "HEAD", "POST"])
def act_page(request: HttpRequest, stage: str, verb: str) -> HttpResponseBase:
    """Show the form of one act, and do it when it is sent; what was typed stays until it is done."""
    deed = deed_named(stage, verb)
    if verb in OWN_PAGES:
        return redirect(f"{reverse(OWN_PAGES[verb])}?{request.GET.urlencode()}")
    person = who(request)
    if not all(may_anywhere(person, action) for action in deed.actions):
        raise NotAllowed("not_allowed", _("Your roles do not cover this act."))
    fixed = _fixed(deed, request.GET, person)
    place = _place(stage, verb, fixed)
    if request.method == "POST":
        return _sent(request, deed, fixed, place)
    kept = draft_of(person, place)
    form = ActForm(
        deed, person, fixed=_keys(fixed), initial={**_initial(deed, fixed, request), **_first(kept)}
    )
    return _page(request, deed, form, fixed, place, kept=bool(kept))


@door(SIGNED_IN, methods=["POST"])
def keep(request: HttpRequest, stage: str, verb: str) -> HttpResponse:
    """Keep what is typed, and tell when; nothing else happens."""
    deed = deed_named(stage, verb)
    place = _place(stage, verb, _fixed(deed, request.GET, who(request)))
    content = {name: request.POST.getlist(name) for name in request.POST if name not in OWN}
    keep_draft(by=who(request), place=place, content=content)
    return JsonResponse({"told": gettext("Saved at {time}.").format(time=hour(clock.now()))})


def _fixed(deed: Deed, given: Mapping[str, str], person: Person) -> dict[str, Model]:
    """Return the records that the address names already, such as the grant whose button was pressed.

    The first is what the act is done to: where this person may neither see it nor do the act to it, it is not told
    from one that is not there. Of the others the page says no more than their number where they are not hers to see.
    """
    found: dict[str, Model] = {}
    for value in deed.values:
        kind = record_kind(value)
        if kind is not None and given.get(value.name):
            record = record_named(kind, given[value.name], field=value.name)
            if not found and not may_meet(person, deed, record):
                raise no_record(kind, given[value.name], field=value.name)
            found[value.name] = record
    return found


def _keys(fixed: Mapping[str, Model]) -> dict[str, str]:
    return {name: str(record.pk) for name, record in fixed.items()}


def _place(stage: str, verb: str, fixed: Mapping[str, Model]) -> str:
    return "/".join([stage, verb, *(f"{name}={key}" for name, key in sorted(_keys(fixed).items()))])


def _initial(deed: Deed, fixed: Mapping[str, Model], request: HttpRequest) -> dict[str, Any]:
    given = {name: value for name, value in request.GET.items() if name not in OWN}
    return {**filled(deed, fixed, who(request)), **given}


def _first(kept: Mapping[str, list[str]]) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in kept.items()}


def _sent(request: HttpRequest, deed: Deed, fixed: dict[str, Model], place: str) -> HttpResponseBase:
    person = who(request)
    form = ActForm(deed, person, request.POST, request.FILES, fixed=_keys(fixed))
    status = 422
    if MORE in request.POST:
        form.with_more_rows(request.POST[MORE])
        return _page(request, deed, form, fixed, place)
    if form.is_valid():
        try:
            with table_refusals():
                result = deed.service(by=person, **_values(deed, form, person))
        except AppError as error:
            status = error.status
            _tell(form, error)
        else:
            drop_draft(by=person, place=place)
            return _done(request, deed, fixed, result)
    return _page(request, deed, form, fixed, place, status=status)


def _values(deed: Deed, form: ActForm, person: Any) -> dict[str, Any]:
    given = form.given()
    if any(value.name == "synthetic" for value in deed.values):
        given["synthetic"] = person.synthetic
    return given_values(deed, given, person)


def _tell(form: ActForm, error: AppError) -> None:
    problems = error.problems if isinstance(error, BadInput) else ()
    for problem in problems:
        name = (problem.field or "").partition(".")[0]
        words = sentence(problem.reason)
        if problem.row is not None:
            words = gettext("Row {row}: {words}").format(row=problem.row, words=words)
        form.add_error(name if name in form.fields else None, words)
    if not problems or not isinstance(error, BadInput):
        form.add_error(None, sentence(error.reason))


def _done(request: HttpRequest, deed: Deed, fixed: Mapping[str, Model], result: Any) -> HttpResponseBase:
    if (file := download_of(deed, result)) is not None:
        return file
    words = gettext("Done: {act}.").format(act=title_of(deed))
    if isinstance(result, str) and result:
        words = gettext("Done: {act}. {result}").format(act=title_of(deed), result=result)
    messages.success(request, words)
    if wanted := _wanted(request):
        return redirect(wanted)
    made = [result] if isinstance(result, Model) and not isinstance(result, Job) else []
    for record in (*made, *fixed.values()):
        kind = kind_of_model(type(record))
        if kind is not None and seen(who(request), kind).filter(pk=record.pk).exists():
            return redirect(address_of(record))
    return redirect("home")


def _wanted(request: HttpRequest) -> str:
    """Return where the address leads back to; nothing where that is another site."""
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""


def _page(
    request: HttpRequest, deed: Deed, form: ActForm, fixed: Mapping[str, Model], place: str, *, status: int = 200, kept: bool = False
) -> HttpResponse:  # fmt: skip
    stage, verb = place.split("/")[:2]
    shown = {
        "title": title_of(deed),
        "stage": stage,
        "stage_name": stage_called(stage),
        "does": sentence_of(deed),
        "form": form,
        "fixed": [_shown_fixed(name, record, who(request)) for name, record in fixed.items()],
        "stops": [sentence(reason) for reason in _stops(deed, fixed, who(request))],
        "keep": reverse("act_keep", args=[stage, verb]) + "?" + request.GET.urlencode(),
        "files": form.is_multipart(),
        "next": _wanted(request),
        "kept": kept,
    }
    return render(request, "web/act.html", shown, status=status)


def _shown_fixed(name: str, record: Model, person: Person) -> dict[str, str]:
    if not sees(person, record):
        return {
            "label": label_of(name),
            "called": str(getattr(record, "number", record.pk)),
            "address": "",
        }
    return {
        "label": label_of(name) or kind_called(type(record)),
        "called": called_fully(record),
        "address": address_of(record),
        "text": text_of(record),
    }


def _stops(deed: Deed, fixed: Mapping[str, Model], person: Any) -> list[Reason]:
    """Return why the act cannot be done to the record of the page now: said before anything is typed."""
    first = next((name for name in fixed if name in {value.name for value in deed.values}), None)
    if first is None:
        return []
    record = fixed[first]
    if (reason := shut(deed, first, record, person)) is not None:
        return [reason]
    reasons = (why_not(person, action, record) for action in deed.actions)
    return [reason for reason in reasons if reason is not None]
