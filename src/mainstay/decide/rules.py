"""Decisions about requests: states, gates, blind scores, bands, the answer that follows, and why not. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import ANY, Workflow, moves
from mainstay.decide.methods.priority_score import Priority

#: A request or an initiative of our own, from its draft to an answer, taken up again when the facts change.
REQUEST = Workflow(
    "request",
    (
        "DRAFT", "RECEIVED", "ACKNOWLEDGED", "TRIAGED", "SCORED", "DECIDED",
        "ACTIVE", "WATCH", "REFERRED", "DECLINED", "RESCORE", "WITHDRAWN", "MERGED",
    ),
    moves(
        ("send", "DRAFT", "RECEIVED"),
        ("acknowledge", "RECEIVED", "ACKNOWLEDGED"),
        ("triage", ("RECEIVED", "ACKNOWLEDGED"), "TRIAGED"),
        ("score", ("TRIAGED", "RESCORE"), "SCORED"),
        ("decide", "SCORED", "DECIDED"),
        ("activate", "DECIDED", "ACTIVE"),
        ("watch", "DECIDED", "WATCH"),
        ("refer", ("DECIDED", "DECLINED"), "REFERRED"),
        ("decline", ("TRIAGED", "RESCORE", "DECIDED"), "DECLINED"),
        ("rescore", ("DECIDED", "ACTIVE", "WATCH", "REFERRED", "DECLINED"), "RESCORE"),
        ("merge", ("RECEIVED", "ACKNOWLEDGED", "TRIAGED"), "MERGED"),
        ("withdraw", ANY, "WITHDRAWN"),
    ),
)  # fmt: skip
#: States in which a request waits for us.
OPEN_STATES = ("RECEIVED", "ACKNOWLEDGED", "TRIAGED", "SCORED", "RESCORE", "DECIDED")

#: What can be answered. The first four open or carry on a case.
ANSWERS = ("ENGAGE", "CONDITIONS", "ASSESSMENT", "REMOTE", "WATCH", "REFER", "DECLINE")
WITH_CASE = ("ENGAGE", "CONDITIONS", "ASSESSMENT", "REMOTE")
#: What each answer says in words.
ANSWER_WORDS = {
    "ENGAGE": _("We engage"), "CONDITIONS": _("We engage on conditions"), "ASSESSMENT": _("We assess first"),
    "REMOTE": _("We help from afar"), "WATCH": _("We watch"), "REFER": _("We refer it to a partner"), "DECLINE": _("We decline"),
}  # fmt: skip
#: The four answers that a request cannot do without.
MANDATORY = ("country", "what_happened", "work_effects", "asked")
CONSTITUENTS = ("constituent_government", "constituent_employers", "constituent_workers")
OWN_INITIATIVE = "task_team_initiative"
GATE_ANSWERS = ("YES", "NO", "UNKNOWN")
TRACKS = ("normal", "fast")


def why_not_send(answers: Mapping[str, object]) -> Reason | None:
    """Return which of the four mandatory answers are still missing."""
    missing = [name for name in MANDATORY if not str(answers.get(name) or "").strip()]
    if not missing:
        return None
    questions = {
        "country": _("country"),
        "what_happened": _("what happened"),
        "work_effects": _("what it does to work"),
        "asked": _("what is asked"),
    }
    return Reason(
        "answers_missing",
        _("Four answers are needed. Missing: {missing}. Everything else can follow."),
        {"missing": ", ".join(questions[name] for name in missing)},
    )


def why_not_score(
    *, state: str, stopping: Sequence[str], unanswered: Sequence[str], sealed: bool
) -> Reason | None:
    """Return why a request cannot be scored: not triaged, a gate failed or open, or one's own score is sealed."""
    if state not in {"TRIAGED", "RESCORE"}:
        return Reason(
            "not_triaged", _("This request is {state}. It is scored after triage."), {"state": state}
        )
    if unanswered:
        return Reason("gates_open", _("Answer the gates first: {gates}."), {"gates": ", ".join(unanswered)})
    if stopping:
        return Reason(
            "gate_failed",
            _(
                "Gate {gates} failed, and stops the scoring. Decline or refer the request, or answer the gate anew."
            ),
            {"gates": ", ".join(stopping)},
        )
    if sealed:
        return Reason("score_sealed", _("Your score is sealed. It can be discussed once both are in."))
    return None


def why_not_seal(
    *, scored: Collection[str], without_evidence: Sequence[str], criteria: Collection[str]
) -> Reason | None:
    """Return why a blind score cannot be sealed: a criterion has no answer, or a score no evidence."""
    missing = sorted(set(criteria) - set(scored))
    if missing:
        return Reason(
            "criteria_missing",
            _("Score each criterion from 0 to 5, or say “not assessed”. Missing: {codes}."),
            {"codes": ", ".join(missing)},
        )
    if without_evidence:
        return Reason(
            "evidence_missing",
            _("Name the evidence for each score: {codes}."),
            {"codes": ", ".join(without_evidence)},
        )
    return None


