"""A mark put right from its day: the old value stays in sight, a reason is given, a second person signs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from mainstay.accounts.permissions import get_visible
from mainstay.common.errors import AppError, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms.marks import TAKE_AWAY, CorrectionForm
from mainstay.deliver.works.models import Mark, MarkCorrection
from mainstay.deliver.works.selectors.sites import rolls_visible
from mainstay.deliver.works.services.marking import correct_mark, sign_correction
from mainstay.deliver.works.views.heads import works_head
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence


def _mark(request: HttpRequest, key: int) -> Mark:
    rows = Mark.objects.filter(roll__in=rolls_visible(who(request)).values("pk"), superseded=False)
    found = rows.select_related("roll__site__project__case", "roll__site__project__country", "worker").filter(
        pk=key
    )
    mark = found.first()
    if mark is None:
        raise NotFound(
            "no_mark", _("This mark is not there, or was corrected already. Look at the day again.")
        )
    return mark


@door("works.correct_mark", methods=["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """Ask what the day truly was; writing it leaves the old value beside the new one."""
    mark, status, refused = _mark(request, key), 200, ""
    first = {"code": mark.code, "hours": "" if mark.minutes is None else mark.minutes / 60}
    form = CorrectionForm(request.POST or None, initial=first)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            minutes = None if given["hours"] is None else round(given["hours"] * 60)
            code = None if given["code"] == TAKE_AWAY else given["code"]
            try:
                correct_mark(by=who(request), mark=mark, reason=given["reason"], code=code, minutes=minutes)
            except AppError as error:
                refused, status = sentence(error.reason), error.status
            else:
                messages.success(
                    request,
                    gettext("The mark is put right. A second person signs it on the page of the day."),
                )
                return redirect("works_roll_day", uid=mark.roll.uid, day=mark.day.isoformat())
    shown = {
        **works_head(who(request), mark.roll.site.project),
        "mark": mark,
        "form": form,
        "refused": refused,
    }
    return render(request, "works/correct.html", shown, status=status)


@door("works.sign_correction", methods=["POST"])
def sign(request: HttpRequest, key: int) -> HttpResponse:
    """Sign a correction as second person."""
    correction = get_visible(
        MarkCorrection.objects.select_related("roll__site__project", "old"),
        who(request),
        "works.sign_correction",
        pk=key,
    )
    sign_correction(by=who(request), correction=correction)
    messages.success(request, gettext("Signed. The new value counts."))
    return redirect("works_roll_day", uid=correction.roll.uid, day=correction.old.day.isoformat())
