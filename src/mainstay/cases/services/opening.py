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
    CaseTrack,
    StageState,
)
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.models import Area, Country
from mainstay.common.texts import noop as _

from .spine import note, start_clock


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
    """Return a new case with its reference, clocks, stages, tracks; the first country names the reference."""
    places = _countries(countries)
    _check_codes(crisis_types, phases)
    with act("cases.open_case", by=by, on=_scopes(places)) as entry:
        now = clock.now()
        moments = {"onset": onset_at, "request": requested_at, "alert": alerted_at}
        if not any(moments.values()):
            moments["alert"] = alerted_at = now
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
        _place(case, places, areas)
        _classify(case, crisis_types, phases)
        for kind, since in moments.items():
            if since is not None:
                start_clock(case, kind, since=since)
        entry.on(case)
        entry.note(
            reference=case.reference,
            countries=[place.iso3 for place in places],
            crisis_types=list(crisis_types),
        )
        note(case, by=by, stage="", msgid=_("Case {reference} opened."), reference=case.reference)
    return case


def _countries(codes: Sequence[str]) -> list[Country]:
    found = Country.objects.in_bulk(list(codes))
    problems = [
        Problem(
            Reason("unknown_country", _("{code} is no ISO 3166 code of three letters."), {"code": code}),
            field="countries",
        )
        for code in codes
        if code not in found
    ]
    if problems or not codes:
        raise BadInput(
            "countries", _("Name at least one country by its three-letter code."), problems=problems
        )
    return [found[code] for code in codes]


def _check_codes(crisis_types: Sequence[str], phases: Sequence[str]) -> None:
    book = playbook.current()
    wrong = [code for code in crisis_types if code not in book.crisis_types]
    wrong += [code for code in phases if code not in book.phases]
    if wrong or not crisis_types:
        raise BadInput(
            "codes", _("Unknown or missing crisis type or phase: {codes}."), codes=", ".join(wrong) or "–"
        )


def _scopes(places: Sequence[Country]) -> list[Scope]:
    return [("country", places[0].iso3), ("region", places[0].region)]


def _next_reference(country: Country, year: int) -> str:
    CaseNumber.objects.get_or_create(country=country, year=year)
    row = CaseNumber.objects.select_for_update().get(country=country, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"MS-{country.iso3}-{year}-{row.last:04d}"


def _place(case: Case, places: Sequence[Country], areas: Sequence[str]) -> None:
    CaseCountry.objects.bulk_create(
        CaseCountry(case=case, country=place, first=index == 0) for index, place in enumerate(places)
    )
    found = Area.objects.in_bulk(list(areas))
    unknown = [code for code in areas if code not in found]
    if unknown:
        raise BadInput(
            "unknown_area",
            _("Unknown areas: {codes}. Load the country's areas by P-code first."),
            codes=", ".join(unknown),
        )
    CaseArea.objects.bulk_create(CaseArea(case=case, area=area) for area in found.values())


def _classify(case: Case, crisis_types: Sequence[str], phases: Sequence[str]) -> None:
    book = playbook.current()
    CaseCrisisType.objects.bulk_create(
        CaseCrisisType(case=case, code=code, first=index == 0) for index, code in enumerate(crisis_types)
    )
    today = clock.today()
    CasePhase.objects.bulk_create(CasePhase(case=case, code=code, entered_on=today) for code in phases)
    weights = {
        track: max((getattr(book.phases[phase].track_weight, track) for phase in phases), default=0)
        for track in "ABC"
    }
    CaseTrack.objects.bulk_create(
        CaseTrack(case=case, code=track, weight=weight) for track, weight in weights.items()
    )
    StageState.objects.bulk_create(
        StageState(case=case, stage=stage, updated_at=clock.now()) for stage in rules.STAGES
    )
