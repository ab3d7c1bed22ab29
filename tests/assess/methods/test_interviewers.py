"""A flag says look; whoever works as the team does gets none."""

from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.methods.interviewer_flags import Interviews, Limits, interviewer_flags

USUAL = Limits(minutes=30, hours_a_day=8, few_refusals=5, times_team=2)


@given(st.integers(0, 16), st.integers(0, 4))
def test_who_works_as_the_team_does_is_not_flagged(asked, refused):
    one = Interviews(asked, refused, asked)
    assert () == interviewer_flags(one, team_refused_share=one.refused_share, limits=USUAL)


@given(st.integers(17, 1000))
def test_more_interviews_than_a_day_holds_are_always_flagged(asked):
    assert "too_many" in interviewer_flags(Interviews(asked, 0, asked), team_refused_share=0, limits=USUAL)
