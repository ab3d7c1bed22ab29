"""What kind of crisis it is and where: types, phases, tracks, places, name, onset, delays."""

from collections.abc import Collection, Mapping
from datetime import datetime

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases import rules
from mainstay.cases.models import (
    Case,
    CaseArea,
    CaseCountry,
    CaseCrisisType,
    CasePhase,
    CaseTrack,
    ClockTarget,
)
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken, require
from mainstay.common.models import Area, Country
from mainstay.common.texts import noop as _

from .spine import note, start_clock


def check_codes(crisis_types: Collection[str], phases: Collection[str]) -> None:
    """Raise `BadInput` for crisis types and phases that the playbook does not know, or when there is no type."""
    book = playbook.current()
    wrong = [code for code in crisis_types if code not in book.crisis_types]
    wrong += [code for code in phases if code not in book.phases]
    if wrong or not crisis_types:
        raise BadInput(
            "codes", _("Unknown or missing crisis type or phase: {codes}."), codes=", ".join(wrong) or "–"
        )


def countries_of(codes: Collection[str]) -> list[Country]:
    """Return the countries with these three-letter codes, in their order; raise `BadInput` for unknown ones."""
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


def areas_of(codes: Collection[str]) -> list[Area]:
    """Return the areas with these P-codes; raise `BadInput` naming those that are not loaded."""
    found = Area.objects.in_bulk(list(codes))
    unknown = [code for code in codes if code not in found]
    if unknown:
        raise BadInput(
            "unknown_area",
            _(
                "Unknown areas: {codes}. Load the country's areas by P-code first (mainstay cases areas FILE)."
            ),
            codes=", ".join(unknown),
        )
    return [found[code] for code in codes]


def weigh_tracks(case: Case, phases: Collection[str]) -> None:
    """Set the three tracks to the highest weight that one of `phases` gives them."""
    book = playbook.current()
    for track in book.tracks:
        weight = max((book.phases[phase].track_weight.get(track, 0) for phase in phases), default=0)
        CaseTrack.objects.update_or_create(case=case, code=track, defaults={"weight": weight})


def _open_phases(case: Case) -> list[str]:
    return list(case.phases.filter(left_on__isnull=True).values_list("code", flat=True))


def enter_phase(*, by: Person, case: Case, phase: str, reason: str = "") -> CasePhase:
    """Return the phase that the case has entered; phases overlap, and a case may move backwards."""
    with act("cases.classify_case", by=by, on=case, reason=reason) as entry:
        check_codes(["–"] if not phase else [row.code for row in case.crisis_types.all()], [phase])
        if phase in _open_phases(case):
            raise RuleBroken("in_phase", _("The case is in {phase} already."), phase=phase)
        row = CasePhase.objects.create(case=case, code=phase, entered_on=clock.today(), reason=reason)
        weigh_tracks(case, _open_phases(case))
        entry.note(entered=phase)
        note(
            case,
            by=by,
            stage="",
            msgid=_("The case entered the phase {phase}. {reason}"),
            phase=phase,
            reason=reason,
        )
    return row


def leave_phase(*, by: Person, case: Case, phase: str, reason: str) -> None:
    """Leave a phase, with the reason; a case is always in one."""
    with act("cases.classify_case", by=by, on=case, reason=reason) as entry:
        require(rules.why_not_leave_phase(open_phases=_open_phases(case), phase=phase))
        case.phases.filter(code=phase, left_on__isnull=True).update(left_on=clock.today(), reason=reason)
        weigh_tracks(case, _open_phases(case))
        entry.note(left=phase)
        note(
            case,
            by=by,
            stage="",
            msgid=_("The case left the phase {phase}. {reason}"),
            phase=phase,
            reason=reason,
        )


def set_tracks(*, by: Person, case: Case, weights: Mapping[str, int], reason: str = "") -> None:
    """Set how much effort (0 to 3) each of the three tracks gets, other than its phases propose."""
    with act("cases.classify_case", by=by, on=case, reason=reason) as entry:
        for track, weight in weights.items():
            if track not in playbook.current().tracks or not 0 <= weight <= 3:
                raise BadInput("track", _("A track is A, B or C with a weight of 0 to 3."))
            CaseTrack.objects.update_or_create(case=case, code=track, defaults={"weight": weight})
        entry.note(tracks=dict(weights))


