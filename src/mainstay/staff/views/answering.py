"""An expert answers by her link whether she can go: two minutes, no account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from mainstay.common import clock
from mainstay.common.errors import AppError
from mainstay.page.doors import PUBLIC, door
from mainstay.page.errors import sentence
from mainstay.staff.forms import AnswerForm
from mainstay.staff.services.availability import answer_availability, ask_of


@door(PUBLIC, methods=["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask one question and take its answer; the page names nobody and shows nothing else of the roster."""
    ask = ask_of(token)
    form, refused, status = AnswerForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                answer_availability(ask=ask, **form.cleaned_data)
            except AppError as error:
                refused, status = sentence(error.reason), error.status
            else:
                status = 200
    places = [row.country for row in ask.request.case.countries.select_related("country")]
    shown = {
        "ask": ask,
        "team": ask.request,
        "places": places,
        "form": form,
        "refused": refused,
        "open": not ask.answer and ask.expires_at >= clock.now(),
        "said": gettext("Thank you. Your answer has arrived; nothing else is to be done.")
        if ask.answer
        else gettext("This link has ended. Ask the roster manager for a new one."),
    }
    return render(request, "staff/answer.html", shown, status=status)
