"""A day on which two sites say that a worker was with them: what each says, and the decision beside it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from mainstay.accounts.permissions import may
from mainstay.common.errors import AppError, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms.clashes import SettleForm
from mainstay.deliver.works.models import MarkClash
from mainstay.deliver.works.selectors.clashes import clashes_visible
from mainstay.deliver.works.services.clashes import settle_clash
from mainstay.deliver.works.views.heads import works_head
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.words import day


@door("works.read_rolls", methods=["GET", "HEAD", "POST"])
def clash_page(request: HttpRequest, key: int) -> HttpResponse:
    """Show what both sites say about a day, and let the supervisor settle which is true."""
    person = who(request)
    clash = clashes_visible(person).filter(pk=key).first()
    if clash is None:
        raise NotFound(
            "no_clash", _("This clash is not there, or the rolls of its sites are not yours to read.")
        )
    settles = clash.state == "OPEN" and may(person, "works.settle_clash", clash)
    form = SettleForm(request.POST or None, clash=clash) if settles else None
    status, refused = 200, ""
    if request.method == "POST" and form is not None:
        status = 422
        if form.is_valid():
            try:
                settle_clash(by=person, clash=clash, **form.cleaned_data)
            except AppError as error:
                refused, status = sentence(error.reason), error.status
            else:
                messages.success(
                    request, gettext("Settled. One mark counts; the other stays readable beside it.")
                )
                return redirect("works_clash", key=key)
    shown = {
        **works_head(person, clash.roll.site.project),
        "clash": clash,
        "there": clash.against.roll.site,
        "here": clash.roll.site,
        "form": form,
        "refused": refused,
        "answer": _answer(clash),
    }
    return render(request, "works/clash.html", shown, status=status)


def _answer(clash: MarkClash) -> str:
    there, here = clash.against.roll.site.code, clash.roll.site.code
    if clash.state == "OPEN":
        words = gettext(
            "{there} and {here} both say that she was with them on {day}. Only {there} counts until it is settled."
        )
        return words.format(there=there, here=here, day=day(clash.day))
    words = gettext("She was on {site} on {day}: only that mark counts.")
    return words.format(site=there if clash.decision == "STANDS" else here, day=day(clash.day))
