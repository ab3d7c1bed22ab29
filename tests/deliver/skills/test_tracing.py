"""Tracing trainees: whom to call first, and what can be said of those who were not reached."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.deliver.skills.methods.traced_share import Traced, call_order, traced_share

people = st.lists(
    st.builds(
        Traced,
        number=st.integers(0, 99).map(str),
        sex=st.sampled_from("FM"),
        young=st.booleans(),
        passed=st.booleans(),
        reached=st.booleans(),
        works=st.booleans(),
        tried_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    ),
    min_size=1,
    max_size=60,
)


def crew(sex, count, *, reached, work):
    """Return trainees of one sex, the first of whom were reached and work."""
    return [Traced(f"{sex}{n:02d}", sex, True, True, n < reached, n < work) for n in range(count)]


def test_each_of_those_reached_stands_for_the_others_of_her_kind():
    found = traced_share([*crew("F", 20, reached=10, work=8), *crew("M", 30, reached=25, work=5)])
    assert 0.44 == pytest.approx(found.share)
    assert (35, 50, 2) == (found.reached, found.people, found.classes)
    assert found.low < found.share < found.high


def test_kinds_of_which_fewer_than_five_were_reached_are_put_together():
    found = traced_share([*crew("F", 20, reached=4, work=4), *crew("M", 20, reached=16, work=8)])
    assert 1 == found.classes
    assert found.plain == pytest.approx(found.share)


def test_who_reached_everybody_has_no_error_and_who_reached_nobody_no_share():
    whole = traced_share(crew("F", 12, reached=12, work=6))
    assert (0.5, 0.5, 0.5) == (whole.low, whole.share, whole.high)
    assert traced_share(crew("F", 12, reached=0, work=0)) is None


@given(people)
def test_weights_add_up_to_all_trainees_and_the_share_stays_a_share(crew):
    found = traced_share([one if one.reached else replace(one, works=False) for one in crew])
    assert found is None or 0 <= found.low <= found.share <= found.high <= 1


def test_the_kind_reached_least_is_called_first_then_the_untried_then_the_longest_ago():
    women, men = crew("F", 4, reached=1, work=1), crew("M", 4, reached=3, work=1)
    women[1] = replace(women[1], tried_on=date(2026, 5, 2))
    women[2] = replace(women[2], tried_on=date(2026, 4, 2))
    assert ["F03", "F02", "F01", "M03"] == [one.number for one, _covered in call_order([*men, *women])]


@given(people)
def test_everybody_who_was_not_reached_is_called_once(crew):
    assert sum(not one.reached for one in crew) == len(call_order(crew))
