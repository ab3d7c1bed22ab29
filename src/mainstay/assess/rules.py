"""Decisions about assessments: states, team, form, sample, validation, approval. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

STAGES = ("SNAPSHOT", "RAPID", "DETAILED", "TRACER")
METHODS = ("random", "systematic", "quota", "purposive")
#: What a finding is about: the headings of the report.
TOPICS = ("SCALE", "GROUPS", "INSTITUTIONS", "MARKETS", "RIGHTS", "CONFLICT", "NEEDS")
#: Who sits together in a group talk.
TALKS = ("WOMEN", "MEN", "YOUTH", "MIXED")
#: Whether an institution functions.
FUNCTIONING = ("WORKS", "PARTLY", "NOT", "UNKNOWN")
#: The kind of source that an interview with an institution is.
SAID_BY = "INFORMANT"
BODIES = ("government", "employers", "workers")
OPEN = ("SCOPED", "TEAM_READY", "COLLECTING", "ANALYSED", "VALIDATED")

ASSESSMENT = Workflow(
    "assessment",
    ("SCOPED", "TEAM_READY", "COLLECTING", "ANALYSED", "VALIDATED", "APPROVED", "SUPERSEDED"),
    moves(
        ("name_team", ("SCOPED", "TEAM_READY"), "TEAM_READY"),
        ("collect", ("TEAM_READY", "COLLECTING", "ANALYSED"), "COLLECTING"),
        ("analyse", ("SCOPED", "TEAM_READY", "COLLECTING", "ANALYSED"), "ANALYSED"),
        ("validate", ("ANALYSED", "VALIDATED"), "VALIDATED"),
        ("return", ("ANALYSED", "VALIDATED"), "COLLECTING"),
        ("approve", "VALIDATED", "APPROVED"),
        ("supersede", ("APPROVED", *OPEN), "SUPERSEDED"),
    ),
)

NEED_KINDS = ("SUPPORT", "RECONSTRUCTION")
HORIZON_CODES = ("short", "medium", "long")
#: A recovery need, and what somebody covers of one: taken back, it stays on record and counts nowhere.
NEED = Workflow("recovery_need", ("OPEN", "WITHDRAWN"), moves(("withdraw", "OPEN", "WITHDRAWN")))

#: A reading of a conflict is written down in steps, handed in, and taken back where it was wrong.
CONFLICT_READING = Workflow(
    "conflict_reading",
    ("DRAFT", "HANDED_IN", "WITHDRAWN"),
    moves(("hand_in", "DRAFT", "HANDED_IN"), ("withdraw", ("DRAFT", "HANDED_IN"), "WITHDRAWN")),
)
#: The special rule of a crisis type by which nothing is approved before who gains and who loses is written down.
CONFLICT_GATE = "conflict_sensitivity_gate"
#: What of a reading lies encrypted: what sets groups apart, what sets off violence, who controls hiring and land.
SECRETS = ("DIVIDER", "TRIGGER", "GATEKEEPER")
_DAY = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w|(?:\+|\b00)\d(?:[\s().-]*\d){6}|\d(?:[\s().-]*\d){8}")


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of the team: what she does there and, for enumerators, her sex."""

    role: str
    sex: str = ""


def why_not_scope(*, decisions: Collection[str], stage: str, known_stages: Iterable[str]) -> Reason | None:
    """Return why a scope note is not enough: it names the decisions that the answers will change."""
    if stage not in known_stages:
        return Reason(
            "unknown_stage",
            _("{stage} is no kind of assessment. Take one of: {stages}."),
            {"stage": stage, "stages": ", ".join(known_stages)},
        )
    if not any(decision.strip() for decision in decisions):
        return Reason(
            "no_decision",
            _("Write at least one decision that this assessment informs. Ask only what changes a decision."),
        )
    return None


