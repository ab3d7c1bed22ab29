"""What a ministry, an employers' or a workers' organisation has on its own page: its word, and what was done in its country."""

from typing import Any

from django.db.models import Q

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, may_anywhere
from mainstay.common import clock
from mainstay.decide.selectors import requests_visible
from mainstay.deliver.skills.selectors import courses_visible, vacancies_visible
from mainstay.deliver.works.selectors.outside import complaint_counts, safeguards_by_site
from mainstay.deliver.works.selectors.sites import sites_visible
from mainstay.measure.selectors.outside import country_totals
from mainstay.partners.models import Organisation
from mainstay.partners.selectors import (
    consultations_visible,
    hire_reports_visible,
    internal_notes_visible,
    local_hire_share,
    organisations_of,
    roadmaps_visible,
)

#: Roles whose holders have a page of their own instead of the situation room.
CONSTITUENTS = frozenset({"CONST_GOV", "CONST_WORK", "CONST_EMP"})
DONORS = frozenset({"DONOR"})
SHOWN = 8


def own_door(person: Person) -> str:
    """Return the address name of the page that is this person's home; empty where it is the situation room."""
    roles = {holding.role for holding in holdings(person)}
    if roles and roles <= CONSTITUENTS:
        return "organisation"
    return "donor" if roles and roles <= DONORS else ""


def own_page(person: Person) -> dict[str, Any]:
    """Return what stands on the page of who speaks for a constituent; in each list only what she may read."""
    own = list(organisations_of(person).select_related("country"))
    waiting, answered = _consultations(person, own)
    findings = safeguards_by_site(person)
    courses = courses_visible(person).filter(state__in=["PLANNED", "APPROVED", "RUNNING"])
    vacancies = vacancies_visible(person)
    return {
        "own": own,
        "sides": {row.side for row in own},
        "requests": list(requests_visible(person).order_by("-pk")[:SHOWN]),
        "waiting": waiting,
        "answered": answered,
        "findings": findings,
        "findings_open": sum(row["open"] for row in findings),
        "findings_stopping": sum(row["stopping"] for row in findings),
        "complaints": complaint_counts(person),
        "courses": [
            {"course": row, "left": max(row.places - row.people, 0)}  # type: ignore[attr-defined]
            for row in courses.order_by("starts_on")[:SHOWN]
        ],
        "vacancies": list(vacancies.filter(state="OPEN")[:SHOWN]),
        "vacancies_open": vacancies.filter(state="OPEN").count(),
        "totals": [row for code in _countries(person, own) for row in country_totals(person, code)],
        "roadmaps": _roadmaps(person, own),
        "hires": _hires(person, own),
        "shelf": sites_visible(person).filter(state="SHELVED").count(),
        "notes": list(internal_notes_visible(person).select_related("organisation").order_by("-written_at")[:SHOWN]),
        "may_list": may_anywhere(person, "skills.list_vacancy"),
    }  # fmt: skip


def _countries(person: Person, own: list[Organisation]) -> list[str]:
    held = {holding.scope[1] for holding in holdings(person) if holding.scope[0] == "country"}
    return sorted(held | {row.country_id for row in own if row.country_id})


def _consultations(person: Person, own: list[Organisation]) -> tuple[list[Any], list[Any]]:
    """Return the consultations to which an own organisation was invited: still open, and answered."""
    rows = (
        consultations_visible(person).filter(bodies__organisation__in=own).distinct().order_by("-invited_at")
    )
    waiting = list(rows.filter(state__in=["INVITED", "HEARD"])[:SHOWN])
    return waiting, list(rows.filter(state="ANSWERED")[:SHOWN])


def _roadmaps(person: Person, own: list[Organisation]) -> list[dict[str, Any]]:
    rows = []
    for roadmap in roadmaps_visible(person)[:SHOWN]:
        signed = {row.organisation_id: row for row in roadmap.signatures.all()}
        open_for = (
            next((body for body in own if body.pk not in signed), None) if roadmap.state == "DRAFT" else None
        )
        rows.append({"roadmap": roadmap, "signatures": list(signed.values()), "sign_for": open_for})
    return rows


def _hires(person: Person, own: list[Organisation]) -> dict[str, Any]:
    """Return the latest quarter for which actors reported their hires in the country, with the share of local ones."""
    countries = _countries(person, own)
    rows = hire_reports_visible(person).filter(Q(country__in=countries))
    latest = rows.order_by("-year", "-quarter").first()
    if latest is None:
        return {"count": 0}
    share = local_hire_share(latest.country_id, year=latest.year, quarter=latest.quarter)
    return {
        "count": rows.count(), "year": latest.year, "quarter": latest.quarter,
        "percent": None if share is None else 100 * share, "today": clock.today(),
        "reports": list(rows.select_related("organisation").order_by("-year", "-quarter", "organisation__name")[:12]),
    }  # fmt: skip