def set_crisis_types(*, by: Person, case: Case, codes: Collection[str], reason: str = "") -> None:
    """Set the crisis types, the first of them leading; running clocks follow the shortest promise of all."""
    with act("cases.classify_case", by=by, on=case, reason=reason) as entry:
        check_codes(codes, [])
        entry.change("crisis_types", [row.code for row in case.crisis_types.all()], list(codes))
        case.crisis_types.all().delete()
        CaseCrisisType.objects.bulk_create(
            CaseCrisisType(case=case, code=code, first=index == 0) for index, code in enumerate(codes)
        )
        for kind, since in moments(case).items():
            start_clock(case, kind, since=since)
        note(case, by=by, stage="", msgid=_("Crisis types: {codes}."), codes=", ".join(codes))


def moments(case: Case) -> dict[str, datetime]:
    """Return the clocks that run on `case` with the moments from which they do."""
    known = {"alert": case.alerted_at, "request": case.requested_at, "onset": case.onset_at}
    return {kind: since for kind, since in known.items() if since is not None}


def add_countries(*, by: Person, case: Case, countries: Collection[str]) -> None:
    """Add countries to a case that has grown over a border."""
    with act("cases.edit_case", by=by, on=case) as entry:
        places = countries_of(countries)
        CaseCountry.objects.bulk_create(
            (CaseCountry(case=case, country=place) for place in places), ignore_conflicts=True
        )
        entry.note(countries=[place.iso3 for place in places])
        note(
            case,
            by=by,
            stage="",
            msgid=_("Added: {places}."),
            places=", ".join(place.name for place in places),
        )


def add_areas(*, by: Person, case: Case, areas: Collection[str]) -> None:
    """Add areas by P-code; each lies in a country of the case."""
    with act("cases.edit_case", by=by, on=case) as entry:
        found = areas_of(areas)
        inside = set(case.countries.values_list("country_id", flat=True))
        outside = [area.pcode for area in found if area.country_id not in inside]
        if outside:
            raise RuleBroken(
                "area_outside",
                _("These areas lie in no country of the case: {codes}."),
                codes=", ".join(outside),
            )
        CaseArea.objects.bulk_create(
            (CaseArea(case=case, area=area) for area in found), ignore_conflicts=True
        )
        entry.note(areas=[area.pcode for area in found])
        note(
            case, by=by, stage="", msgid=_("Added: {places}."), places=", ".join(area.name for area in found)
        )


def rename_case(*, by: Person, case: Case, name: str, programme: str | None = None) -> None:
    """Change the name or the programme of a case; its reference stays."""
    with act("cases.edit_case", by=by, on=case) as entry:
        if not name.strip():
            raise BadInput("name_missing", _("A case has a name."))
        entry.change("name", case.name, name.strip())
        entry.change("programme", case.programme, programme or case.programme)
        case.name, case.programme = name.strip(), programme or case.programme
        case.save(update_fields=["name", "programme"])


def confirm_onset(*, by: Person, case: Case, onset_at: datetime) -> None:
    """Confirm when it began: the onset clock runs from there, and what ran on the alert clock for want of it moves."""
    with act("cases.confirm_onset", by=by, on=case) as entry:
        require(rules.why_not_onset(onset=onset_at, now=clock.now()))
        entry.change("onset_at", case.onset_at, onset_at)
        case.onset_at = onset_at
        case.save(update_fields=["onset_at"])
        start_clock(case, "onset", since=onset_at)
        note(
            case,
            by=by,
            stage="",
            msgid=_("Onset confirmed: {moment}."),
            moment=onset_at.isoformat(timespec="minutes"),
        )


def start_request_clock(case: Case, *, requested_at: datetime) -> None:
    """Let the request clock run from `requested_at`, inside the act that received the request; the first one counts."""
    if case.requested_at is None or requested_at < case.requested_at:
        case.requested_at = requested_at
        case.save(update_fields=["requested_at"])
        start_clock(case, "request", since=requested_at)


def explain_delay(*, by: Person, target: ClockTarget, reason: str, drop: bool = False) -> None:
    """Write why a target was missed; `drop` ends it because it does not apply to this case."""
    with act("cases.explain_delay", by=by, on=target, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Write why."))
        entry.note(target=target.code, dropped=drop)
        target.delay_reason = reason.strip()
        target.dropped_reason = reason.strip() if drop else target.dropped_reason
        target.save(update_fields=["delay_reason", "dropped_reason"])