def why_not_team(
    seats: Iterable[Seat], *, obligatory: Mapping[str, str], women_share: float
) -> Reason | None:
    """Return why a team may not go out: a seat is empty, or women cannot be asked by women."""
    listed = list(seats)
    held = {seat.role for seat in listed}
    missing = [name for code, name in obligatory.items() if code not in held]
    if missing:
        return Reason(
            "seat_empty", _("The team has nobody for: {seats}. Name them."), {"seats": ", ".join(missing)}
        )
    asking = [seat for seat in listed if seat.role == "ENUMERATOR"]
    women = sum(seat.sex == "F" for seat in asking)
    if asking and women < max(1, round(women_share * len(asking) - 1e-9)):
        return Reason(
            "women_interviewers",
            _(
                "{women} of {all} enumerators are women; at least {share} % are needed, so that women can be asked by women."
            ),
            {"women": women, "all": len(asking), "share": round(women_share * 100)},
        )
    return None


def why_not_modules(
    chosen: Collection[str],
    *,
    known: Mapping[str, Collection[str]],
    stage: str,
    minutes: Mapping[str, int],
    longest: Mapping[str, int],
) -> Reason | None:
    """Return why these question modules cannot be asked at this stage; `known` gives the stages of each module."""
    strange = [code for code in chosen if code not in known]
    if strange:
        return Reason(
            "unknown_module", _("There are no question modules {codes}."), {"codes": ", ".join(strange)}
        )
    if not chosen:
        return Reason("no_module", _("Choose at least one question module."))
    late = [code for code in chosen if stage not in known[code]]
    if late:
        return Reason(
            "module_not_at_stage",
            _("{codes} are not asked at the stage {stage}. Leave them out or deepen the assessment."),
            {"codes": ", ".join(late), "stage": stage},
        )
    long = [code for code in chosen if code in longest and minutes[code] > longest[code]]
    if long:
        return Reason(
            "too_long", _("{codes} take longer than one may ask of a person."), {"codes": ", ".join(long)}
        )
    return None


def why_not_field(*, method: str, stage: str) -> Reason | None:
    """Return why a form may not go out: nobody has said how people are chosen (a snapshot asks informants)."""
    if method or stage == "SNAPSHOT":
        return None
    return Reason(
        "no_sample_plan", _("Plan the sample first: how people are chosen is kept with their answers.")
    )


def why_not_answer(*, module: str, age: int | None, collected_on: date | None, today: date) -> Reason | None:
    """Return why an interview cannot be taken in: a child was asked, or its day cannot be."""
    if collected_on is None:
        return Reason("no_day", _("The day of the interview is missing. Export again with the column today."))
    if collected_on > today:
        return Reason(
            "future_day",
            _("{day} lies ahead. Correct the day of the interview."),
            {"day": collected_on.isoformat()},
        )
    if age is not None and age < (15 if module == "WORKER" else 18):
        return Reason(
            "child_asked",
            _(
                "A person of {age} was asked with {module}: children are never asked about income or violence (AR-CHILD). Take the row out."
            ),
            {"age": age, "module": module},
        )
    return None


def why_not_analyse(*, submissions: int, findings: int, stage: str) -> Reason | None:
    """Return why there is nothing to analyse; a snapshot may rest on secondary data alone."""
    if submissions or (stage == "SNAPSHOT" and findings):
        return None
    if stage == "SNAPSHOT":
        return Reason(
            "nothing_found",
            _("There are neither answers nor findings yet. Import answers or enter secondary data."),
        )
    return Reason("no_answers", _("No answers are in yet. Import the submissions first."))


def why_not_submit(*, findings: int, options: int, estimates_stale: bool, stage: str) -> Reason | None:
    """Return why a report cannot be handed in: no finding, no costed option, or answers that came after the estimates."""
    if not findings:
        return Reason("no_finding", _("The evidence grid is empty. Write findings with their sources."))
    if not options and stage != "SNAPSHOT":
        return Reason("no_option", _("A rapid report ends with at least one costed option."))
    if estimates_stale:
        return Reason("estimates_stale", _("Answers came in after the estimates. Compute them again."))
    return None


