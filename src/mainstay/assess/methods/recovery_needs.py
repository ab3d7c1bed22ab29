"""What recovery of work and income needs, by horizon, costed per beneficiary and counted once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .estimate_range import Range

#: The chapter of employment, livelihoods and social protection.
CHAPTER = "ELSP"
#: What to do with a need that a sector chapter already has.
REFUSE, COUNT_ONCE = "refuse", "count_once"

#: What each chapter has, in minor units, of a need named by its code or by the words of its item.
Held = dict[tuple[str, str], dict[str, int]]

NEGATIVE = Reason("recovery_needs.amount", _("an amount is negative"))


@dataclass(frozen=True, slots=True)
class Horizon:
    """A stretch of the recovery in months after the event; costs fall, on average, in its middle."""

    code: str
    first_month: int
    last_month: int

    def __post_init__(self) -> None:
        if not 0 <= self.first_month < self.last_month:
            raise BadInput(
                "recovery_needs.months",
                _("Horizon {code} runs from month {first} to a later month, not to {last}."),
                code=self.code,
                first=self.first_month,
                last=self.last_month,
            )

    @property
    def middle(self) -> Decimal:
        """The middle of the horizon in years after the event."""
        return Decimal(self.first_month + self.last_month) / 24


#: Short, medium and long term; the last is open and costed to month 36. Give your own where a plan has others.
HORIZONS = (Horizon("short", 0, 6), Horizon("medium", 6, 18), Horizon("long", 18, 36))


@dataclass(frozen=True, slots=True)
class Support:
    """A need that is costed per beneficiary: cash for work, grants, skills, top-ups of social protection.

    `unit_cost` is the full cost of one beneficiary over the horizon, in minor units and prices of the event;
    `item` names what it pays for, in the same words in every chapter.
    """

    code: str
    chapter: str
    item: str
    horizon: str
    beneficiaries: int
    unit_cost: int

    @property
    def base_cost(self) -> Decimal:
        """Beneficiaries × unit cost, in prices of the event."""
        return Decimal(self.beneficiaries) * self.unit_cost


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """A need that replaces damaged assets: damage at replacement cost, and the part added to build back better."""

    code: str
    chapter: str
    item: str
    horizon: str
    damage: int
    better: Decimal = Decimal(0)
    beneficiaries: int = 0

    @property
    def base_cost(self) -> Decimal:
        """Damage × (1 + what building back better adds), in prices of the event."""
        return Decimal(self.damage) * (1 + Decimal(str(self.better)))


Need = Support | Reconstruction


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """A need that another chapter already has: its chapter, item and amount, in minor units of when it falls.

    `need` is the code of the one need that it stands for, whatever it is called there; without it, every need whose item
    has the same words is meant.
    """

    chapter: str
    item: str
    amount: int
    need: str = ""


@dataclass(frozen=True, slots=True)
class CostedNeed:
    """A need with its cost in minor units of the year in which it falls.

    `elsewhere` says how much of it stands in the total of which other chapter; `cost` is the rest.
    """

    need: Need
    full_cost: int
    elsewhere: Mapping[str, int]

    @property
    def cost(self) -> int:
        """What of it stands in the total of this chapter."""
        return self.full_cost - sum(self.elsewhere.values())

    @property
    def per_beneficiary(self) -> int | None:
        """The full cost per beneficiary in minor units, a part of one counted as one."""
        people = self.need.beneficiaries
        return -(-self.full_cost // people) if people else None


@dataclass(frozen=True, slots=True)
class RecoveryNeeds:
    """The needs of this chapter; `income_loss` stands beside them as a memo and is part of no total."""

    lines: Sequence[CostedNeed]
    horizons: Sequence[Horizon]
    income_loss: Range | None

    @property
    def total(self) -> int:
        """All needs that are counted in this chapter, in minor units."""
        return sum(line.cost for line in self.lines)

    @property
    def by_horizon(self) -> dict[str, int]:
        """The same by horizon, in their order."""
        return {
            horizon.code: sum(line.cost for line in self.lines if line.need.horizon == horizon.code)
            for horizon in self.horizons
        }

    @property
    def counted_elsewhere(self) -> list[CostedNeed]:
        """The lines that stand in another chapter's total, wholly or in part."""
        return [line for line in self.lines if line.elsewhere]


