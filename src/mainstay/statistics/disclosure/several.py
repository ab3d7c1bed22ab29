"""Questions with several answers: which shares stay inside, so that nobody works out how few gave one answer.

The options of such a question are no parts of a whole: each is a yes or no of its own. So each option makes a table
groups × (said it / did not) whose margins, n of each group and the count over all people, are known to every reader. A
share is sensitive if 0 < k < f or 0 < n - k < f. Where one group's is, it is held back, with it those of none and of all
(else "held back" would say that there is somebody), and as many others of that option, the smallest groups first, until
no sensitive one can be narrowed down. Where the count over all is sensitive, the option is held back everywhere.

**How far a reader gets.** Let H be what is held back of one option, R and S the persons in H who said it and who were
asked. Margins alone leave k of a group in H between max(0, R - (S - n)) and min(n, R). But options hang together: who
said "none" said nothing else, who answered said something, and a union ("any harmful way") holds where one of its
members does. So for each group and option it is counted how far k can rise and fall while every other number of that
group stays (`rise`, `fall`). What rises in one group of H must fall in others of it, so tables with k in a span of
min(rise, Σ fall of the others) + min(fall, Σ rise of the others) all fit what is shown. The span, never wider than what
the margins leave, must be f or more.

**Where that fails** (in a group where all gave one answer each, options add up like those of a single choice), the
groups with few of that option are held back whole, as for a single choice: among people who are wholly held back any
two can change places, and no tie between options helps. Where it fails over all people, the question is held back
whole. Groups of fewer than f persons, and people who told no group, are always held back whole, together f or more.

**Protected**: each sensitive share, against a reader who knows all shares shown by this one cut and over all people, all
n, the ties between options, and f; a total held back could be another that f holds back as well. **Not protected**: what
several cuts tell together (by place and by sex) beyond their common total; what somebody knows of the own household;
that all or none of a group gave an answer, where nothing sensitive stands beside it; a count against who runs this rule
over all tables that fit and finds only one with just these companions. That was tried for all tables of small groups at
f = 3: it pins a count in 3 of 1,000 tables of two groups, in up to 3 of 100 of three.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .rules import THRESHOLD, is_small

#: Groups that are held back whole, as one.
BLOCK = ""


@dataclass(frozen=True, slots=True)
class SeveralAnswers:
    """How a question was answered: people by group (`n`), and by option and group those who gave it (`said`).

    `alone` are options that go with no other ("none of these"). `union` is the line of `said` that counts who gave at
    least one of `members`; empty where there is none. `untold` are groups that are never shown.
    """

    n: Mapping[str, int]
    said: Mapping[str, Mapping[str, int]]
    alone: Collection[str] = frozenset()
    union: str = ""
    members: Collection[str] = frozenset()
    untold: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What stays inside: `totals` are options over all people, `cells` pairs of group and option."""

    totals: frozenset[str]
    cells: frozenset[tuple[str, str]]


