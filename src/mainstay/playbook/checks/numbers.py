"""Numbers that must add up, and numbers that stand in two files and must be the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from mainstay.common.texts import noop as _

from .fault import Fault, fault

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook

#: A limit of a safeguard and the target that promises the same.
SAME = (
    ("SG-WAGE-04", "warn_days", "pay_warn"),
    ("SG-WAGE-04", "breach_days", "pay_breach"),
    ("SG-OSH-02", "replace_days", "replace_ppe"),
    ("SG-OSH-05", "claim_h", "claim_accident"),
    ("SG-OSH-06", "serious_h", "report_accident"),
    ("SG-GRM-01", "ack_days", "acknowledge_complaint"),
    ("SG-GRM-01", "close_days", "close_complaint"),
    ("SG-GRM-02", "refer_h", "refer_survivor"),
    ("SG-PAY-01", "unclaimed_days", "report_unclaimed"),
)


def number_faults(book: Playbook) -> Iterator[Fault]:
    """Yield sums that do not come to a hundred, and promises that contradict each other."""
    yield from _hundreds(book)
    yield from _bands(book)
    yield from _promises(book)
    yield from _safeguards(book)
    yield from _wages(book)
    for window in book.windows.values():
        for level, ceiling in window.ceiling_by_level.items():
            if ceiling > window.ceiling_usd:
                yield fault(
                    "fund.yaml",
                    window.code,
                    "over_ceiling",
                    _("allows more at {level} than its ceiling."),
                    level=level,
                )


def _hundreds(book: Playbook) -> Iterator[Fault]:
    sums = (
        ("eligibility_criteria.yaml", "criteria", sum(entry.weight for entry in book.criteria.values())),
        ("matching.yaml", "weights", sum(entry.weight for entry in book.matching.weights.values())),
        ("preparedness.yaml", "items", sum(entry.weight for entry in book.preparedness_items.values())),
    )
    for file, place, total in sums:
        if total != 100:
            yield fault(
                file, place, "not_hundred", _("have weights that make {total}, not 100."), total=total
            )
    for code, criterion in book.criteria.items():
        if criterion.bounds and len(criterion.bounds) != 5:
            yield fault("eligibility_criteria.yaml", code, "bounds", _("needs five bounds for six scores."))


def _bands(book: Playbook) -> Iterator[Fault]:
    floors = [band.min for band in book.bands.values()]
    if 0 not in floors:
        yield fault(
            "eligibility_criteria.yaml",
            "bands",
            "band_gap",
            _("leave out the lowest totals. Begin one at 0."),
        )
    if any(upper <= lower for upper, lower in pairwise(floors)):
        yield fault(
            "eligibility_criteria.yaml",
            "bands",
            "band_order",
            _("must stand from the highest to the lowest."),
        )


def _promises(book: Playbook) -> Iterator[Fault]:
    for crisis in book.crisis_types.values():
        for field, target in (
            ("snapshot_h", "issue_snapshot"),
            ("report_d", "report_assessment"),
            ("first_jobs_d", "first_paid_day"),
        ):
            said = getattr(crisis, field)
            promised = book.sla[target].allowance(crisis_type=crisis.code).value
            if said != promised:
                yield fault(
                    "crisis_types.yaml",
                    f"{crisis.code}/{field}",
                    "two_promises",
                    _("says {said}, the target {target} says {promised}. Make them the same."),
                    said=said,
                    target=target,
                    promised=promised,
                )
    for file, field, said, target in _said_twice(book):
        promised = book.sla[target].value
        if said != promised:
            yield fault(
                file,
                field,
                "two_promises",
                _("says {said}, the target {target} says {promised}. Make them the same."),
                said=said,
                target=target,
                promised=promised,
            )
    if book.disclosure.public.min_cell != book.assessment.limits.publish_cell_n:
        yield fault(
            "disclosure.yaml",
            "public/min_cell",
            "two_promises",
            _("differs from publish_cell_n of the assessment ({promised}). Make them the same."),
            promised=book.assessment.limits.publish_cell_n,
        )


def _said_twice(book: Playbook) -> Iterator[tuple[str, str, int, str]]:
    """Yield numbers outside the clocks that a target promises too: file, field, number, target."""
    kept, talked, judged = book.retention, book.dialogue, book.evaluation
    yield "retention.yaml", "break_glass_hours", kept.break_glass_hours, "end_break_glass"
    yield "retention.yaml", "breach_dpo_hours", kept.breach_dpo_hours, "tell_dpo"
    yield "retention.yaml", "breach_person_hours", kept.breach_person_hours, "tell_persons"
    yield "retention.yaml", "data_request_days", kept.data_request_days, "answer_data_request"
    yield "dialogue.yaml", "act_first_days", talked.act_first_days, "consult_after_acting"
    for window in book.windows.values():
        if window.early_start is not None:
            place = f"{window.code}/early_start/max_days"
            yield "fund.yaml", place, window.early_start.max_days, "end_early_start"
    yield "evaluation.yaml", "after_action_days", judged.after_action_days, "review_case"
    yield "evaluation.yaml", "response_days", judged.response_days, "answer_recommendation"


def _safeguards(book: Playbook) -> Iterator[Fault]:
    file = "safeguards.yaml"
    for safeguard in book.safeguards.values():
        if (safeguard.severity == "block") == (safeguard.stops == "nothing"):
            yield fault(
                file, safeguard.code, "stops", _("blocks and stops nothing, or warns and stops something.")
            )
    for code in book.safeguard_rules.waiver.never_waivable:
        if code in book.safeguards and book.safeguards[code].severity != "block":
            yield fault(file, code, "waiver", _("can never be waived, yet it does not block."))
    for code, param, target in SAME:
        said = book.safeguards[code].params.get(param) if code in book.safeguards else None
        promised = book.sla[target].value if target in book.sla else None
        if said != promised:
            yield fault(
                file,
                f"{code}/{param}",
                "two_promises",
                _("says {said}, the target {target} says {promised}. Make them the same."),
                said=said,
                target=target,
                promised=promised,
            )


def _wages(book: Playbook) -> Iterator[Fault]:
    by_group: dict[tuple[str, str], list[str]] = {}
    for wage in sorted(book.wages.wages.values(), key=lambda held: held.valid_from):
        by_group.setdefault((wage.country, wage.group), []).append(wage.code)
        if wage.valid_to is not None and wage.valid_to < wage.valid_from:
            yield fault("wages.yaml", wage.code, "dates", _("ends before it begins."))
    for codes in by_group.values():
        for earlier, later in pairwise(codes):
            end = book.wages.wages[earlier].valid_to
            if end is None or end >= book.wages.wages[later].valid_from:
                yield fault(
                    "wages.yaml",
                    later,
                    "overlap",
                    _("begins before {earlier} ends. Give that one its end."),
                    earlier=earlier,
                )