def why_not_decide(
    *,
    state: str,
    answer: str,
    undiscussed: Sequence[str],
    reasons: str,
    band: str,
    only_w1: bool,
    hard_portfolio: Sequence[str],
    feasibility_alone: bool,
) -> Reason | None:
    """Return why this answer cannot be given now: open discussion, no reasons, a gate or rule against it."""
    if state != "SCORED":
        return Reason(
            "not_scored",
            _("This request is {state}. Two sealed scores come before a decision."),
            {"state": state},
        )
    if undiscussed:
        return Reason(
            "undiscussed",
            _(
                "The two scores differ by more than one, or one is missing, in {codes}. Write what was said about it first."
            ),
            {"codes": ", ".join(undiscussed)},
        )
    if answer not in ANSWERS:
        return Reason("answer_unknown", _("Answer one of: {possible}."), {"possible": ", ".join(ANSWERS)})
    if not reasons.strip():
        return Reason("reasons_missing", _("Write the reasons; the requester reads them."))
    if feasibility_alone and answer in {"REFER", "DECLINE"}:
        return Reason(
            "hard_place",
            _(
                "The need is high and only feasibility is low: that is no ground for refusal. "
                "Answer REMOTE or ASSESSMENT."
            ),
        )
    return _why_not_help(answer=answer, band=band, only_w1=only_w1, hard_portfolio=hard_portfolio)


def _why_not_help(*, answer: str, band: str, only_w1: bool, hard_portfolio: Sequence[str]) -> Reason | None:
    if answer not in {"ENGAGE", "CONDITIONS"}:
        return None
    if only_w1:
        return Reason(
            "assessment_first",
            _(
                "No recent assessment stands or is funded (G5): only the assessment window W1 can be opened. "
                "Answer ASSESSMENT."
            ),
        )
    if hard_portfolio:
        return Reason(
            "portfolio_full", _("The portfolio is at its cap: {rules}."), {"rules": "; ".join(hard_portfolio)}
        )
    if answer == "ENGAGE" and band not in {"A", "B"}:
        return Reason(
            "band_too_low",
            _(
                "Band {band} is not engaged at once. Answer with conditions, or let the chair move the band with reasons."
            ),
            {"band": band},
        )
    return None


def why_not_override(
    *, computed: str, to: str, bands: Sequence[str], most: int, reason: str
) -> Reason | None:
    """Return why the band cannot be moved: by more than the playbook allows, or without a written reason."""
    if to not in bands:
        return Reason("band_unknown", _("There is no band {band}."), {"band": to})
    if abs(bands.index(to) - bands.index(computed)) > most or to == computed:
        return Reason(
            "one_band",
            _("From {computed} the chair may move by {most} band, not to {to}."),
            {"computed": computed, "most": most, "to": to},
        )
    if not reason.strip():
        return Reason("reason_missing", _("Write the reason; the task team reads it."))
    return None


def why_not_merge(*, same: bool, countries: bool, target_state: str) -> Reason | None:
    """Return why two requests cannot be joined."""
    if same:
        return Reason("same_request", _("A request is not joined to itself."))
    if not countries:
        return Reason(
            "other_country",
            _("Requests about different countries are not joined. Let one case hold both countries."),
        )
    if target_state in {"DRAFT", "WITHDRAWN", "MERGED", "DECLINED"}:
        return Reason(
            "target_closed", _("The other request is {state} and takes nothing up."), {"state": target_state}
        )
    return None


def why_not_consult(*, own: bool, bodies: Collection[str]) -> Reason | None:
    """Return why a consultation about an initiative cannot be recorded."""
    if not own:
        return Reason("not_own", _("A request by others needs no consultation of this kind."))
    missing = sorted(set(CONSTITUENTS) - set(bodies))
    if missing:
        return Reason(
            "bodies_missing",
            _("Consult government, employers and workers. Missing: {bodies}."),
            {"bodies": ", ".join(missing)},
        )
    return None


def bands_possible(priority: Priority, *, floors: Mapping[str, float]) -> tuple[str, ...]:
    """Return the bands in which the total can lie, the best first; several when something was not assessed.

    `floors` gives the least total of each band.
    """
    ordered = sorted(floors, key=lambda code: -floors[code])

    def band(total: float) -> str:
        return next(code for code in ordered if total >= floors[code])

    best, worst = band(priority.total.high), band(priority.total.low)
    return tuple(ordered[ordered.index(best) : ordered.index(worst) + 1])


def feasibility_alone(
    priority: Priority,
    scores: Mapping[str, float | None],
    *,
    high_need: float,
    remote_below: Mapping[str, float],
) -> bool:
    """Return whether the need is high and only feasibility stands against it.

    That is so when need reaches `high_need` of 100, and a criterion of `remote_below` lies under its line or the
    feasibility axis as a whole lies below the need.
    """
    if priority.need.low < high_need:
        return False
    low = any(
        score is not None and score < remote_below[code]
        for code, score in scores.items()
        if code in remote_below
    )
    return low or priority.feasibility.low < priority.need.low


def proposed_answer(*, band: str, alone: bool, hard_place: bool, only_w1: bool) -> str:
    """Return the answer that bands, axes and gates propose; people decide.

    `alone`: the need is high and only feasibility is low. `hard_place`: the place cannot be worked in directly.

    >>> proposed_answer(band="D", alone=True, hard_place=True, only_w1=False)
    'REMOTE'
    >>> proposed_answer(band="A", alone=False, hard_place=False, only_w1=True)
    'ASSESSMENT'
    """
    if only_w1 and band in {"A", "B"}:
        return "ASSESSMENT"
    if hard_place and (alone or band in {"A", "B"}):
        return "REMOTE"
    if alone and band in {"C", "D"}:
        return "ASSESSMENT"
    return {"A": "ENGAGE", "B": "CONDITIONS", "C": "WATCH"}.get(band, "REFER")


def consultation_overdue(*, own: bool, due_on: date | None, consulted: bool, today: date) -> bool:
    """Return whether the consultation that an initiative owes is late."""
    return own and not consulted and due_on is not None and today > due_on
