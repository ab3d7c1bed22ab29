"""Of a question with several answers a rare one hides itself and who would tell of it, and no other."""

import itertools
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from mainstay.statistics.disclosure.attacker import reachable, with_margins
from mainstay.statistics.disclosure.rules import is_small
from mainstay.statistics.disclosure.several import SeveralAnswers, held_back

NONE, ANY = "none", "any"
FEWEST = 10


def counted(people, *, options=(), members=(), untold=()):
    """Return the counts of people, each a group and the set of her answers; an empty set is "none"."""
    n, said = defaultdict(int), defaultdict(lambda: defaultdict(int))
    for group, answers in people:
        n[group] += 1
        for option in answers or {NONE}:
            said[option][group] += 1
        if members and answers & set(members):
            said[ANY][group] += 1
    names = dict.fromkeys([*options, *said, *([ANY] if members else [])])
    told = {option: {group: said[option][group] for group in n} for option in names}
    return SeveralAnswers(dict(n), told, {NONE}, ANY if members else "", members, untold)


def tight(n, held, fewest=FEWEST):
    return is_small(held, threshold=fewest) or is_small(n - held, threshold=fewest)


def ties(asked, group, place):
    """Yield the rows of A·x <= b that every reader knows of one group: none goes with nothing, all said something."""
    alone = [one for one in asked.said if one in asked.alone]
    members = [one for one in asked.said if one in asked.members]
    plain = [one for one in asked.said if one not in {*alone, *members, asked.union}]
    tops = [*plain, *([asked.union] if members else [])]
    n = asked.n[group]
    for one in tops:
        yield {place[group, one]: 1, **{place[group, other]: 1 for other in alone}}, n
    yield {place[group, one]: -1 for one in [*tops, *alone]}, -n
    for one in members:
        yield {place[group, one]: 1, place[group, asked.union]: -1}, 0
    if members:
        yield {place[group, asked.union]: 1, **{place[group, one]: -1 for one in members}}, 0


def programme(asked, found):
    """Return places of the unknowns, and what the reader knows as A·x <= b, A·x = b and bounds."""
    cells = list(itertools.product(asked.n, asked.said))
    place = {cell: at for at, cell in enumerate(cells)}
    below = [row for group in asked.n for row in ties(asked, group, place)]
    equal = [
        ({place[group, one]: 1 for group in asked.n}, sum(asked.said[one].values()))
        for one in asked.said
        if one not in found.totals
    ]
    bounds = [
        (0, asked.n[group]) if (group, one) in found.cells else (asked.said[one][group],) * 2
        for group, one in cells
    ]
    return place, *(tuple(matrix(rows, len(cells))) for rows in (below, equal)), bounds


def matrix(rows, wide):
    """Return rows as a matrix and the right side."""
    if not rows:
        return None, None
    grid = np.zeros((len(rows), wide))
    for line, (row, _right) in enumerate(rows):
        for at, factor in row.items():
            grid[line, at] = factor
    return grid, np.array([right for _row, right in rows])


def narrowed(known, *places):
    """Return the least and greatest sum of these unknowns that a reader is left with."""
    _place, (below, right), (equal, fixed), bounds = known
    target = np.zeros(len(bounds))
    target[list(places)] = 1
    ends = [
        linprog(sign * target, A_ub=below, b_ub=right, A_eq=equal, b_eq=fixed, bounds=bounds).fun * sign
        for sign in (1, -1)
    ]
    return ends[0], ends[1]