def approval_steps(
    *,
    submitted: bool,
    confirmed: Collection[str],
    disputed: Collection[str],
    absent: Collection[str],
    collected_on: date | None,
    today: date,
    oldest_days: int,
    women_heard: bool,
    conflict_asked: bool = False,
    conflict: Reason | None = None,
) -> dict[str, Reason | None]:
    """Return what an approval asks, in its order, each with why it is not there yet; `conflict` only where asked."""
    silent = [body for body in BODIES if body not in {*confirmed, *disputed, *absent}]
    unheard = Reason(
        "not_validated",
        _(
            "Not heard on the findings: {bodies}. Record the meeting, or that no such body exists and who was heard instead."
        ),
        {"bodies": ", ".join(silent)},
    )
    old = Reason(
        "too_old",
        _("The answers are older than {days} days. Collect again, at least from a part of the sample."),
        {"days": oldest_days},
    )
    women = Reason(
        "women_unheard",
        _(
            "No group of women alone was held with a woman leading it (AR-WOMEN). Record one, or write why it could not be held and what was done instead."
        ),
    )
    nobody = Reason(
        "nobody_confirmed", _("No constituent confirmed the findings. Correct them and ask again.")
    )
    return {
        "submitted": None if submitted else Reason("not_submitted", _("The report is not handed in yet.")),
        "women": None if women_heard else women,
        **({"conflict": conflict} if conflict_asked else {}),
        "heard": unheard if silent else None,
        "confirmed": None if confirmed else nobody,
        "young": old if collected_on is None or (today - collected_on).days > oldest_days else None,
    }


def why_not_approve(
    *,
    submitted: bool,
    confirmed: Collection[str],
    disputed: Collection[str],
    absent: Collection[str],
    collected_on: date | None,
    today: date,
    oldest_days: int,
    women_heard: bool,
    conflict_asked: bool = False,
    conflict: Reason | None = None,
) -> Reason | None:
    """Return why an assessment does not become the baseline: not handed in, women, the conflict or a side unheard, or old."""
    steps = approval_steps(
        submitted=submitted, confirmed=confirmed, disputed=disputed, absent=absent, collected_on=collected_on,
        today=today, oldest_days=oldest_days, women_heard=women_heard, conflict_asked=conflict_asked, conflict=conflict,
    )  # fmt: skip
    return next((reason for reason in steps.values() if reason is not None), None)


def women_alone(talks: Iterable[tuple[str, str, int]], *, fewest: int) -> bool:
    """Return whether one of the talks (kind, sex of who led it, people) heard women alone, led by a woman.

    >>> women_alone([("MIXED", "F", 9), ("WOMEN", "M", 9)], fewest=4), women_alone([("WOMEN", "F", 9)], fewest=4)
    (False, True)
    """
    return any(kind == "WOMEN" and sex == "F" and people >= fewest for kind, sex, people in talks)


def why_not_talk(
    *, kind: str, place: str, held_on: date, participants: int, facilitator_sex: str, fewest: int, today: date
) -> Reason | None:
    """Return why a group talk cannot be recorded: it lacks what tells who was heard, or was too small to be a group."""
    if kind not in TALKS or facilitator_sex not in {"F", "M", "X"} or not place.strip():
        return Reason(
            "talk", _("Name the place, who sat together ({kinds}) and the sex of who led the talk (F, M, X)."),
            {"kinds": ", ".join(TALKS)},
        )  # fmt: skip
    if held_on > today:
        return Reason(
            "talk_ahead",
            _("{day} lies ahead. Record the talk when it was held."),
            {"day": held_on.isoformat()},
        )
    if participants < fewest:
        return Reason(
            "talk_small",
            _("{people} people are no group: fewer than {fewest} could be known by what they say."),
            {"people": participants, "fewest": fewest},
        )
    return None


def is_current(*, collected_on: date | None, today: date, oldest_days: int) -> bool:
    """Return whether an assessment is young enough to be the sole basis of a design.

    >>> is_current(collected_on=date(2026, 1, 1), today=date(2026, 7, 2), oldest_days=183)
    True
    """
    return collected_on is not None and 0 <= (today - collected_on).days <= oldest_days


