"""The job card with its PIN: printed once, shown nowhere again."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.common.errors import AppError
from mainstay.deliver.works.models import Worker
from mainstay.deliver.works.services.workers import card_number, issue_card
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence


class JobCardForm(forms.Form):
    """Whose card it is."""

    card = forms.CharField(
        label=_("Card of the worker"), max_length=20,
        help_text=_("As it stands on the list of workers. A new PIN is made; the old one no longer opens anything."),
    )  # fmt: skip


def _found(person: Person, card: str) -> Worker | None:
    """Return the one worker with this card whom `person` may see; None where there is none, or more than one."""
    seen = visible(Worker.objects.filter(card__iexact=card.strip()), person, "works.read_workers")
    rows = [
        row for row in seen.select_related("project").distinct()[:8] if may(person, "works.issue_card", row)
    ]
    return rows[0] if len(rows) == 1 else None


def _card_asked(request: HttpRequest) -> str:
    """Return the card of the worker from whose page this one was opened, if she is seen by who asks."""
    key = request.GET.get("worker", "")
    seen = visible(
        Worker.objects.filter(pk=key if key.isdecimal() else 0), who(request), "works.read_workers"
    )
    return seen.values_list("card", flat=True).first() or ""


@door("works.issue_card", methods=["GET", "HEAD", "POST"])
@never_cache
def job_card(request: HttpRequest) -> HttpResponse:
    """Make a new PIN for a worker's card and show both this once, to be printed and handed over."""
    person = who(request)
    form = JobCardForm(request.POST or None, initial={"card": _card_asked(request)})
    if request.method == "POST" and form.is_valid():
        worker = _found(person, form.cleaned_data["card"])
        if worker is None:
            form.add_error("card", gettext("No worker of your sites has this card, or several have. Look at the number again."))  # fmt: skip
        else:
            try:
                pin = issue_card(by=person, worker=worker)
            except AppError as refused:
                form.add_error(None, sentence(refused.reason))
            else:
                address = request.build_absolute_uri(reverse("mine"))
                shown = {"worker": worker, "number": card_number(worker), "pin": pin, "address": address}
                return render(request, "works/job_card.html", shown)
    status = 422 if request.method == "POST" else 200
    return render(request, "works/job_card_ask.html", {"form": form}, status=status)
