"""Opening a case."""

from collections.abc import Sequence
from datetime import datetime

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.rules import Scope
from mainstay.accounts.services import act
from mainstay.cases import rules
from mainstay.cases.models import (
    Case,
    CaseArea,
    CaseCountry,
    CaseCrisisType,
    CaseNumber,
    CasePhase,
    StageState,
)
from mainstay.common import clock
from mainstay.common.models import Area, Country
from mainstay.common.texts import noop as _

from .checklist import is_sudden, lay_out_checklist
from .classifying import areas_of, check_codes, countries_of, moments, weigh_tracks
from .leading import propose_lead
from .spine import note, start_clock
from .team import set_out_seats


def open_case(
    *,
    by: Person,
    name: str,
    countries: Sequence[str],
    crisis_types: Sequence[str],
    phases: Sequence[str] = ("STABILISATION",),
    areas: Sequence[str] = (),
    level: str = "L1",
    programme: str = "JPR",
    onset_at: datetime | None = None,
    requested_at: datetime | None = None,
    alerted_at: datetime | None = None,
    synthetic: bool = False,
) -> Case:
    """Return a new case with its reference, clocks, stages, tracks, empty team and first-thirty-days list.

    The first country names the reference. Without any moment given the alert clock runs from now.
    """
    places, inside = countries_of(countries), areas_of(areas)
    check_codes(crisis_types, phases)
    with act("cases.open_case", by=by, on=_scopes(places)) as entry:
        now = clock.now()
        if not (onset_at or requested_at or alerted_at):
            alerted_at = now
        case = Case.objects.create(
            reference=_next_reference(places[0], now.year),
            name=name.strip(),
            level=level,
            programme=programme,
            synthetic=synthetic,
            onset_at=onset_at,
            requested_at=requested_at,
            alerted_at=alerted_at,
            opened_by=by,
            opened_at=now,
            playbook_version=playbook.current().version,
        )
        _place(case, places, inside)
        _classify(case, crisis_types, phases)
        _set_going(case)
        entry.on(case)
        entry.note(
            reference=case.reference,
            countries=[place.iso3 for place in places],
            crisis_types=list(crisis_types),
            proposed_lead=propose_lead(case),
        )
        note(case, by=by, stage="", msgid=_("Case {reference} opened."), reference=case.reference)
    return case


def _scopes(places: Sequence[Country]) -> list[Scope]:
    return [("country", places[0].iso3), ("region", places[0].region)]


def _next_reference(country: Country, year: int) -> str:
    CaseNumber.objects.get_or_create(country=country, year=year)
    row = CaseNumber.objects.select_for_update().get(country=country, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"MS-{country.iso3}-{year}-{row.last:04d}"


def _place(case: Case, places: Sequence[Country], areas: Sequence[Area]) -> None:
    CaseCountry.objects.bulk_create(
        CaseCountry(case=case, country=place, first=index == 0) for index, place in enumerate(places)
    )
    CaseArea.objects.bulk_create(CaseArea(case=case, area=area) for area in areas)


def _classify(case: Case, crisis_types: Sequence[str], phases: Sequence[str]) -> None:
    CaseCrisisType.objects.bulk_create(
        CaseCrisisType(case=case, code=code, first=index == 0) for index, code in enumerate(crisis_types)
    )
    today = clock.today()
    CasePhase.objects.bulk_create(CasePhase(case=case, code=code, entered_on=today) for code in phases)
    weigh_tracks(case, phases)
    StageState.objects.bulk_create(
        StageState(case=case, stage=stage, updated_at=clock.now()) for stage in rules.STAGES
    )


def _set_going(case: Case) -> None:
    running = moments(case)
    for kind, since in running.items():
        start_clock(case, kind, since=since)
    set_out_seats(case)
    if is_sudden(case):
        lay_out_checklist(case, since=running.get("onset") or running.get("alert") or running["request"])
