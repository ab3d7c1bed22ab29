"""What a trigger would have done: small histories worked out by hand, and laws."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay import playbook
from mainstay.common.errors import BadInput
from mainstay.playbook.schemas.triggers import TriggerRule
from mainstay.playbook.validating import fitted
from mainstay.watch.methods.alert_accuracy import wilson
from mainstay.watch.methods.trigger import Ground, alarms, grounds
from mainstay.watch.methods.trigger_backcast import poisson_interval, standing, trigger_backcast
from mainstay.watch.methods.trigger_condition import NO, UNKNOWN, YES, trigger_condition
from mainstay.watch.methods.trigger_panel import Panel, trigger_panel
from mainstay.watch.methods.trigger_rule import trigger_rule
from mainstay.watch.methods.trigger_words import trigger_words

AT_TEN = {"kind": "threshold", "series": ["a"], "at": 10}
gaps = st.none() | st.integers(0, 20)
lines = st.lists(gaps, min_size=1, max_size=40)


def rule(activation=None, *, period="Y", **more):
    raw = {"code": "T", "name": "a test", "period": period, "activation": activation or AT_TEN, **more}
    return fitted(TriggerRule, raw, name="rule.yaml")


def panel(*values, series="a", period="Y", **others):
    """Return a panel that begins in 2000: the values of one country, further series by their names."""
    held = {series: values, **others}
    cells = {
        code: {"COM": np.array([np.nan if value is None else float(value) for value in line])}
        for code, line in held.items()
    }
    first = 2000 if period == "Y" else 2000 * 12
    return Panel(period, first, first + len(values) - 1, cells)


def spans(condition, held):
    judged = trigger_condition(rule(condition, period=held.period).activation, held, "COM")
    return [(alarm.first, alarm.last) for alarm in alarms(judged)]


def entered(condition, held):
    return trigger_condition(rule(condition).activation, held, "COM").enter.tolist()


def test_an_alarm_stands_while_its_line_is_reached_and_counts_once():
    assert [(1, 2), (4, 4)] == spans(AT_TEN, panel(9, 10, 12, 3, 11, 9))


def test_with_hysteresis_an_alarm_stands_until_the_easier_line_is_left():
    assert [(1, 4)] == spans(AT_TEN | {"exit": 5}, panel(9, 10, 6, 7, 11, 4))


def test_an_alarm_waits_for_so_many_periods_in_a_row_and_a_gap_breaks_the_row():
    assert [(2, 3)] == spans(AT_TEN | {"for_periods": 2}, panel(9, 10, 12, 11, 3))
    assert [] == spans(AT_TEN | {"for_periods": 2}, panel(10, None, 10, None, 10))


def test_a_quiet_time_is_asked_for_before_the_row_and_not_within_it():
    quiet = AT_TEN | {"after_quiet": {"periods": 2, "at": 8}, "for_periods": 2}
    assert [(4, 5)] == spans(quiet, panel(9, 1, 2, 10, 10, 10, 1))
    assert [] == spans(quiet, panel(1, 2, 9, 10, 10, 10))


def test_a_quiet_time_that_is_not_known_is_no_quiet_time():
    quiet = AT_TEN | {"after_quiet": {"periods": 2, "at": 8}}
    assert [UNKNOWN, NO, NO, UNKNOWN] == entered(quiet, panel(10, 1, 1, None))
    assert [NO, UNKNOWN, NO, UNKNOWN] == entered(quiet, panel(1, None, 1, 10))


def test_change_is_against_so_many_periods_before_and_a_small_base_is_not_judged():
    change = {"kind": "change", "series": ["a"], "over": 2, "at": 50, "as": "percent", "least_base": 4}
    assert [UNKNOWN, UNKNOWN, YES, UNKNOWN, NO] == entered(change, panel(10, 2, 15, 9, 20))
    fall = {"kind": "change", "series": ["a"], "over": 1, "at": -2, "direction": "down"}
    assert [UNKNOWN, NO, YES, NO] == entered(fall, panel(5, 4, 1, 1))
    twice = {"kind": "change", "series": ["a"], "over": 1, "at": 2, "as": "ratio"}
    assert [UNKNOWN, YES, NO, UNKNOWN] == entered(twice, panel(5, 10, 0, 7))


def test_a_return_level_is_beyond_all_that_was_known_before_and_beyond_its_floor():
    record = {"kind": "return_level", "series": ["a"], "years": 3, "floor": 10}
    #        too early…                above the floor, not above 12   above all three before
    assert [UNKNOWN, NO, NO, NO, YES] == entered(record, panel(12, 5, 8, 11, 13))
    assert [NO, NO, NO, NO] == entered(record, panel(1, 2, 3, 4))


def test_a_return_level_with_too_little_known_before_is_unknown_and_never_yes():
    record = {"kind": "return_level", "series": ["a"], "years": 4, "floor": 10, "least_known": 0.8}
    assert UNKNOWN == entered(record, panel(1, None, 3, 4, 20))[-1]
    assert YES == entered(record | {"least_known": 0.7}, panel(1, None, 3, 4, 20))[-1]
    assert NO == entered(record, panel(30, None, 3, 4, 20))[-1]


def test_all_and_any_know_what_is_unknown():
    of = {"kind": "combined"}
    b = {"kind": "threshold", "series": ["b"], "at": 1}
    held = panel(10, 10, 10, 0, 0, None, b=[1, 0, None, None, 1, None])
    assert [YES, NO, UNKNOWN, NO, NO, UNKNOWN] == entered(of | {"all": [AT_TEN, b]}, held)
    assert [YES, YES, YES, UNKNOWN, YES, UNKNOWN] == entered(of | {"any": [AT_TEN, b]}, held)


def test_the_next_series_answers_only_when_the_first_is_silent_and_the_two_are_never_mixed():
    change = {"kind": "change", "series": ["a", "b"], "over": 1, "at": 5, "silent_after": 1}
    held = panel(1, 2, None, None, None, None, b=[100, 100, 200, 300, 301, 400])
    # 2002: a says nothing and is not silent yet; from 2003 b answers, each time against its own year before.
    assert [UNKNOWN, NO, UNKNOWN, YES, NO, YES] == entered(change, held)


def test_an_alarm_ends_when_nothing_has_been_known_for_too_long():
    found = alarms(
        trigger_condition(rule(AT_TEN | {"silent_after": 1}).activation, panel(10, None, None, None), "COM")
    )
    assert [(0, 1, "silent")] == [(alarm.first, alarm.last, alarm.end) for alarm in found]


def test_a_reading_that_is_known_later_raises_its_alarm_later():
    assert [(2, 3)] == spans(AT_TEN | {"known_after": 1}, panel(0, 10, 11, 0))


EVENT = {
    "event": {"kind": "threshold", "series": ["b"], "at": 1},
    "event_name": "b is one",
    "window": {"first": 1, "last": 2},
    "history": {"years": 5, "alarms": 2, "events": 2},
}


def test_a_history_worked_out_by_hand():
    #      alarm 2001 hits 2002, repeat 2003?   2006 false, 2009 late, 2012 open
    held = panel(0, 10, 0, 0, 0, 0, 10, 0, 0, 10, 0, 0, 10, b=[0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0])
    found = trigger_backcast(rule(**EVENT), held)
    assert [
        (2001, "hit", 2002, 1),
        (2006, "hit", 2008, 2),
        (2009, "late", None, None),
        (2012, "open", None, None),
    ] == [(alarm.first, alarm.outcome, alarm.event, alarm.lead) for alarm in found.alarms]
    assert [(2002, "caught"), (2004, "missed"), (2008, "caught")] == [
        (event.first, event.outcome) for event in found.events
    ]
    assert (2, 2, 1.0, 2 / 3) == (
        found.precision.of,
        found.precision.among,
        found.precision.share,
        found.recall.share,
    )
    assert wilson(2, 3) == pytest.approx(found.recall.intervals[0.95], abs=1e-6)
    assert (4 / 13, 4, 13) == (found.rate, found.likelihood.of, found.likelihood.among)
    assert (1, 2) == found.leads
    assert () == found.short


def test_two_alarms_before_one_event_are_one_hit_and_a_repeat():
    found = trigger_backcast(
        rule(**EVENT | {"window": {"first": 1, "last": 4}}), panel(10, 0, 10, 0, 0, 0, b=[0, 0, 0, 1, 1, 0])
    )
    assert ["hit", "repeat"] == [alarm.outcome for alarm in found.alarms]
    assert [("caught", 3)] == [(event.outcome, event.lead) for event in found.events]
    assert 1 == found.precision.among


def test_an_alarm_is_false_only_if_its_whole_window_is_known():
    known = trigger_backcast(rule(**EVENT), panel(10, 0, 0, 0, b=[0, 0, 0, 0]))
    gap = trigger_backcast(rule(**EVENT), panel(10, 0, 0, 0, b=[0, 0, None, 0]))
    assert (["false"], ["open"]) == ([a.outcome for a in known.alarms], [a.outcome for a in gap.alarms])


def test_an_event_before_the_rule_could_judge_anything_is_not_missed():
    found = trigger_backcast(rule(**EVENT), panel(None, None, 0, 0, b=[0, 1, 0, 1]))
    assert ["unjudged", "missed"] == [event.outcome for event in found.events]


def test_while_it_stands_an_alarm_goes_on_announcing_where_the_rule_says_so():
    held = panel(10, 10, 10, 10, 0, 0, b=[0, 0, 0, 0, 0, 1])
    assert ["missed"] == [event.outcome for event in trigger_backcast(rule(**EVENT), held).events]
    standing_too = EVENT | {"window": {"first": 1, "last": 2, "counted_from": "standing"}}
    assert [("caught", 5)] == [
        (e.outcome, e.lead) for e in trigger_backcast(rule(**standing_too), held).events
    ]


def test_a_short_history_is_said_to_be_short():
    found = trigger_backcast(rule(**EVENT), panel(10, 0, 0, 0, b=[0, 1, 0, 0]))
    assert [("years", 4, 5), ("alarms", 1, 2), ("events", 1, 2)] == [
        (lack.what, lack.found, lack.needed) for lack in found.short
    ]


def test_the_precision_by_chance_is_that_of_every_free_period():
    # free with a known window: 2000–2003 without the event of 2002; an event follows 2000 and 2001.
    found = trigger_backcast(rule(**EVENT), panel(0, 0, 0, 0, 0, 0, b=[0, 0, 1, 0, 0, 0]))
    assert (2, 3) == (found.by_chance.of, found.by_chance.among)


def test_the_rate_has_the_exact_interval_of_garwood():
    # Published: 95 % limits of a Poisson count of 0 and of 5 (Ulm 1990, Am J Epidemiol 131: 373).
    assert (0.0, 3.689) == pytest.approx(poisson_interval(0, 0.95), abs=5e-4)
    assert (1.623, 11.668) == pytest.approx(poisson_interval(5, 0.95), abs=5e-4)


def test_an_alarm_names_the_readings_that_it_rests_on():
    record = {"kind": "return_level", "series": ["a"], "years": 3, "floor": 10, "for_periods": 1}
    held = panel(1, 9, 3, 12)
    assert [Ground("a", 2003, 12.0, "value", 10.0), Ground("a", 2001, 9.0, "seen", None)] == grounds(
        rule(record).activation, held, "COM", 3
    )
    change = {"kind": "change", "series": ["a"], "over": 2, "at": 2, "after_quiet": {"periods": 1, "at": 2}}
    assert [
        Ground("a", 2003, 3.0, "value", 2.0), Ground("a", 2001, 9.0, "base"), Ground("a", 2002, 2.0 - 1.0, "quiet", 2.0)
    ] == grounds(rule(change).activation, panel(2, 9, 3, 12), "COM", 3)  # fmt: skip


def test_what_stands_at_the_end_is_told_with_its_stage_and_beginning():
    two = rule(readiness=AT_TEN | {"at": 5})
    assert {"COM": {"readiness": 2001, "activation": 2002}} == {
        iso3: {stage: alarm.first for stage, alarm in stages.items()}
        for iso3, stages in standing(two, panel(1, 6, 12)).items()
    }


B_SUMS = {"kind": "threshold", "series": ["b"], "at": 4, "over": 2, "taken": "sum"}
QUIET = {"after_quiet": {"periods": 2, "at": 10}}
CONDITIONS = (
    AT_TEN | {"exit": 5, "for_periods": 2},
    AT_TEN | QUIET | {"series": ["a", "b"], "exit": 3, "silent_after": 1},
    {"kind": "combined", "all": [AT_TEN | {"exit": 4}, B_SUMS | {"exit": 1}]},
    AT_TEN | {"after_quiet": {"periods": 3, "at": 10}, "known_after": 1},
    {"kind": "return_level", "series": ["a", "b"], "years": 4, "floor": 5, "exit": 3, "silent_after": 1},
    {"kind": "change", "series": ["a"], "over": 2, "at": 50, "as": "percent"},
    {"kind": "combined", "for_periods": 2, "any": [AT_TEN, {"kind": "threshold", "series": ["b"], "at": 4, "over": 2, "taken": "sum"}]},
)  # fmt: skip


def with_exit(condition, lower):
    """Return a condition with an easier line to stay in each of its parts; none with None."""
    if condition["kind"] == "combined":
        parts = {
            name: [with_exit(part, lower) for part in condition[name]]
            for name in ("all", "any")
            if name in condition
        }
        return condition | parts
    bare = {name: value for name, value in condition.items() if name != "exit"}
    return bare if lower is None else bare | {"exit": min(lower, condition.get("at", lower))}


@given(lines, lines, st.sampled_from(CONDITIONS), st.integers(0, 10))
def test_hysteresis_never_makes_more_alarms(values, others, condition, lower):
    held = panel(*values, b=(others + [None] * len(values))[: len(values)])
    assert len(spans(with_exit(condition, lower), held)) <= len(spans(with_exit(condition, None), held))


@given(lines, lines, st.sampled_from(CONDITIONS), st.integers(1, 4))
def test_one_period_more_in_a_row_never_makes_more_alarms(values, others, condition, periods):
    held = panel(*values, b=(others + [None] * len(values))[: len(values)])
    fewer, more = (spans(condition | {"for_periods": count}, held) for count in (periods + 1, periods))
    assert len(fewer) <= len(more)


@given(lines, lines, st.sampled_from(CONDITIONS), st.integers(1, 40))
def test_the_back_cast_of_a_beginning_is_the_beginning_of_the_back_cast(values, others, condition, length):
    others = (others + [None] * len(values))[: len(values)]
    whole, known = panel(*values, b=others), min(length, len(values))
    asked = rule(condition, **EVENT)
    early = whole.until(whole.first + known - 1)
    for part in (asked.activation, asked.event):
        all_of_it, beginning = (trigger_condition(part, held, "COM") for held in (whole, early))
        assert beginning.enter.tolist() == all_of_it.enter[:known].tolist()
        assert beginning.stay.tolist() == all_of_it.stay[:known].tolist()
    then, now = (trigger_backcast(asked, held).alarms for held in (early, whole))
    assert [a.first for a in then] == [a.first for a in now if a.first <= early.last]
    settled = [(a.first, a.outcome, a.event) for a in then if a.outcome != "open"]
    assert settled == [
        (a.first, a.outcome, a.event) for a in now if a.first in {first for first, *_rest in settled}
    ]


@given(lines)
def test_every_alarm_and_every_event_comes_out_one_way(values):
    found = trigger_backcast(rule(**EVENT), panel(*values, b=[value and value % 3 for value in values]))
    assert len(found.alarms) == sum(found.count(name) for name in ("hit", "false", "repeat", "late", "open"))
    assert len(found.events) == sum(found.count(name) for name in ("caught", "missed", "unjudged"))
    assert found.precision.of + found.false_alarms.of == found.precision.among


def test_readings_in_one_period_become_one_as_the_rule_says():
    rows = [("a", "COM", date(2020, 3, day), value) for day, value in ((2, 1.0), (9, 3.0), (20, 2.0))]
    made = {how: trigger_panel(rows, period="M", gather=how).of("a", "COM")[0] for how in ("last", "highest", "sum", "mean", "count")}  # fmt: skip
    assert {"last": 2.0, "highest": 3.0, "sum": 6.0, "mean": 2.0, "count": 3.0} == made


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            {"activation": {"kind": "threshold", "series": ["a"], "at": 10, "exit": 11}},
            "choose an easier line",
        ),
        ({"activation": {"kind": "probability", "series": ["a"], "at": 30}}, "write 0.3 for 30 %"),
        ({"activation": {"kind": "combined"}}, "`all:` or `any:`"),
        ({"activation": {"kind": "threshold", "series": ["a"]}}, "no `at`"),
        ({"readiness": AT_TEN | {"at": 12}}, "Exchange the two lines"),
        ({"event": AT_TEN, "event_name": "x"}, "belong together"),
        (
            {"activation": {"kind": "threshold", "series": ["a"], "at": 10, "for_period": 2}},
            "did you mean for_periods",
        ),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_its_place_and_the_way_out(raw, said):
    given_rule = {"code": "T", "name": "a test", "period": "Y", "activation": AT_TEN, **raw}
    with pytest.raises(BadInput) as refused:
        fitted(TriggerRule, given_rule, name="rule.yaml")
    assert said.lower() in str(refused.value).lower()


def test_lines_left_out_are_those_of_the_early_warning_indicator():
    book = playbook.load()
    known = trigger_rule(book.triggers["TR05"], book.early_warning)
    assert (2.0, 3.0) == (known.readiness.at, known.activation.at)
    assert (2.0, 5.0) == tuple(
        stage.at for stage in trigger_rule(book.triggers["TR06"], book.early_warning).stages.values()
    )


def test_every_shipped_trigger_says_in_words_what_it_does_and_reads_series_that_are_shipped():
    book = playbook.load()
    for shipped in book.triggers.values():
        known = trigger_rule(shipped, book.early_warning)
        said = trigger_words(known, {})
        assert [*known.stages, *(["event"] if known.event else [])] == [*said]
        assert all("{" not in str(line.said) for part in said.values() for line in part)