#: How far a count can rise and fall.
Moves = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A group, or all that are held back whole as one: people, counts by option, and how far each can move.

    `alone` moves a count while all others stay; `jointly` a member of the union together with the union.
    """

    n: int
    said: Mapping[str, int]
    alone: Mapping[str, Moves]
    jointly: Mapping[str, Moves]

    def is_tight(self, option: str, fewest: int) -> bool:
        """Return whether few gave an answer, or few did not."""
        held = self.said[option]
        return is_small(held, threshold=fewest) or is_small(self.n - held, threshold=fewest)

    def is_near(self, option: str, fewest: int) -> bool:
        """Return the same, none and all among few: which of them it was is not told either."""
        return min(self.said[option], self.n - self.said[option]) < fewest

    def is_open(self, option: str, moves: Iterable[Moves], fewest: int) -> bool:
        """Return whether k of a held back total could be another that is held back as well, in a span of `fewest`."""
        held = self.said[option]
        few = held < fewest
        near = held if few else self.n - held
        for rise, fall in moves:
            below, above = (fall, rise) if few else (rise, fall)
            if rise + fall >= fewest and ((near > 1 and below > 0) or (near + 1 < fewest and above > 0)):
                return True
        return False


def held_back(asked: SeveralAnswers, *, fewest: int = THRESHOLD) -> HeldBack:
    """Return which shares of a question with several answers stay inside, `fewest` persons being enough to be told.

    >>> n = {"coast": 100, "hills": 60, "isle": 80}
    >>> said = {"fewer meals": {"coast": 60, "hills": 40, "isle": 45}, "risky work": {"coast": 4, "hills": 25, "isle": 30}}
    >>> held = held_back(SeveralAnswers(n, {**said, "none": dict.fromkeys(n, 20)}, alone={"none"}), fewest=10)
    >>> sorted(held.totals), sorted(held.cells)
    ([], [('coast', 'risky work'), ('hills', 'risky work')])
    """
    options, everybody = list(asked.said), _unit(asked, asked.n)
    totals = frozenset(one for one in options if everybody.is_tight(one, fewest))
    if everybody.n < fewest or not all(_is_open(asked, everybody, one, totals, fewest) for one in totals):
        every = frozenset((group, one) for group in asked.n for one in options)
        return HeldBack(frozenset(options), every)
    small = {group for group, n in asked.n.items() if n < fewest or group in asked.untold}
    whole = _with_smallest(asked.n, small, lambda held: sum(asked.n[group] for group in held) >= fewest)
    while True:
        held, failing = _by_option(asked, whole, totals, fewest)
        grown = _grown(asked.n, whole, failing, fewest)
        if grown == whole:
            break
        whole = grown
    cells = {(group, one) for one, groups in held.items() for group in groups if group != BLOCK}
    return HeldBack(totals, frozenset(cells | {(group, one) for group in whole for one in options}))


def _is_open(asked: SeveralAnswers, unit: _Unit, option: str, totals: Collection[str], fewest: int) -> bool:
    """Return whether a count whose total is held back could be another one; with it, what is held back too may move."""
    partners = [
        one for one in asked.members if option in {one, asked.union} and {one, asked.union} <= set(totals)
    ]
    return unit.is_open(option, [unit.alone[option], *(unit.jointly[one] for one in partners)], fewest)


def _by_option(
    asked: SeveralAnswers, whole: set[str], totals: Collection[str], fewest: int
) -> tuple[dict[str, set[str]], set[str]]:
    """Return the groups in which each option is held back, and those for which that is not enough.

    Where the union is held back its members are too, so that it can move with each of them.
    """
    units = {group: _unit(asked, [group]) for group in asked.n if group not in whole}
    if whole:
        units[BLOCK] = _unit(asked, whole)
    held: dict[str, set[str]] = {}
    failing: set[str] = set()
    for option in sorted(asked.said, key=lambda one: one != asked.union):
        if option in totals:
            held[option] = set(units)
            failing |= {
                name for name in units if name and not _is_open(asked, units[name], option, totals, fewest)
            }
            continue
        joined = held.get(asked.union, set()) if option in asked.members else set()
        partners = list(asked.members) if option == asked.union else [option] if joined else []
        held[option], failed = _of_option(units, option, joined, partners, fewest)
        failing |= failed
    return held, failing


def _with_smallest(
    n: Mapping[str, int], tight: Collection[str], enough: Callable[[set[str]], bool]
) -> set[str]:
    """Return `tight` and the smallest other groups, as many as it takes (all, where they do not do)."""
    held = set(tight) & set(n)
    others = sorted((people, group) for group, people in n.items() if group not in held)
    while held and others and not enough(held):
        held.add(others.pop(0)[1])
    return held


def _grown(n: Mapping[str, int], whole: set[str], failing: Collection[str], fewest: int) -> set[str]:
    """Return what is held back whole once `failing` is too: beside each of them stand `fewest` persons or more."""
    if not failing:
        return whole
    own = set(failing) - {BLOCK}
    if not own:  # the block itself can be worked out: one group more
        return whole | {
            group for _people, group in sorted((n[group], group) for group in n if group not in whole)[:1]
        }
    wanted = whole | own
    return _with_smallest(
        n, wanted, lambda held: all(sum(n[other] for other in held) - n[group] >= fewest for group in own)
    )


def _of_option(
    units: Mapping[str, _Unit], option: str, joined: set[str], partners: Sequence[str], fewest: int
) -> tuple[set[str], set[str]]:
    """Return the groups in which an option is held back, and those for which that is not enough.

    Where `joined` is not empty, the union is held back in those groups and moves with the option; the union itself
    moves with each of `partners` in all groups where it is held back.
    """
    tight = {name for name, unit in units.items() if unit.is_tight(option, fewest)}
    if not tight:
        return joined, set()
    near = {name for name, unit in units.items() if unit.is_near(option, fewest)} | joined

    def failing(held: set[str]) -> set[str]:
        return {name for name in tight if not safe(held, name)}

    def safe(held: set[str], name: str) -> bool:
        alone = _span({other: units[other].alone[option] for other in held}, name)
        together = (joined or held) & held
        return alone >= fewest or any(
            _span({other: units[other].jointly[one] for other in together}, name) >= fewest
            for one in partners
            if name in together
        )

    people = {name: unit.n for name, unit in units.items()}
    held = _with_smallest(people, near | ({BLOCK} & set(units)), lambda held: not failing(held))
    return (near, near) if failing(held) else (held, set())


def _span(moves: Mapping[str, Moves], name: str) -> int:
    """Return between how many values one held back count can lie at least, seen by a reader who knows the total."""
    others = [move for other, move in moves.items() if other != name]
    rise, fall = moves[name]
    return min(rise, sum(move[1] for move in others)) + min(fall, sum(move[0] for move in others))


def _unit(asked: SeveralAnswers, groups: Iterable[str]) -> _Unit:
    """Return groups as one, with how far each of their counts can rise and fall while all others stay.

    With m people who gave an answer that goes with others, U in the union, M the sum of its members and T the sum of
    all that are in no union: members lie between U - (M - k) and U, others between m - U - (T - k) and m, the union
    between its greatest member or m - T and the lesser of M and m. A member and the union together rise to m, and fall as
    far as the other members, the rest of the answers and k itself let them.
    """
    chosen = list(groups)
    n = sum(asked.n[group] for group in chosen)
    said = {option: sum(counts[group] for group in chosen) for option, counts in asked.said.items()}
    some = n - sum(said[option] for option in asked.alone if option in said)
    union = said.get(asked.union, 0)
    members = [held for option, held in said.items() if option in asked.members]
    others = [
        held
        for option, held in said.items()
        if option not in asked.members and option not in asked.alone and option != asked.union
    ]
    spare, spare_members = union + sum(others) - some, sum(members) - union
    alone: dict[str, Moves] = {}
    jointly: dict[str, Moves] = {}
    for option, held in said.items():
        if option in asked.alone:
            moves = some - max([union, *others], default=0), min(held, spare)
        elif option == asked.union:
            moves = min(sum(members), some) - union, union - max([some - sum(others), *members])
        elif option in asked.members:
            moves = union - held, min(held, spare_members)
            rest = [said[other] for other in asked.members if other != option]
            jointly[option] = _moves(some - union, min(held, spare, union - max(rest, default=0)))
        else:
            moves = some - held, min(held, spare)
        alone[option] = _moves(*moves)
    return _Unit(n, said, alone, jointly)


def _moves(rise: int, fall: int) -> Moves:
    return max(0, rise), max(0, fall)