answers = st.frozensets(st.sampled_from("abc"), max_size=3)
crowds = st.lists(
    st.lists(st.tuples(answers, st.integers(1, 14)), min_size=1, max_size=5), min_size=2, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(crowds, st.booleans())
def test_a_reader_of_margins_and_ties_narrows_no_sensitive_share_further_than_is_allowed(crowd, joined):
    people = [
        (f"g{at}", said) for at, group in enumerate(crowd) for said, count in group for _each in range(count)
    ]
    asked = counted(people, options=["a", "b", "c", NONE], members=("a", "b") if joined else ())
    found = held_back(asked, fewest=FEWEST)
    known, everybody = programme(asked, found), sum(asked.n.values())
    whole = {group for group in asked.n if all((group, one) in found.cells for one in asked.said)}
    for one, counts in asked.said.items():
        if tight(everybody, sum(counts.values())):
            assert one in found.totals
            low, high = narrowed(known, *(known[0][group, one] for group in asked.n))
            assert high - low >= (1 if len(found.totals) == len(asked.said) else FEWEST) - 1e-6
        for group in asked.n:
            if not tight(asked.n[group], counts[group]):
                continue
            assert (group, one) in found.cells
            low, high = narrowed(known, known[0][group, one])
            if group not in whole:
                assert high - low >= FEWEST - 1e-6
            elif 0 < sum(counts[other] for other in whole) < sum(asked.n[other] for other in whole):
                assert high - low >= 1 - 1e-6


@settings(max_examples=60, deadline=None)
@given(crowds)
def test_each_option_stands_up_to_the_attacker_of_tables(crowd):
    people = [
        (f"g{at}", said) for at, group in enumerate(crowd) for said, count in group for _each in range(count)
    ]
    asked = counted(people, options=["a", "b", "c", NONE])
    found = held_back(asked, fewest=FEWEST)
    groups = list(asked.n)
    whole = {group for group in groups if all((group, one) in found.cells for one in asked.said)}
    for one, counts in asked.said.items():
        table = with_margins(
            np.array([[counts[group], asked.n[group] - counts[group]] for group in groups], float)
        )
        hidden = np.zeros(table.shape, dtype=bool)
        hidden[:-1, :-1] = [[(group, one) in found.cells] * 2 for group in groups]
        hidden[-1, :-1] = one in found.totals
        for line, group in enumerate(groups):
            if hidden[line, 0] and group not in whole and tight(asked.n[group], counts[group]):
                low, high = reachable(table, hidden, (line, 0))
                assert high - low >= FEWEST - 1e-6


def every_group(n, plain):
    """Yield all that a group of `n` can have said: counts of `plain` options, then of none."""
    for none in range(n + 1):
        for counts in itertools.product(range(n - none + 1), repeat=plain):
            if sum(counts) >= n - none:
                yield (*counts, none)


@pytest.mark.parametrize(("sizes", "plain"), [((8, 8), 1), ((9, 8, 7), 1), ((6, 6), 2), ((7, 6), 2)])
def test_who_runs_the_rule_over_all_tables_that_fit_pins_a_count_in_hardly_any(sizes, plain):
    names, n = [*"ab"[:plain], NONE], {f"g{at}": size for at, size in enumerate(sizes)}
    seen = defaultdict(list)
    for rows in itertools.product(*(list(every_group(size, plain)) for size in sizes)):
        said = {
            one: dict(zip(n, counts, strict=True))
            for one, counts in zip(names, zip(*rows, strict=True), strict=True)
        }
        found = held_back(SeveralAnswers(n, said, {NONE}), fewest=3)
        cells = [(n[group], said[one][group], (group, one) in found.cells) for group in n for one in names]
        cells += [(sum(sizes), sum(said[one].values()), one in found.totals) for one in names]
        seen[tuple(None if hidden else held for _n, held, hidden in cells)].append(cells)
    pinned = [
        tables
        for shown, tables in seen.items()
        if any(is_pinned(place, tables) for place, value in enumerate(shown) if value is None)
    ]
    assert len(seen) > 20
    assert sum(map(len, pinned)) <= 0.02 * sum(map(len, seen.values()))


def is_pinned(place, tables):
    """Say whether one sensitive count is the same in all tables that look alike."""
    held = {table[place][1] for table in tables}
    return len(held) == 1 and tight(tables[0][place][0], *held, fewest=3)


def test_a_rare_answer_hides_itself_and_one_companion_and_nothing_else():
    people = [("coast", {"meals", "food"})] * 60 + [("coast", {"risky"})] * 4 + [("coast", set())] * 40
    people += [("hills", {"meals", "risky"})] * 30 + [("hills", {"food"})] * 20 + [("hills", set())] * 20
    people += [("isle", {"meals"})] * 50 + [("isle", {"risky", "food"})] * 30 + [("isle", set())] * 30
    found = held_back(counted(people), fewest=FEWEST)
    assert {("coast", "risky"), ("hills", "risky")} == set(found.cells)
    assert not found.totals


def test_where_options_add_up_like_a_single_choice_the_groups_are_held_back_whole():
    people = [("coast", {"a"})] * 60 + [("coast", {"b"})] * 4
    people += [("hills", {"a"})] * 30 + [("hills", {"b"})] * 30
    people += [("isle", {"a"})] * 70 + [("isle", {"b"})] * 30
    found = held_back(counted(people), fewest=FEWEST)
    assert {(group, one) for group in ("coast", "hills") for one in "ab"} == set(found.cells)


def test_an_answer_rare_over_all_people_is_told_of_no_group():
    people = [(place, {"meals", "food"}) for place in ("coast", "hills") for _each in range(50)]
    people += [("coast", {"girl", "meals"})] * 3 + [(place, set()) for place in ("coast", "hills")] * 20
    found = held_back(counted(people), fewest=FEWEST)
    assert {"girl"} == set(found.totals)
    assert {("coast", "girl"), ("hills", "girl")} == set(found.cells)


def test_who_told_no_group_is_never_worked_out_from_the_whole_less_the_groups():
    people = [(sex, {"meals", "food"} if at < 30 else set()) for sex in "FM" for at in range(60)]
    people += [("~", {"meals"})] * 2
    found = held_back(counted(people, untold=("~",)), fewest=FEWEST)
    assert {("F", NONE), ("F", "meals"), ("F", "food")} == {cell for cell in found.cells if cell[0] != "~"}


def test_nothing_is_shown_of_fewer_people_than_may_be_told():
    found = held_back(counted([("coast", {"a"})] * 9), fewest=FEWEST)
    assert {("coast", "a")} == set(found.cells)
    assert {"a"} == set(found.totals)
