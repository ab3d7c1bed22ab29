"""What staff shows of a case."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, may, may_anywhere, visible
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.page.panels import Panel, PanelFigure, Wait, Waiting, panel, wait
from mainstay.page.words import ago, named, number
from mainstay.staff.models import Clearance, PanelScore, Release
from mainstay.staff.selectors import deployments_visible, requests_visible, with_places_left

#: How many things of a kind the situation room names; the rest are behind the link.
SHOWN = 8


@panel("staff", order=60)
def staff_panel(person: Person, case: Case) -> Panel | None:
    """Return who is on mission and how many places are open; in two queries."""
    if not may_anywhere(person, "staff.read_team_requests"):
        return None
    asked = list(with_places_left(requests_visible(person).filter(case=case)).values_list("left", flat=True))
    open_places = sum(asked)
    link = f"{reverse('staff')}?case={case.reference}"
    figures = []
    if not asked:
        return Panel(gettext("Staff"), gettext("Nobody was asked for."), (), link)
    words = ngettext("{count} request for people.", "{count} requests for people.", len(asked)).format(
        count=number(len(asked))
    )
    if may_anywhere(person, "staff.read_deployments"):
        states = Counter(
            deployments_visible(person).filter(request__case=case).values_list("state", flat=True)
        )
        missions = f"{reverse('missions')}?case={case.reference}"
        figures.append(PanelFigure(str(states["ON_MISSION"]), gettext("on mission"), missions))
        waiting = states["NOMINATED"] + states["ACCEPTED"]
        if waiting:
            words += " " + ngettext(
                "{count} person waits for clearances.", "{count} people wait for clearances.", waiting
            ).format(count=number(waiting))
    figures.append(PanelFigure(str(open_places), ngettext("place open", "places open", open_places), link))
    return Panel(gettext("Staff"), words, figures, link)


@wait("staff.clearances", order=65)
def clearances_to_decide(person: Person) -> Wait | None:
    """Return the clearances that wait for this person as their owner, the latest due first; in two queries."""
    if not may_anywhere(person, "staff.grant_clearance"):
        return None
    mine = {holding.role for holding in holdings(person)}
    items = playbook.current().clearances
    codes = [code for code, item in items.items() if mine & set(item.owner_roles)]
    asked = Clearance.objects.filter(
        code__in=codes, state__in=["REQUESTED", "IN_REVIEW"], deployment__isnull=False
    )
    rows = visible(asked, person, "staff.read_clearances").select_related("deployment", "expert")
    found = list(rows.order_by("due_at")[:200])
    now = clock.now()
    shown = [
        Waiting(
            f"{row.expert.number} · {named('clearances', row.code)}",
            reverse("mission", args=[row.deployment.uid]),
            ago(row.due_at) if row.due_at else "",
            late=bool(row.due_at and row.due_at < now),
        )
        for row in found[:SHOWN]
        if row.deployment is not None
    ]
    words = ngettext("{count} clearance waits for you", "{count} clearances wait for you", len(found))
    return Wait(
        gettext("Clearances to decide"),
        words.format(count=number(len(found))),
        len(found),
        shown,
        reverse("missions"),
    )


@wait("staff.panels", order=66)
def interviews_to_score(person: Person) -> Wait | None:
    """Return the applicants whose panel waits for this person's points; in one query."""
    if not may_anywhere(person, "staff.read_recruitments"):
        return None
    rows = PanelScore.objects.filter(panellist=person, given_at__isnull=True, recruitment__state="OPEN")
    found = list(rows.select_related("recruitment__expert").order_by("recruitment__answer_by")[:200])
    shown = [
        Waiting(
            row.recruitment.expert.number,
            reverse("recruitment_score", args=[row.recruitment.uid]),
            ago(row.recruitment.answer_by),
            late=row.recruitment.answer_by < clock.today(),
        )
        for row in found[:SHOWN]
    ]
    words = ngettext("{count} interview waits for your points", "{count} interviews wait for your points", len(found))  # fmt: skip
    return Wait(
        gettext("Interviews"), words.format(count=len(found)), len(found), shown, reverse("recruitments")
    )


@wait("staff.releases", order=67)
def releases_to_answer(person: Person) -> Wait | None:
    """Return the people of her unit for whom this person is asked, the first due first; in three queries."""
    if not may_anywhere(person, "staff.release_person"):
        return None
    rows = visible(Release.objects.filter(state="ASKED"), person, "staff.read_releases")
    asked = list(rows.select_related("deployment__expert").order_by("due_at")[:200])
    found = [row for row in asked if may(person, "staff.release_person", row)]
    now = clock.now()
    shown = [
        Waiting(
            row.deployment.expert.number,
            reverse("record", args=["staff", "release", row.pk]),
            ago(row.due_at),
            late=row.due_at < now,
        )
        for row in found[:SHOWN]
    ]
    words = ngettext("{count} unit is asked for one of its people", "{count} units are asked for one of their people", len(found))  # fmt: skip
    return Wait(
        gettext("Releases"), words.format(count=len(found)), len(found), shown, reverse("records", args=["staff", "release"])
    )  # fmt: skip
