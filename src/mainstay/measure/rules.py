"""Decisions about definitions, targets, registers and publications. Pure."""

from collections.abc import Collection, Sequence
from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

#: An indicator of a project: chosen, then locked; a change makes a new version and ends the old one.
DEFINITION = Workflow(
    "definition",
    ("CHOSEN", "LOCKED", "ENDED"),
    moves(("lock", "CHOSEN", "LOCKED"), ("version", "LOCKED", "ENDED"), ("drop", "CHOSEN", "ENDED")),
)

#: What outsiders read: a version is never changed; a correction makes the next one.
PUBLICATION = Workflow(
    "publication",
    ("PUBLISHED", "CORRECTED", "WITHHELD"),
    moves(("correct", "PUBLISHED", "CORRECTED"), ("withhold", ("PUBLISHED", "CORRECTED"), "WITHHELD")),
)

#: A report to a donor: written, handed in, approved by another person; given back with a reason.
DONOR_REPORT = Workflow(
    "donor report",
    ("DRAFT", "SUBMITTED", "APPROVED"),
    moves(
        ("submit", "DRAFT", "SUBMITTED"),
        ("approve", "SUBMITTED", "APPROVED"),
        ("give_back", "SUBMITTED", "DRAFT"),
    ),
)

#: A line of a register: claimed with evidence, and looked at by another person.
ENTRY = Workflow(
    "register entry",
    ("CLAIMED", "VERIFIED", "REFUSED"),
    moves(("verify", "CLAIMED", "VERIFIED"), ("refuse", "CLAIMED", "REFUSED")),
)

#: Odd data: found, and then explained or corrected by somebody who looked.
ANOMALY = Workflow(
    "anomaly",
    ("OPEN", "EXPLAINED", "CORRECTED"),
    moves(("explain", "OPEN", "EXPLAINED"), ("correct", "OPEN", "CORRECTED")),
)

#: Registers and the states in which a line of each may stand; an empty tuple means that it has none.
REGISTERS: dict[str, tuple[str, ...]] = {
    "REQUEST": (),
    "TOOL_USE": (),
    "ADVICE": (
        "REQUESTED", "DRAFTED", "GIVEN", "APPRECIATED", "ACCEPTED", "IMPLEMENTING", "IMPLEMENTED", "NOT_ACCEPTED",
    ),
    "REINTEGRATION": (),
    "PARTICIPATION": (),
    "JOINT_PLAN": ("INCLUDED", "NOT_INCLUDED"),
    "STANDARDS_CHECK": ("PASSED", "FAILED"),
    "PRODUCT": (),
    "PRODUCT_REQUEST": (),
    "PRODUCT_INTEGRATION": (),
    "POLICY": ("IDEA", "DRAFT", "CONSULTED", "ADOPTED", "BUDGETED", "IMPLEMENTED", "EVALUATED"),
}  # fmt: skip
#: Registers whose lines carry a score from 0 to 4.
SCORED = ("REINTEGRATION", "PARTICIPATION")
#: Dimensions about which nothing is published, and which need an extra grant inside the house.
RESTRICTED_DIMENSIONS = ("population_status", "status", "nationality", "disability", "functional_domain")
#: What may be published: coarse places and months, sex and age. Never sites, rolls or persons.
PUBLIC_DIMENSIONS = (
    "sex",
    "age_band",
    "month",
    "location",
    "area",
    "country",
    "region",
    "currency",
    "type",
    "language",
)
#: Dimensions by which every figure may be opened, whatever its definition declares.
ALWAYS = ("month", "project", "currency")


def why_not_split(
    dimension: str, *, declared: Collection[str], may_see_restricted: bool, may_open: bool
) -> Reason | None:
    """Return why a figure is not shown by `dimension`: not declared, or not for this person's eyes."""
    if dimension in RESTRICTED_DIMENSIONS and not may_see_restricted:
        return Reason(
            "restricted_dimension",
            _(
                "“{dimension}” is sensitive. It is shown to those with an extra grant in force; ask its keeper."
            ),
            {"dimension": dimension},
        )
    if dimension in declared or dimension in ALWAYS or (may_open and dimension in {"site", "roll"}):
        return None
    return Reason(
        "dimension_not_declared",
        _("This indicator is not declared by “{dimension}”. Declared are: {declared}."),
        {"dimension": dimension, "declared": ", ".join([*declared, *ALWAYS]) or "–"},
    )


def why_not_version(*, state: str, reason: str) -> Reason | None:
    """Return why no new version of a definition can be made."""
    if state != "LOCKED":
        return Reason(
            "definition_open", _("Only a locked definition has versions. Change this one, then lock it.")
        )
    if not reason.strip():
        return Reason(
            "no_reason", _("Say why the definition changes; the reason stands beside both versions.")
        )
    return None


def why_not_lock(*, chosen: int) -> Reason | None:
    """Return why definitions cannot be locked."""
    return None if chosen else Reason("nothing_chosen", _("Choose indicators from the catalogue first."))


def why_not_compute(*, facts_built: bool, definitions: int) -> Reason | None:
    """Return why nothing can be computed."""
    if not facts_built:
        return Reason("no_facts", _("There are no facts yet. Build them first: `mainstay measure facts`."))
    if not definitions:
        return Reason(
            "nothing_locked", _("This project has no locked indicators. Choose and lock them first.")
        )
    return None


