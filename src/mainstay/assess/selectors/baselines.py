"""The values that an approval freezes: from estimates, by the playbook's rules."""

from collections.abc import Iterator
from typing import Any

from mainstay import playbook
from mainstay.assess.models import Assessment, BaselineValue
from mainstay.common import clock

from .conflict import conflict_asked, why_unread
from .questions import oldest_days
from .talks import women_heard

#: The losses are frozen beside the indicators; the playbook lists no indicator of this name.
JOBS_LOST = "LOSS-JOBS"


def approval_facts(assessment: Assessment) -> dict[str, Any]:
    """Return what an approval of the assessment rests on, as the rules ask for it."""
    said = {row.body: row.verdict for row in assessment.validations.order_by("held_on", "pk")}
    by_verdict = {
        name: [body for body, verdict in said.items() if verdict == code]
        for name, code in (("confirmed", "CONFIRMED"), ("disputed", "DISPUTED"), ("absent", "ABSENT"))
    }
    return {
        "submitted": assessment.submitted_at is not None,
        **by_verdict,
        "collected_on": assessment.collected_until,
        "today": clock.today(),
        "oldest_days": oldest_days(),
        "women_heard": women_heard(assessment),
        "conflict_asked": conflict_asked(assessment),
        "conflict": why_unread(assessment),
    }


def baseline_values(assessment: Assessment) -> list[BaselineValue]:
    """Return the baseline values that the assessment's estimates and losses give, not stored yet."""
    return [*_from_answers(assessment), *_from_losses(assessment)]


def _from_answers(assessment: Assessment) -> Iterator[BaselineValue]:
    assert assessment.collected_until is not None
    limits = playbook.current().assessment.limits
    for rule in playbook.current().assessing.baselines.values():
        field = rule.question.replace("-", "_") + (f"_{rule.part}" if rule.part else "")
        level = "" if rule.at_least is None else f">={rule.at_least:g}"
        found = assessment.estimates.filter(
            field=field, statistic=rule.statistic, level=level, restricted=False, value__isnull=False
        )
        factor = 100 if rule.unit == "percent" else 1
        for row in found:
            value, low, high = (
                None if bound is None else bound * factor - rule.minus
                for bound in (row.value, row.low, row.high)
            )
            assert value is not None
            yield BaselineValue(
                assessment=assessment,
                indicator=rule.code,
                group=row.domain or "ALL",
                value=value,
                low=low,
                high=high,
                n=row.n,
                unit=rule.unit,
                as_of=assessment.collected_until,
                source=f"{assessment.reference} {rule.question}",
                publishable=row.representative and row.n >= limits.publish_cell_n,
            )


def _from_losses(assessment: Assessment) -> Iterator[BaselineValue]:
    rows = list(assessment.losses.all())
    for group, kept in (
        ("ALL", rows),
        ("F", [r for r in rows if r.sex == "F"]),
        ("M", [r for r in rows if r.sex == "M"]),
    ):
        if not kept:
            continue
        yield BaselineValue(
            assessment=assessment,
            indicator=JOBS_LOST,
            group=group,
            value=sum(row.jobs for row in kept),
            low=sum(row.jobs_low for row in kept),
            high=sum(row.jobs_high for row in kept),
            unit="jobs",
            as_of=max(row.as_of for row in kept),
            source=", ".join(dict.fromkeys(row.source for row in kept))[:200],
            publishable=True,
        )
