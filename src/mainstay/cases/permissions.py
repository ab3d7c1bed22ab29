"""How cases answer to scopes, how every record below a case does, and the conditions that cases answer."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, register, register_condition, register_places
from mainstay.accounts.permissions.registry import Asked, Registered
from mainstay.accounts.rules import Scope
from mainstay.common import clock

from .models import (
    Case,
    CaseCountry,
    CaseTask,
    ClockTarget,
    Criticality,
    Decision,
    DecisionVoice,
    Idea,
    Lead,
    RollAnswer,
    RollCall,
    RuleWaiver,
    Seat,
    StageState,
    TimelineEntry,
)

#: The seats of the social partners.
SOCIAL_PARTNERS = ("EMPLOYERS", "WORKERS")


def case_scopes(prefix: str = "") -> dict[str, str]:
    """Return the paths by which a record answers through its case; `prefix` leads to the case (``project__case``)."""
    to = f"{prefix}__" if prefix else ""
    return {
        "case": f"{to}pk",
        "country": f"{to}countries__country_id",
        "region": f"{to}countries__country__region",
    }


def _round_cases(keys: Collection[str]) -> dict[str, set[Scope]]:
    found: dict[str, set[Scope]] = {}
    numbers = [key for key in keys if key.isdigit()]
    for row in CaseCountry.objects.filter(case_id__in=numbers).select_related("country"):
        places = {("country", row.country_id), ("region", row.country.region)}
        found.setdefault(str(row.case_id), set()).update(places)
    return found


def _cases_of(asked: Asked) -> list[int]:
    return [int(key) for kind, key in asked.answers if kind == "case"]


def _on_cases(how: Registered, keys: Collection[int]) -> Q | None:
    path = how.scopes.get("case") or how.case
    return Q(**{f"{path}__in": list(keys)}) if path and keys else None


def _sits(person: Person, codes: Collection[str] = ()) -> Q:
    seat = Q(holder=person.pk) | Q(deputy=person.pk)
    return seat & Q(code__in=codes) if codes else seat


def _register_seat(name: str, codes: Collection[str]) -> None:
    def holds(asked: Asked) -> bool:
        cases = _cases_of(asked)
        return bool(cases) and Seat.objects.filter(_sits(asked.person, codes), case__in=cases).exists()

    def when(person: Person, how: Registered, action: str) -> Q | None:
        if not person.pk:
            return None
        return _on_cases(
            how, list(Seat.objects.filter(_sits(person, codes)).values_list("case_id", flat=True))
        )

    register_condition(name, holds=holds, when=when)


def _case_is_open(asked: Asked) -> bool:
    cases = _cases_of(asked)
    return bool(cases) and Case.objects.filter(pk__in=cases, state="OPEN").exists()


def _no_office(asked: Asked) -> bool:
    from mainstay.common.models import Country

    countries = [key for kind, key in asked.answers if kind == "country"]
    return bool(countries) and not Country.objects.filter(pk__in=countries, has_office=True).exists()


#: The roles of the office that leads, by lead model.
LEADING = {"CO_LED": ("CD", "CPO"), "RO_LED": ("RO",), "TT_LED": ("TT_COORD",), "TT_INITIATED": ("TT_COORD",)}


def _leads(asked: Asked) -> bool:
    for case in Case.objects.filter(pk__in=_cases_of(asked)).exclude(lead_model=""):
        roles = LEADING[case.lead_model]
        for holding in holdings(asked.person):
            if holding.role in roles and (holding.everywhere or holding.scope in asked.answers):
                return True
    return False


def silence_is_over(decision: Decision, *, now: datetime) -> bool:
    """Return whether a circulated decision stands unopposed and its time is over, or every member has consented."""
    spoken = decision.voices.filter(round=decision.round)
    if decision.deadline is None or spoken.filter(kind="OBJECTION").exists():
        return False
    agreed = set(spoken.filter(kind="CONSENT").values_list("by_id", flat=True))
    seated = set(decision.case.seats.filter(holder__isnull=False).values_list("holder_id", "deputy_id"))
    return decision.deadline <= now or (bool(seated) and all(agreed & set(pair) for pair in seated))


register_places("case", _round_cases)
_register_seat("seat_held", ())
_register_seat("seat_social_partner", SOCIAL_PARTNERS)
_register_seat("seat_finance", ("FINANCE",))
_register_seat("seat_chair", ("CHAIR",))
register_condition(
    "is_open_case",
    holds=_case_is_open,
    when=lambda _person, how, _action: _on_cases(
        how, list(Case.objects.filter(state="OPEN").values_list("pk", flat=True))
    ),
)
register_condition("no_office_in_country", holds=_no_office)
register_condition("leads_the_case", holds=_leads)

register(Case, case="pk", scopes=case_scopes())
for _model in (ClockTarget, Criticality, Idea, Lead, RuleWaiver, Seat, StageState, TimelineEntry):
    register(_model, case="case_id", scopes=case_scopes("case"))
register(CaseTask, case="case_id", scopes={**case_scopes("case"), "assigned": "owner_id"})
register(
    Decision,
    case="case_id",
    scopes={**case_scopes("case"), "assigned": "case__seats__holder_id"},
    conditions={
        "deadline_passed_without_objection": lambda _person, decision: silence_is_over(
            decision, now=clock.now()
        )
    },
)
register(RollCall, case="case_id", scopes={**case_scopes("case"), "assigned": "case__seats__holder_id"})
register(RollAnswer, case="call__case_id", scopes=case_scopes("call__case"))
register(DecisionVoice, case="decision__case_id", scopes=case_scopes("decision__case"))