def why_not_target(
    *, group: Collection[str], declared: Collection[str], first: date, last: date
) -> Reason | None:
    """Return why a target cannot be set: for a group that is not counted, or a period that ends before it begins."""
    strange = [name for name in group if name not in declared and name not in ALWAYS]
    if strange:
        return Reason(
            "group_not_counted",
            _("A target by “{dimension}” cannot be measured: the indicator is not declared by it."),
            {"dimension": strange[0]},
        )
    if last < first:
        return Reason("period_order", _("A period ends on or after the day it begins."))
    return None


def why_not_publish(*, values: int, newest: bool, risks: Sequence[str], accepted: str) -> Reason | None:
    """Return why figures cannot be published as they stand."""
    if not values:
        return Reason("nothing_computed", _("Nothing was computed in this run."))
    if not newest:
        return Reason("superseded_run", _("These figures were computed again since. Publish the newest run."))
    if risks and not accepted.strip():
        return Reason(
            "disclosure_risk",
            _(
                "Outsiders could learn about few persons: {risks}. Merge periods or places, or say why it is safe."
            ),
            {"risks": "; ".join(risks)},
        )
    return None


def why_not_correct(*, state: str, reason: str, same_figures: bool) -> Reason | None:
    """Return why a published figure cannot be corrected so."""
    if not reason.strip():
        return Reason("no_reason", _("Say what was wrong; readers of the old version see the reason."))
    if state != "PUBLISHED":
        return Reason(
            "not_newest", _("Only the version in force is corrected; this one is {state}."), {"state": state}
        )
    if same_figures:
        return Reason(
            "nothing_changed", _("The new figures equal the published ones; there is nothing to correct.")
        )
    return None


def why_not_enter(kind: str, *, state: str, score: float | None, evidence: str) -> Reason | None:
    """Return why a line of a register cannot stand: no evidence, an unknown state, a score out of its scale."""
    if kind not in REGISTERS:
        return Reason(
            "unknown_register",
            _("There is no register {kind}. There are: {kinds}."),
            {"kind": kind, "kinds": ", ".join(REGISTERS)},
        )
    if not evidence.strip():
        return Reason("no_evidence", _("Name the evidence: a document, a link, a decision with its date."))
    if state not in (REGISTERS[kind] or ("",)):
        return Reason(
            "unknown_state",
            _("“{state}” is no state of this register. Possible: {states}."),
            {"state": state, "states": ", ".join(REGISTERS[kind]) or "–"},
        )
    if (kind in SCORED) != (score is not None) or (score is not None and not 0 <= score <= 4):
        return Reason(
            "score",
            _("This register takes {wanted}."),
            {"wanted": "a score from 0 to 4" if kind in SCORED else "no score"},
        )
    return None


def why_not_trust_rate(coverage: float | None, *, least: float) -> Reason | None:
    """Return why a rate is not shown: too few were reached to speak for the others."""
    if coverage is None or coverage >= least:
        return None
    return Reason(
        "too_few_reached",
        _(
            "Only {share} of 100 were reached; a rate is shown from {least} on. Trace more, or show it flagged."
        ),
        {"share": round(coverage * 100), "least": round(least * 100)},
    )


def confidence_grade(*, verified_share: float | None, sampled: bool, n: int, missing: float) -> str:
    """Return the grade of a figure, A to D, as the playbook names them.

    A counted and verified by a sample in which at least 19 in 20 agreed; B counted; C estimated from a sample of
    adequate size (30 and more); D indicative.

    >>> confidence_grade(verified_share=0.98, sampled=False, n=200, missing=0.0)
    'A'
    >>> confidence_grade(verified_share=None, sampled=True, n=12, missing=0.0)
    'D'
    """
    if missing > 0.2 or n == 0:
        return "D"
    if sampled:
        return "C" if n >= 30 else "D"
    if verified_share is None:
        return "B"
    return "A" if verified_share >= 0.95 else "D"


def why_not_submit_report(*, narrative: str, published: bool, newest: bool) -> Reason | None:
    """Return why a report to a donor is not handed in: no words, or figures that were corrected or counted anew since.

    >>> why_not_submit_report(narrative="Roads", published=True, newest=False).code
    'figures_old'
    """
    if not narrative.strip():
        return Reason(
            "narrative_missing", _("Write what was done with the money before handing the report in.")
        )
    if not published or not newest:
        return Reason(
            "figures_old",
            _(
                "Newer figures were published since this report took them over. Take over the newest, then hand it in."
            ),
        )
    return None


def why_not_approve_report(*, submitted_by: int | None, by: int) -> Reason | None:
    """Return why a person does not approve a report to a donor: she handed it in herself."""
    if submitted_by == by:
        return Reason("own_report", _("Who handed the report in does not approve it. Ask a colleague."))
    return None


def why_not_issue_pack(
    *, kind: str, state: str, first_on: date, last_on: date, purposes: Collection[str], purpose: str, recipient: str,
    until: date, today: date,
) -> Reason | None:  # fmt: skip
    """Return why rows of persons are not given away: no agreement in force for this purpose, or no end within it."""
    if kind != "data_sharing" or state != "SIGNED" or not first_on <= today <= last_on:
        return Reason(
            "no_data_sharing",
            _(
                "Rows of persons are given under a signed data-sharing agreement in force only. Sign one first."
            ),
        )
    if not recipient.strip() or purpose.strip() not in {held.strip() for held in purposes}:
        return Reason(
            "pack_purpose",
            _("Say who gets the pack, and for which purpose of the agreement: {purposes}."),
            {"purposes": "; ".join(purposes)},
        )
    if not today <= until <= last_on:
        return Reason(
            "pack_until",
            _(
                "Say until when the rows are held: a day not past and not after {last}, when the agreement ends."
            ),
            {"last": last_on},
        )
    return None
