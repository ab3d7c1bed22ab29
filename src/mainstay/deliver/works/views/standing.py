"""A site that stands still for storm, danger, disease or want of material, and the checklist before it works again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may
from mainstay.common.errors import AppError, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms.standing import REASONS, RestartForm, StopForm
from mainstay.deliver.works.models import Site, Suspension, Terms
from mainstay.deliver.works.rules.sites import RESTART, suspension_code
from mainstay.deliver.works.selectors.site_page import standing_still
from mainstay.deliver.works.services.running import restart_site, stop_site, suspend_site
from mainstay.deliver.works.views.heads import works_head
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.words import day, percent


def site_of(person: Person, uid: str) -> Site:
    """Return the site at an address, when `person` may read it."""
    rows = Site.objects.select_related("project__case", "project__country", "area", "engineer", "timekeeper")
    return get_visible(rows, person, "works.read_sites", uid=uid)


def may_stop(person: Person, site: Site) -> bool:
    """Return whether `person` may let this site stand still, by one right or the other."""
    return site.state == "ACTIVE" and (
        may(person, "works.suspend_site", site) or may(person, "works.stop_site", site)
    )


def pay_rule(terms: Terms, reason: str) -> str:
    """Return in words how days are paid on which a site stands still for a reason."""
    code = suspension_code(reason=reason, paid_suspension=terms.paid_suspension)
    if code == "PS":
        return gettext("days are paid in full, to the end of the contracts (PS on the roll)")
    return gettext("days are paid at {share} (W on the roll)").format(
        share=percent(terms.weather_percent / 100)
    )


def told(site: Site, suspension: Suspension) -> str:
    """Return the short text by which the workers of a site learn that it stands still."""
    rule = pay_rule(site.project.works_terms, suspension.reason)
    words = gettext("{site}: no work from {day} ({reason}). Your {rule}. Do not come until you are called.")
    return words.format(
        site=site.name, day=day(suspension.starts_on), reason=REASONS[suspension.reason], rule=rule
    )


@door("works.read_sites", methods=["GET", "HEAD", "POST"])
def stop(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask why a site stands still, with what its workers are paid meanwhile beside each reason."""
    person = who(request)
    site = site_of(person, uid)
    terms = Terms.objects.filter(project=site.project_id).first()
    if terms is None or not may_stop(person, site):
        raise NotFound("not_to_stop", _("This site does not work now, or it is not yours to stop."))
    form = StopForm(request.POST or None, pay={reason: pay_rule(terms, reason) for reason in RESTART})
    refused, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            verb = suspend_site if may(person, "works.suspend_site", site) else stop_site
            try:
                verb(by=person, site=site, **form.cleaned_data)
            except AppError as error:
                refused, status = sentence(error.reason), error.status
            else:
                messages.success(request, gettext("The site stands still. Send the workers the text below."))
                return redirect("works_site", uid=uid)
    return _asked(request, site, form, "works/stop.html", refused, status)


@door("works.restart_site", methods=["GET", "HEAD", "POST"])
def restart(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask for the checklist before people work again."""
    person = who(request)
    site = site_of(person, uid)
    suspension = standing_still(site)
    if suspension is None:
        raise NotFound("works_already", _("This site does not stand still."))
    form = RestartForm(request.POST or None, reason=suspension.reason)
    refused, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = dict(form.cleaned_data)
            on = given.pop("restarts_on")
            try:
                restart_site(by=person, site=site, checklist=given, restarts_on=on)
            except AppError as error:
                refused, status = sentence(error.reason), error.status
            else:
                messages.success(request, gettext("The site works again."))
                return redirect("works_site", uid=uid)
    return _asked(request, site, form, "works/restart.html", refused, status, suspension=suspension)


def _asked(
    request: HttpRequest, site: Site, form: Any, template: str, refused: str, status: int, **more: Any
) -> HttpResponse:
    shown = {**works_head(who(request), site.project), "site": site, "form": form, "refused": refused, **more}
    return render(request, template, shown, status=status)