def recovery_needs(
    needs: Iterable[Need],
    *,
    sector_lines: Iterable[ChapterLine] = (),
    horizons: Sequence[Horizon] = HORIZONS,
    price_rise: Decimal = Decimal(0),
    twice: str = REFUSE,
    income_loss: Range | None = None,
) -> RecoveryNeeds:
    """Return the needs costed by horizon, none of them counted twice.

    Support: N · u · (1 + p)^t; reconstruction: damage · (1 + b) · (1 + p)^t; N beneficiaries, u cost of one, b what
    building back better adds, p yearly `price_rise`, t years from the event to the middle of the horizon. Each line
    is rounded up to whole minor units. Lost income is no need and enters no total. A line of another chapter is shown
    and counted there. A line of this chapter whose code or `item` stands in `sector_lines` is refused by name, or with
    `twice` = count_once has the amount of these lines, which add up, taken off and counted there: no more than that,
    from needs of the item in their order. The same item twice in one horizon of this chapter is refused. Source: *Post-Disaster Needs Assessment, Guidelines*, volumes A (2013) and B (2014).

    >>> found = recovery_needs([
    ...     Support("cfw", "ELSP", "cash for work", "short", beneficiaries=100, unit_cost=300_00),
    ...     Reconstruction("tools", "ELSP", "household tools", "medium", damage=10_000_00, better=Decimal("0.1"))],
    ...     price_rise=Decimal("0.05"))
    >>> found.by_horizon, found.total, found.lines[0].per_beneficiary
    ({'short': 3036817, 'medium': 1155000, 'long': 0}, 4191817, 30369)
    """
    listed = list(needs)
    known = {horizon.code: horizon for horizon in horizons}
    price_rise = Decimal(str(price_rise))
    others = list(sector_lines)
    _refuse(listed, others, known, twice, price_rise)
    held = _held(others)
    _refuse_twice(listed, held, twice)
    lines: list[CostedNeed] = []
    for need in listed:
        cost = _escalated(need.base_cost, known[need.horizon], price_rise)
        lines.append(CostedNeed(need, cost, _elsewhere(need, cost, _parts_of(need, held))))
    return RecoveryNeeds(lines, horizons, income_loss)


@dataclass(frozen=True, slots=True)
class Gap:
    """A need, what others cover of it, and what is left."""

    need: int
    covered: int

    @property
    def left(self) -> int:
        """What nobody covers yet; what others plan beyond the need fills no other gap."""
        return max(0, self.need - self.covered)


def needs_left(needs: Mapping[str, int], covered: Mapping[str, int]) -> dict[str, Gap]:
    """Return the gap of each kind of need, such as works, grants, skills, income support.

    G_k = max(0, N_k − C_k), never across kinds: a surplus of seeds does not pay for a clinic. Unit: that of the
    amounts, such as minor units of one currency or workdays.

    >>> gaps = needs_left({"works": 500, "skills": 100}, {"works": 200, "skills": 150})
    >>> {kind: gap.left for kind, gap in gaps.items()}
    {'works': 300, 'skills': 0}
    """
    stray = sorted(set(covered) - set(needs))
    if stray:
        raise BadInput(
            "recovery_needs.stray",
            _("Others cover {kinds}, for which no need is stated. State the need, also when it is 0."),
            kinds=", ".join(stray),
        )
    if any(amount < 0 for amount in (*needs.values(), *covered.values())):
        raise BadInput("recovery_needs.negative", _("Needs and what covers them are not negative."))
    return {kind: Gap(need, covered.get(kind, 0)) for kind, need in needs.items()}


