"""How able an organisation is on eight dimensions, and the support it gets."""

from collections.abc import Mapping
from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.partners.models import CapacityScore, Organisation, SupportPlan


def assess_capacity(
    *,
    by: Person,
    organisation: Organisation,
    scores: Mapping[str, int],
    evidence: Mapping[str, str] | None = None,
) -> list[CapacityScore]:
    """Return the scores (0 to 4) of one day; a dimension that was not assessed is left out, never zero.

    A dimension that the playbook marks restricted (independence) is not scored here but noted for two readers.
    """
    with act("partners.assess_capacity", by=by, on=organisation) as entry:
        known = playbook.current().capacity_dimensions
        wrong = [code for code, score in scores.items() if code not in known or not 0 <= score <= 4]
        if wrong or not scores:
            raise BadInput(
                "capacity", _("Scores go from 0 to 4 on: {dimensions}."), dimensions=", ".join(known)
            )
        closed = [code for code in scores if getattr(known[code], "restricted", False)]
        if closed:
            raise RuleBroken(
                "capacity_restricted",
                _("{dimensions}: write a restricted note with two readers instead."),
                dimensions=", ".join(closed),
            )
        words = evidence or {}
        rows = [
            CapacityScore(
                organisation=organisation,
                dimension=code,
                score=score,
                evidence=words.get(code, "").strip(),
                scored_on=clock.today(),
                scored_by=by,
            )
            for code, score in scores.items()
        ]
        CapacityScore.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["organisation", "dimension", "scored_on"],
            update_fields=["score", "evidence", "scored_by"],
        )
        entry.note(scores=dict(scores))
    return rows


def plan_capacity(
    *, by: Person, organisation: Organisation, dimension: str, kind: str, text: str, due_on: date
) -> SupportPlan:
    """Return a planned support: training is one kind among mentoring, twinning, secondment and others."""
    with act("partners.plan_capacity", by=by, on=organisation) as entry:
        book = playbook.current()
        if dimension not in book.capacity_dimensions or kind not in book.lists.capacity_support:
            raise BadInput(
                "support", _("Support is one of: {kinds}."), kinds=", ".join(book.lists.capacity_support)
            )
        made = SupportPlan.objects.create(
            organisation=organisation,
            dimension=dimension,
            kind=kind,
            text=text.strip(),
            due_on=due_on,
            planned_by=by,
        )
        entry.on(made)
    return made


def give_support(*, by: Person, support: SupportPlan) -> None:
    """Record that a planned support was given."""
    with act("partners.plan_capacity", by=by, on=support) as entry:
        if support.given_on is not None:
            raise RuleBroken("given", _("This support was given already."))
        support.given_on = clock.today()
        support.save(update_fields=["given_on"])
        entry.note(given=True)