def tells_of_few(*, n: int, holding: int | None, fewest: int) -> bool:
    """Return whether an estimate tells of fewer than `fewest` persons: of all asked, of those it holds for, or of the rest.

    >>> [tells_of_few(n=100, holding=k, fewest=10) for k in (0, 3, 40, 97, 100)]
    [False, True, False, True, False]
    """
    parts = (n,) if holding is None else (n, holding, n - holding)
    return n < fewest or any(0 < part < fewest for part in parts)


def groups_kept_back(asked: Mapping[str, int], tight: Collection[str], *, fewest: int) -> set[str]:
    """Return the groups of one question that stay inside: those too small, and with them the smallest others.

    `asked` says how many of each group answered. What is left of the whole when all shown groups are taken away tells
    of those that were left out: so at least two are left out, and together `fewest` or more.

    >>> groups_kept_back({"women": 100, "men": 4}, {"men"}, fewest=10) == {"women", "men"}
    True
    >>> sorted(groups_kept_back({"coast": 100, "hills": 3, "town": 4, "isle": 30}, {"hills", "town"}, fewest=10))
    ['hills', 'isle', 'town']
    """
    held = set(tight) & set(asked)
    others = sorted((n, group) for group, n in asked.items() if group not in held)
    while held and others and (len(held) == 1 or sum(asked[group] for group in held) < fewest):
        held.add(others.pop(0)[1])
    return held


def why_not_panel(
    *, place: str, held_on: date, today: date, people: int, women: int, sides: Collection[str],
    fewest_people: int, fewest_sides: int,
) -> Reason | None:  # fmt: skip
    """Return why a panel cannot read a conflict: it is not said where and when, or it was too small, or not mixed."""
    facts = {"people": people, "women": women, "fewest": fewest_people, "sides": fewest_sides}
    if not place.strip() or held_on > today:
        return Reason(
            "panel", _("Name the place of the panel and the day on which it sat; it lies not ahead.")
        )
    if people < fewest_people:
        return Reason(
            "panel_small",
            _("{people} people are no panel: fewer than {fewest} could be known by what they say."),
            facts,
        )
    if not 0 < women <= people or len(set(sides)) < fewest_sides:
        words = _(
            "The panel is not mixed: it takes women, and people of at least {sides} sides. Hear who is missing, apart if need be, and count them in."
        )
        return Reason("panel_mixed", words, facts)
    return None


def why_not_hand_in_reading(*, stakes: int, measures: int, secrets: int) -> Reason | None:
    """Return why a reading is not whole: nothing says what divides, who gains and who loses, or what is done differently."""
    if not secrets:
        return Reason(
            "reading_open",
            _("Nothing is written of what divides, sets off or controls. Add it; it lies encrypted."),
        )
    if not stakes:
        return Reason(
            "reading_stakes",
            _("Write who would gain and who would lose from jobs, contracts or training (SG-CS-01)."),
        )
    if not measures:
        return Reason(
            "reading_measures", _("Write at least one thing that must be done differently, by whom and when.")
        )
    return None


def why_not_conflict(*, newest: date | None, explained: bool, today: date, fresh_days: int) -> Reason | None:
    """Return why the conflict counts as unread: nobody read it and nobody wrote why not, or the newest reading is old."""
    if explained:
        return None
    if newest is None:
        return Reason(
            "conflict_unread",
            _(
                "Nobody has read the conflict (SG-CS-01). Hand in what a mixed panel says, or write why none could sit and what was done instead."
            ),
        )
    if (today - newest).days > fresh_days:
        words = _(
            "The newest reading of the conflict is of {day}, older than {days} days. Read it again, or write why no panel could sit and what was done instead."
        )
        return Reason("conflict_old", words, {"day": newest.isoformat(), "days": fresh_days})
    return None


def tells_an_address(text: str) -> bool:
    """Return whether a text holds what looks like an e-mail address or a telephone number; days are none.

    >>> [tells_an_address(words) for words in ("ask sam@example.org", "call +269 773 12 34", "01.03.2026 to 15.03.2026")]
    [True, True, False]
    """
    return _ADDRESS.search(_DAY.sub(" ", text)) is not None
