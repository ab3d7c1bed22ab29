"""A worker's own page, by card number and PIN: her days, her pay, her complaints, her data. No account, no name.

The number and the PIN come in the body of a form, never in an address; nothing here is written to a log. Who is let
in holds a signed cookie of its own for some minutes, which a new PIN ends; no page is kept by a browser or a proxy.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from mainstay import playbook
from mainstay.accounts.selectors import requests_about
from mainstay.common import clock
from mainstay.common.errors import AppError
from mainstay.deliver.works.models import Worker
from mainstay.deliver.works.selectors import own_pay as own
from mainstay.deliver.works.selectors.keeping import by_receipt, keeping_of, receipt_of
from mainstay.deliver.works.services.own import ask_own_data, make_complaint, open_card, own_digest
from mainstay.page import numerals
from mainstay.page.doors import PUBLIC, door
from mainstay.page.errors import sentence
from mainstay.page.words import day, grouped, named, number

COOKIE, SALT = "mine", "mainstay.mine"
PAY_STATES = {
    "PAID": ("done", _("paid")), "SENT": ("waiting", _("sent, not confirmed yet")), "WAITING": ("waiting", _("being paid")),
    "FAILED": ("late", _("did not arrive, it is tried again")), "REVERSED": ("late", _("taken back")),
    "DROPPED": ("waiting", _("being paid")), "": ("waiting", _("not paid yet")),
}  # fmt: skip
COMPLAINT_STATES = {
    "RECEIVED": ("waiting", _("received")), "ACKNOWLEDGED": ("waiting", _("received and read")),
    "ROUTED": ("waiting", _("being answered")), "ANSWERED": ("done", _("answered")), "CLOSED": ("done", _("answered")),
}  # fmt: skip
Page = Callable[..., HttpResponse]


class CardForm(forms.Form):
    """Number and PIN, as they stand on the job card."""

    number = forms.CharField(
        label=_("Card number"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    pin = forms.CharField(
        label=_("PIN"), max_length=12, widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"})
    )  # fmt: skip


class ComplaintForm(forms.Form):
    """What is wrong, in the worker's own words."""

    category = forms.ChoiceField(label=_("What is it about?"))
    words = forms.CharField(
        label=_("What happened?"), help_text=_("In your own words, in any language. You need not write your name."),
        max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("How can we reach you, if you want that?"), max_length=120, required=False
    )
    answer_here = forms.BooleanField(
        label=_("Let me read the answer on this page. Nobody sees who I am."), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = playbook.current().lists.grievance_categories
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (code, named("reference_lists.grievance_categories", code)) for code in known
        ]


