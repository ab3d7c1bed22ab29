"""What recovery needs, as it stands: costed by horizon, counted once, with what others cover and what is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mainstay import playbook
from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.methods.recovery_needs import (
    CHAPTER,
    COUNT_ONCE,
    HORIZONS,
    ChapterLine,
    CostedNeed,
    Gap,
    Horizon,
    Need,
    Reconstruction,
    RecoveryNeeds,
    Support,
    needs_left,
    recovery_needs,
)
from mainstay.assess.models import Assessment, LossEstimate, NeedCover, RecoveryCosting, RecoveryNeed


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need with its cost, what others cover of it, and what is left; money in minor units."""

    record: RecoveryNeed
    costed: CostedNeed
    covers: Sequence[NeedCover]
    gap: Gap

    @property
    def elsewhere(self) -> int:
        """What of it stands in the total of another chapter."""
        return sum(self.costed.elsewhere.values())


@dataclass(frozen=True, slots=True)
class HorizonSum:
    """All needs of one horizon: how many, their full cost, what is counted elsewhere, covered, left."""

    horizon: Horizon
    lines: Sequence[NeedLine]

    @property
    def full(self) -> int:
        """The full cost of its needs."""
        return sum(line.costed.full_cost for line in self.lines)

    @property
    def elsewhere(self) -> int:
        """What of it other chapters have."""
        return sum(line.elsewhere for line in self.lines)

    @property
    def cost(self) -> int:
        """What of it is counted in this chapter."""
        return sum(line.costed.cost for line in self.lines)

    @property
    def left(self) -> int:
        """What nobody covers yet."""
        return sum(line.gap.left for line in self.lines)


@dataclass(frozen=True, slots=True)
class NeedsOf:
    """The needs of an assessment in one currency; lost income stands beside them and is part of no sum."""

    lines: Sequence[NeedLine]
    horizons: Sequence[HorizonSum]
    currency: str
    price_rise: Decimal
    price_source: str
    income_loss: Range | None
    income_currency: str

    @property
    def whole(self) -> HorizonSum:
        """All horizons together."""
        return HorizonSum(Horizon("all", HORIZONS[0].first_month, HORIZONS[-1].last_month), self.lines)


def needs_of(assessment: Assessment) -> NeedsOf:
    """Return the needs of an assessment that was found through `assessments_visible`; what was withdrawn is left out."""
    held = list(
        assessment.needs.filter(state="OPEN")
        .select_related("scheme", "recorded_by")
        .prefetch_related("covers")
        .order_by("pk")
    )
    rise, source = price_rise_of(assessment)
    made = costed(held, price_rise=rise)
    covers = {need.pk: [row for row in need.covers.all() if row.state == "OPEN"] for need in held}
    gaps = _gaps(made, covers)
    lines = [
        NeedLine(need, one, covers[need.pk], gaps[str(need.pk)])
        for need, one in zip(held, made.lines, strict=True)
    ]
    income, currency = income_lost(assessment.losses.all())
    return NeedsOf(
        lines,
        [
            HorizonSum(horizon, [line for line in lines if line.record.horizon == horizon.code])
            for horizon in HORIZONS
        ],
        held[0].currency if held else assessment.country.currency,
        rise,
        source,
        income,
        currency,
    )


def price_rise_of(assessment: Assessment) -> tuple[Decimal, str]:
    """Return by which share prices rise in a year, and who says so; without a word of its own that of the playbook."""
    own = RecoveryCosting.objects.filter(assessment=assessment).first()
    if own is not None:
        return own.price_rise, own.source
    return playbook.current().assessing.recovery.price_rise, ""


def costed(needs: Sequence[RecoveryNeed], *, price_rise: Decimal) -> RecoveryNeeds:
    """Return needs with their cost; what another chapter has of one is counted there, once."""
    return recovery_needs(
        map(as_need, needs),
        sector_lines=[
            ChapterLine(need.elsewhere_chapter, need.elsewhere_item, need.elsewhere_minor, need=_code(need))
            for need in needs
            if need.elsewhere_minor
        ],
        price_rise=price_rise,
        twice=COUNT_ONCE,
    )


def as_need(need: RecoveryNeed) -> Need:
    """Return a need as the method takes it."""
    if need.kind == "SUPPORT":
        return Support(
            _code(need), CHAPTER, need.item, need.horizon, need.beneficiaries, need.each_minor or 0
        )
    return Reconstruction(
        _code(need),
        CHAPTER,
        need.item,
        need.horizon,
        need.damage_minor or 0,
        Decimal(need.better),
        need.beneficiaries,
    )


def _code(need: RecoveryNeed) -> str:
    return str(need.pk)


def _gaps(made: RecoveryNeeds, covers: Mapping[int, Sequence[NeedCover]]) -> dict[str, Gap]:
    return needs_left(
        {line.need.code: line.cost for line in made.lines},
        {str(pk): sum(row.amount_minor for row in rows) for pk, rows in covers.items() if rows},
    )


def income_lost(losses: Iterable[LossEstimate]) -> tuple[Range | None, str]:
    """Return the personal income that was lost, in minor units, and its currency; nothing where it was not estimated."""
    rows = [row for row in losses if row.income_low_minor is not None and row.income_high_minor is not None]
    if not rows or len({row.currency for row in rows}) > 1:
        return None, ""
    return (
        Range(
            sum(row.income_low_minor or 0 for row in rows),
            sum((row.income_wage_minor or 0) + (row.income_own_account_minor or 0) for row in rows),
            sum(row.income_high_minor or 0 for row in rows),
        ),
        rows[0].currency,
    )