def _escalated(base: Decimal, horizon: Horizon, price_rise: Decimal) -> int:
    factor = (1 + price_rise) ** horizon.middle if price_rise else Decimal(1)
    return int((base * factor).to_integral_value(rounding=ROUND_CEILING))


def _words(item: str) -> str:
    """Return an item as it is compared: neither case nor spaces nor hyphens make two of one.

    >>> _words("Cash-for-work") == _words("cash for  work")
    True
    """
    return " ".join(re.sub(r"[-\u2010-\u2015_/]", " ", item).casefold().split())


def _held(sector_lines: Sequence[ChapterLine]) -> Held:
    """Return by code of a need, or by item, what each chapter has of it: its lines of one add up."""
    held: Held = {}
    for line in sector_lines:
        key = ("code", line.need) if line.need else ("item", _words(line.item))
        chapters = held.setdefault(key, {})
        chapters[line.chapter] = chapters.get(line.chapter, 0) + line.amount
    return held


def _parts_of(need: Need, held: Held) -> list[dict[str, int]]:
    """Return what other chapters have of a need: by its own code first, then by its words."""
    return [held.get(("code", need.code), {}), held.get(("item", _words(need.item)), {})]


def _elsewhere(need: Need, cost: int, parts: Sequence[dict[str, int]]) -> dict[str, int]:
    """Return what of `cost` other chapters have, and take it off what is left of their amounts."""
    if need.chapter != CHAPTER:
        return {need.chapter: cost}
    taken: dict[str, int] = {}
    for left in parts:
        for chapter in [chapter for chapter in left if chapter != CHAPTER]:
            part = min(left[chapter], cost - sum(taken.values()))
            if part:
                taken[chapter] = taken.get(chapter, 0) + part
                left[chapter] -= part
    return taken


def _refuse(
    needs: Sequence[Need],
    sector_lines: Sequence[ChapterLine],
    known: Mapping[str, Horizon],
    twice: str,
    price_rise: Decimal,
) -> None:
    problems = [
        Problem(NEGATIVE, row=row, field="sector_lines")
        for row, line in enumerate(sector_lines, start=1)
        if line.amount < 0
    ]
    for row, need in enumerate(needs, start=1):
        if need.horizon not in known:
            why = Reason("recovery_needs.horizon", _("is none of {known}"), {"known": ", ".join(known)})
            problems.append(Problem(why, row=row, field="horizon"))
        if not need.item.strip() or not need.chapter.strip():
            why = Reason("recovery_needs.item", _("chapter and item are to be named"))
            problems.append(Problem(why, row=row, field="item"))
        if need.base_cost < 0 or need.beneficiaries < 0:
            problems.append(Problem(NEGATIVE, row=row))
    if problems:
        raise BadInput("recovery_needs", _("Some needs cannot be costed: correct them."), problems=problems)
    if twice not in {REFUSE, COUNT_ONCE} or price_rise <= -1:
        raise BadInput(
            "recovery_needs.twice",
            _("What stands twice is either refuse or count_once, and prices fall by less than all."),
        )


def _refuse_twice(needs: Sequence[Need], held: Held, twice: str) -> None:
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row, need in enumerate(needs, start=1):
        first = seen.setdefault((need.chapter, _words(need.item), need.horizon), row)
        if first != row:
            told = _("{item} stands already in row {first} of the same horizon")
            facts = {"item": need.item, "first": first}
            problems.append(Problem(Reason("recovery_needs.repeated", told, facts), row=row, field="item"))
        chapters = [chapter for part in _parts_of(need, held) for chapter in part]
        if twice == REFUSE and need.chapter == CHAPTER and chapters:
            told = _("{item} is already a need of the chapter {chapter}")
            facts = {"item": need.item, "chapter": ", ".join(dict.fromkeys(chapters))}
            problems.append(Problem(Reason("recovery_needs.double", told, facts), row=row, field="item"))
    if problems:
        raise BadInput(
            "recovery_needs.double",
            _(
                "Needs would be counted twice. Take these lines out, merge them, or count them once in the chapter "
                "that has them (count_once)."
            ),
            problems=problems,
        )
