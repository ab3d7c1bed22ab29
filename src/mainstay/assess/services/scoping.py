"""Before the field: scope note, modules, team, sample."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.methods.design_effect import design_effect
from mainstay.assess.models import Assessment, TeamSeat
from mainstay.assess.selectors.questions import PERSONAL, usual_modules
from mainstay.cases.models import Case
from mainstay.cases.services import note
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.statistics.sampling import (
    Draw,
    SampleSize,
    random_draw,
    sample_size_for_proportion,
    systematic_draw,
)

from .evidence import check_open
from .telling import tell_case

#: The clock target of the case that each stage of assessment meets.
TARGETS = {"SNAPSHOT": "issue_snapshot", "RAPID": "report_assessment", "DETAILED": "detail_assessment"}


def scope_assessment(
    *,
    by: Person,
    case: Case,
    stage: str,
    decisions: Sequence[str],
    title: str = "",
    country: str = "",
    modules: Sequence[str] | None = None,
    joint_mission: str = "",
) -> Assessment:
    """Return a new assessment with the decisions it informs, question modules by crisis type, and its deadline."""
    require(
        rules.why_not_scope(
            decisions=decisions, stage=stage, known_stages=playbook.current().assessment_stages
        )
    )
    with act("assess.scope_assessment", by=by, on=case) as entry:
        place = _country(case, country)
        number = (Assessment.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
        chosen = list(modules) if modules is not None else _usual_modules(case, stage)
        _check_modules(chosen, stage)
        assessment = Assessment.objects.create(
            case=case,
            number=number,
            reference=f"{case.reference}/A{number}",
            country=place,
            title=title.strip() or case.name,
            stage=stage,
            decisions=[decision.strip() for decision in decisions if decision.strip()],
            modules=chosen,
            joint_mission=joint_mission,
            due_at=_due(case, stage),
            scoped_by=by,
            playbook_version=playbook.current().version,
            synthetic=case.synthetic,
        )
        entry.on(assessment)
        entry.note(reference=assessment.reference, stage=stage, modules=chosen)
        tell_case(assessment)
        note(
            case,
            by=by,
            stage="assess",
            msgid=_("Assessment {reference} was scoped."),
            reference=assessment.reference,
        )
    return assessment


def _country(case: Case, code: str) -> Country:
    places = {
        row.country_id: row.country
        for row in case.countries.select_related("country").order_by("-first", "pk")
    }
    if code and code not in places:
        raise BadInput(
            "country", _("{code} is no country of this case. Add it to the case first."), code=code
        )
    return places[code] if code else next(iter(places.values()))


def _usual_modules(case: Case, stage: str) -> list[str]:
    return usual_modules([kind.code for kind in case.crisis_types.order_by("-first", "pk")], stage)


def _check_modules(chosen: Sequence[str], stage: str) -> None:
    book = playbook.current()
    known = book.assessment_modules
    require(
        rules.why_not_modules(
            chosen,
            known={code: module.stages for code, module in known.items()},
            stage=stage,
            minutes={code: module.minutes for code, module in known.items()},
            longest=dict.fromkeys(PERSONAL, book.assessment.limits.max_minutes),
        )
    )


def _due(case: Case, stage: str) -> datetime:
    target = case.targets.filter(code=TARGETS.get(stage, "")).first()
    return (
        target.due_at
        if target
        else clock.now() + timedelta(hours=playbook.current().assessment_stages[stage].deadline_h)
    )


def choose_modules(*, by: Person, assessment: Assessment, modules: Sequence[str]) -> Assessment:
    """Set which question modules are asked; a form that is already in the field stays as it is."""
    with act("assess.choose_modules", by=by, on=assessment) as entry:
        check_open(assessment)
        _check_modules(modules, assessment.stage)
        entry.change("modules", assessment.modules, list(modules))
        assessment.modules = list(modules)
        assessment.save(update_fields=["modules"])
    return assessment


def name_team(*, by: Person, assessment: Assessment, seats: Sequence[Mapping[str, Any]]) -> Assessment:
    """Name the team as a whole: each seat with ``role`` and ``person`` or ``code``, enumerators with ``sex``.

    Refused while an obligatory seat is empty or women cannot be asked by women.
    """
    with act("assess.name_team", by=by, on=assessment) as entry:
        new_state = rules.ASSESSMENT.move(assessment.state, "name_team")
        book = playbook.current().assessing
        strange = sorted({str(seat.get("role")) for seat in seats} - set(book.team))
        if strange:
            raise BadInput(
                "team_role", _("There is no seat {roles} in an assessment team."), roles=", ".join(strange)
            )
        require(
            rules.why_not_team(
                [rules.Seat(seat["role"], seat.get("sex", "")) for seat in seats],
                obligatory={seat.code: seat.name for seat in book.team.values() if seat.obligatory},
                women_share=book.women_among_enumerators,
            )
        )
        TeamSeat.objects.filter(assessment=assessment).delete()
        TeamSeat.objects.bulk_create(
            TeamSeat(
                assessment=assessment,
                role=seat["role"],
                person=seat.get("person"),
                code=seat.get("code", ""),
                sex=seat.get("sex", ""),
                languages=list(seat.get("languages", ())),
            )
            for seat in seats
        )
        entry.change("state", assessment.state, new_state)
        entry.note(seats=len(seats))
        assessment.state = new_state
        assessment.save(update_fields=["state"])
        tell_case(assessment)
    return assessment


def plan_sample(
    *,
    by: Person,
    assessment: Assessment,
    method: str,
    population: int | None = None,
    margin: float | None = None,
    clustered: bool = True,
    seed: int | None = None,
    frame: Sequence[str] = (),
    strata: Mapping[str, int] | None = None,
) -> SampleSize:
    """Return how many to interview and to select, store the plan, and draw from `frame` when one is given.

    The units drawn are clusters when `clustered`, with the playbook's usual interviews in each; a quota or
    purposive sample gets its size in the same way, and estimates from it no design error. `strata` gives the
    households or people of each stratum: an interview then stands for as many as its stratum has for each.
    """
    with act("assess.draw_sample", by=by, on=assessment) as entry:
        check_open(assessment)
        usual = playbook.current().assessing.sampling
        if method not in rules.METHODS:
            raise BadInput("sample_method", _("A sample is random, systematic, quota or purposive."))
        size_of_cluster = usual.cluster_size if clustered else 1
        deff = design_effect(
            cluster_size=size_of_cluster, intra_cluster_correlation=usual.intra_cluster_correlation
        )
        size = sample_size_for_proportion(
            margin=margin or usual.margin,
            confidence=usual.confidence,
            deff=deff,
            population=population or (sum(strata.values()) if strata else None),
            response=usual.response,
        )
        draw = _draw(method, frame, -(-size.selected // size_of_cluster), seed)
        assessment.method, assessment.seed, assessment.design_effect = method, seed, deff
        assessment.margin, assessment.frame_size = margin or usual.margin, len(frame) or None
        assessment.sample_completed, assessment.sample_selected = size.completed, size.selected
        assessment.drawn = list(draw.chosen) if draw else []
        assessment.strata = dict(strata or {})
        assessment.save()
        entry.note(
            method=method,
            seed=seed,
            deff=deff,
            completed=size.completed,
            selected=size.selected,
            drawn=len(assessment.drawn),
        )
        tell_case(assessment)
    return size


def _draw(method: str, frame: Sequence[str], units: int, seed: int | None) -> Draw | None:
    by_chance = {"random": random_draw, "systematic": systematic_draw}
    if method not in by_chance:
        return None
    if seed is None:
        raise BadInput(
            "sample_seed", _("A drawn sample needs a seed, so that anybody can draw the same again.")
        )
    return by_chance[method](list(frame), min(units, len(frame)), seed=seed) if frame else None