class ReceiptForm(forms.Form):
    """The receipt, as it was shown."""

    receipt = forms.CharField(
        label=_("Receipt"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class DataForm(forms.Form):
    """What she wants of the data about her."""

    kind = forms.ChoiceField(
        label=_("What do you want?"), widget=forms.RadioSelect,
        choices=[("see", _("See what is written about me")), ("correct", _("Correct something that is wrong")), ("delete", _("Delete what is held about me"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("What exactly?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _minutes() -> int:
    return playbook.current().retention.own_card.minutes


def _stamp(worker: Worker) -> str:
    """Return what ties a cookie to the PIN in force: a new PIN, or too many wrong tries, end it."""
    return hashlib.sha256(worker.pin_hash.encode()).hexdigest()[:16]


def worker_in(request: HttpRequest) -> Worker | None:
    """Return the worker whose signed cookie the browser holds, while its minutes last."""
    try:
        told = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=timedelta(minutes=_minutes())
        )
    except signing.BadSignature:
        return None
    worker = Worker.objects.select_related("project").filter(uid=told["worker"]).exclude(pin_hash="").first()
    return worker if worker is not None and told["pin"] == _stamp(worker) else None


def signed(worker: Worker) -> str:
    """Return what the cookie of a worker who is in holds."""
    return signing.dumps({"worker": str(worker.uid), "pin": _stamp(worker)}, salt=SALT)


def _keep(answer: HttpResponse, worker: Worker) -> HttpResponse:
    answer.set_cookie(
        COOKIE,
        signed(worker),
        max_age=_minutes() * 60, path=reverse("mine"), httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


def _in_digits_of(worker: Worker) -> AbstractContextManager[None]:
    """Write as it is written where she works: she has no account that says so."""
    return numerals.about(lambda: str(worker.project.country.iso2))


def _own(view: Page) -> Page:
    """Return the view for whoever is in; everybody else is led to the card."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        worker = worker_in(request)
        if worker is None:
            return redirect("mine")
        with _in_digits_of(worker):
            return _keep(view(request, worker, *args, **kwargs), worker)

    return guarded


def _too_often(request: HttpRequest) -> bool:
    """Return whether this place tried more often in this minute than is allowed; the place is kept as a digest alone."""
    from allauth.account.adapter import get_adapter

    place = str(get_adapter(request).get_client_ip(request))
    key = f"mine:{hashlib.sha256(place.encode()).hexdigest()[:32]}:{int(clock.now().timestamp()) // 60}"
    cache.add(key, 0, 120)
    return cache.incr(key) > playbook.current().retention.own_card.tries_a_minute


@door(PUBLIC, methods=["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("number", "pin")
def card(request: HttpRequest) -> HttpResponse:
    """Ask for card number and PIN, or show the own days and pay of who is in."""
    if request.method == "POST":
        return _let_in(request)
    worker = worker_in(request)
    if worker is None:
        return _asked(request, CardForm())
    with _in_digits_of(worker):
        return _keep(_shown(request, worker), worker)


def _let_in(request: HttpRequest) -> HttpResponse:
    form = CardForm(request.POST)
    if _too_often(request):
        form.add_error(None, gettext("Too many tries from here. Wait a minute, then try again."))
        return _asked(request, form, status=429)
    if not form.is_valid():
        return _asked(request, form, status=422)
    try:
        worker = open_card(number=form.cleaned_data["number"], pin=form.cleaned_data["pin"])
    except AppError as refused:
        form.add_error(None, sentence(refused.reason))
        return _asked(request, form, status=422)
    answer = _keep(redirect("mine"), worker)
    if worker.language in dict(settings.LANGUAGES) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, worker.language, samesite="Lax")
    return answer


def _asked(request: HttpRequest, form: CardForm, *, status: int = 200) -> HttpResponse:
    return render(request, "works/mine/card.html", {"form": form}, status=status)


def _shown(request: HttpRequest, worker: Worker) -> HttpResponse:
    weeks = own.own_weeks(worker, today=clock.today())
    pay = own.own_pay(worker)
    for line in pay:
        line["mark"], line["word"] = PAY_STATES.get(line["payment"], PAY_STATES[""])
        line["late"] = (
            line["payment"] != "PAID" and line["due_on"] is not None and line["due_on"] < clock.today()
        )
    shown = {
        "worker": worker,
        "answer": _answer(weeks, pay),
        "weeks": [_week(week) for week in weeks],
        "pay": pay,
        "complaints": [
            (row, receipt_of(row.reference), *COMPLAINT_STATES[row.state])
            for row in own.own_complaints(own_digest(worker))
        ],
        "requests": [(row, receipt_of(f"D{row.pk}")) for row in requests_about(f"worker:{worker.pk}")[:12]],
        "said": request.GET.get("said", ""),
        "minutes": _minutes(),
        "seconds": _minutes() * 60,
    }
    return render(request, "works/mine/days.html", shown)


def _week(week: dict[str, Any]) -> dict[str, Any]:
    known = playbook.current().attendance
    worked = sum(known[mark.code].worked_fraction for mark in week["marks"] if mark.code in known)
    days = [
        {"day": mark.day, "word": named("attendance", mark.code), "site": mark.roll.site.name, "minutes": mark.minutes}
        for mark in week["marks"]
    ]  # fmt: skip
    return {"first": week["first"], "last": week["first"] + timedelta(days=6), "worked": worked, "days": days}


def _answer(weeks: list[dict[str, Any]], pay: list[dict[str, Any]]) -> str:
    worked = sum(_week(week)["worked"] for week in weeks)
    words = [gettext("No day is written for you yet.")]
    if weeks:
        first, last = weeks[-1]["first"], weeks[0]["first"] + timedelta(days=6)
        text = gettext("Days worked from {first} to {last}: {days}.")
        words = [text.format(first=day(first), last=day(last), days=number(worked))]
    waiting = [line for line in pay if line["payment"] != "PAID"]
    paid = next((line for line in pay if line["payment"] == "PAID"), None)
    if waiting:
        line = waiting[-1]
        text = gettext("Not paid yet: {currency} {net}, due by {day}.") if line["due_on"] else gettext("Not paid yet: {currency} {net}.")  # fmt: skip
        words.append(
            text.format(currency=line["currency"], net=grouped(line["net"]), day=day(line["due_on"]))
        )
    if paid:
        words.append(
            gettext("Last paid: {currency} {net} on {day}.").format(
                currency=paid["currency"], net=grouped(paid["net"]), day=day(paid["paid_on"])
            )
        )
    return " ".join(words)


@door(PUBLIC, methods=["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@_own
def complain(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Take down a complaint in the worker's own words; without her name, and answered on her page if she wants."""
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        reference = make_complaint(
            project=worker.project, category=told["category"], words=told["words"], contact=told["contact"],
            worker=worker if told["answer_here"] else None,
        )  # fmt: skip
        if reference:
            _hand_out(request, reference)
        return redirect(f"{reverse('mine')}?said={'complaint' if reference else 'restricted'}")
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "title": gettext("Complain"), "button": gettext("Send the complaint")}
    return render(request, "works/mine/form.html", {**shown, "kind": "complaint"}, status=status)


@door(PUBLIC, methods=["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@_own
def own_data(request: HttpRequest, worker: Worker) -> HttpResponse:
    """Take down what a worker wants of the data about her: to see, correct or delete it."""
    form = DataForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = ask_own_data(worker=worker, kind=form.cleaned_data["kind"], words=form.cleaned_data["words"])
        _hand_out(request, f"D{asked.pk}")
        return redirect(f"{reverse('mine')}?said=data")
    status = 422 if request.method == "POST" else 200
    shown = {"form": form, "title": gettext("My data"), "button": gettext("Send")}
    return render(request, "works/mine/form.html", {**shown, "kind": "data", **_kept(worker)}, status=status)


def _hand_out(request: HttpRequest, reference: str) -> None:
    """Show the receipt once, on the next page: it is in no address and in no log."""
    text = gettext(
        "Your receipt: {receipt}. Write it down: with it you read where it stands, without a card."
    )
    messages.success(request, text.format(receipt=receipt_of(reference)))


def _kept(worker: Worker) -> dict[str, Any]:
    """Return what is kept about a worker as the page tells it: by which rule, until when, why."""
    keeping, language = keeping_of(worker), get_language() or "en"
    book = playbook.current()
    kept = [
        {"rule": one.rule, "name": named("retention.rules", one.rule), "months": one.months, "until": one.until,
         "why": book.text(f"retention.rules/{one.rule}/why", language)}
        for one in keeping.kept
    ]  # fmt: skip
    return {"keeping": keeping, "kept": kept}


@door(PUBLIC, methods=["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("receipt")
def receipt(request: HttpRequest) -> HttpResponse:
    """Tell whoever holds a receipt where the complaint or the request about data stands; without card or account."""
    form, shown, status = ReceiptForm(request.POST or None), {}, 200
    if request.method == "POST":
        status = 422
        if _too_often(request):
            form.add_error(None, gettext("Too many tries from here. Wait a minute, then try again."))
            status = 429
        elif form.is_valid():
            try:
                told = by_receipt(form.cleaned_data["receipt"])
            except AppError as refused:
                form.add_error(None, sentence(refused.reason))
            else:
                status = 200
                shown = {"told": told, "mark": COMPLAINT_STATES[told.state]}
                if told.worker is not None:
                    shown |= _kept(told.worker)
    return render(request, "works/mine/receipt.html", {"form": form, **shown}, status=status)


@door(PUBLIC, methods=["POST"])
@never_cache
def out(request: HttpRequest) -> HttpResponse:
    """Forget who is in."""
    answer = redirect("mine")
    answer.delete_cookie(COOKIE, path=reverse("mine"), samesite="Strict")
    return answer
