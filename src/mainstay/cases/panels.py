"""The head that is the same on every page of a case, and what its team, tasks and decisions show on the case page."""

from typing import Any

from mainstay.accounts.models import Person
from mainstay.cases.models import Case
from mainstay.cases.selectors import case_answer, cases_visible
from mainstay.common import clock
from mainstay.page.words import country_name, named


def case_named(case: Case) -> dict[str, Any]:
    """Return what names a case everywhere: types, places, phases, its three clocks in days; from prefetched rows."""
    now = clock.now()
    moments = {"onset": case.onset_at, "request": case.requested_at, "alert": case.alerted_at}
    return {
        "case": case,
        "types": [named("crisis_types", row.code) for row in case.crisis_types.all()],
        "places": [
            {"iso3": row.country_id, "name": country_name(row.country.names, row.country.name)}
            for row in case.countries.all()
        ],
        "phases": [named("phases", row.code) for row in case.phases.all() if row.left_on is None],
        "clocks": [(name, max((now - since).days, 0) if since else None) for name, since in moments.items()],
    }


def case_head(case: Case) -> dict[str, Any]:
    """Return the head of a case with its answer in words; the template ``cases/head.html`` shows it."""
    return {**case_named(case), "answer": case_answer(case)}


def head_of(person: Person, reference: str) -> dict[str, Any] | None:
    """Return the head of the case with this reference, when `person` may see it."""
    case = cases_visible(person).filter(reference=reference).first() if reference else None
    return case_head(case) if case else None
