"""The sequences of ICLS-13 and ICLS-19, each branch by a person made for it, and the laws that hold for everybody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.assess.methods.informality import informality
from mainstay.assess.methods.labour_concepts import ABSENCE_REASONS, YES_NO, Answers, answers_of
from mainstay.assess.methods.labour_force import EMPLOYED, OUTSIDE, UNEMPLOYED, UNKNOWN, labour_force
from mainstay.assess.methods.labour_rates import RATES, columns_of
from mainstay.assess.methods.labour_table import labour_table
from mainstay.common.errors import BadInput

ITEMS = (
    "worked", "absent", "absence_reason", "absence_months", "absence_paid", "season_tasks", "own_use",
    "unpaid_trainee", "volunteer", "searched", "available", "future_start", "future_start_months", "wants_work",
    "hours_actual", "hours_usual", "wants_more_hours", "available_more_hours",
)  # fmt: skip


def person(*, left_out=(), age=30, **told):
    """Return the answers of one person to every item of the sequence; what is not told has no answer."""
    asked = {item: [told.get(item)] for item in ITEMS if item not in left_out}
    return answers_of(1, age=[age], **asked)


def status(icls=19, *, left_out=(), age=30, **told):
    return int(labour_force(person(left_out=left_out, age=age, **told), icls=icls).status[0])


def away(**told):
    return status(worked="no", absent="yes", searched="no", available="no", **told)


def jobless(icls=19, *, left_out=(), **told):
    return status(icls, left_out=left_out, worked="no", absent="no", **told)


def attached(**told):
    return int(labour_force(person(worked="no", absent="no", **told)).attachment[0])


def test_one_hour_for_pay_or_profit_is_employment():
    assert EMPLOYED == status(worked="yes", searched="yes", available="yes")


@pytest.mark.parametrize(
    "reason", ["own_illness", "leave", "parental_statutory", "flexible_time", "training"]
)
def test_leave_and_illness_keep_a_person_employed_however_long(reason):
    assert EMPLOYED == away(absence_reason=reason, absence_months=18, absence_paid="no")


TESTED = ("parental", "education", "care", "strike", "slack", "disorganisation", "other", None)


@pytest.mark.parametrize("reason", TESTED)
@pytest.mark.parametrize(
    ("months", "paid", "expected"),
    [
        (3, "no", EMPLOYED),
        (3.1, "no", OUTSIDE),
        (12, "yes", EMPLOYED),
        (None, "no", OUTSIDE),
        (None, None, OUTSIDE),
    ],
)
def test_other_absences_last_three_months_or_are_paid(reason, months, paid, expected):
    assert expected == away(absence_reason=reason, absence_months=months, absence_paid=paid)


def test_a_workplace_destroyed_by_a_disaster_makes_one_jobless_after_three_months():
    told = {"absence_reason": "disorganisation", "absence_months": 6, "absence_paid": "no"}
    assert UNEMPLOYED == status(worked="no", absent="yes", searched="yes", available="yes", **told)


@pytest.mark.parametrize(("tasks", "expected"), [("yes", EMPLOYED), ("no", OUTSIDE), (None, OUTSIDE)])
def test_off_season_only_who_still_does_tasks_is_employed(tasks, expected):
    assert expected == away(
        absence_reason="seasonal", season_tasks=tasks, absence_months=1, absence_paid="yes"
    )


def test_an_absence_is_employment_where_neither_duration_nor_pay_was_asked():
    left_out = ("absence_months", "absence_paid")
    found = labour_force(person(left_out=left_out, worked="no", absent="yes", absence_reason="other"))
    assert (EMPLOYED, 6) == (found.status[0], found.step[0])
    assert {"absence_months", "absence_paid"} <= set(found.dropped)


@pytest.mark.parametrize("work", ["own_use", "unpaid_trainee", "volunteer"])
def test_own_use_producers_trainees_and_volunteers_are_employed_in_1982_and_not_in_2013(work):
    told = {work: "yes", "searched": "no", "available": "yes"}
    assert (EMPLOYED, OUTSIDE) == (jobless(13, **told), jobless(19, **told))


def test_a_subsistence_farmer_who_looks_for_work_is_unemployed_in_2013():
    told = {"own_use": "yes", "searched": "yes", "available": "yes"}
    assert (EMPLOYED, UNEMPLOYED) == (jobless(13, **told), jobless(19, **told))


@pytest.mark.parametrize(
    ("searched", "available", "expected"),
    [("yes", "yes", UNEMPLOYED), ("yes", "no", OUTSIDE), ("no", "yes", OUTSIDE), ("no", "no", OUTSIDE)],
)
def test_the_unemployed_looked_and_were_available(searched, available, expected):
    assert expected == jobless(searched=searched, available=available)


@pytest.mark.parametrize(
    ("icls", "months", "available", "expected"),
    [
        (19, 3, "yes", UNEMPLOYED), (19, 4, "yes", OUTSIDE), (19, None, "yes", OUTSIDE), (19, 1, "no", OUTSIDE),
        (13, 4, "yes", UNEMPLOYED),
    ],
)  # fmt: skip
def test_future_starters_need_no_search_within_three_months(icls, months, available, expected):
    told = {"searched": "no", "available": available, "future_start": "yes", "future_start_months": months}
    assert expected == jobless(icls, **told)


def test_a_future_start_counts_whenever_where_its_date_was_not_asked():
    left_out = ("future_start_months",)
    told = {"searched": "no", "available": "yes", "future_start": "yes"}
    assert UNEMPLOYED == jobless(left_out=left_out, **told)


def test_availability_that_was_not_asked_is_dropped_by_name():
    found = labour_force(person(left_out=("available",), worked="no", absent="no", searched="yes"))
    assert UNEMPLOYED == found.status[0]
    assert "available" in found.dropped


def test_those_available_who_did_not_look_are_reported_apart_and_never_unemployed():
    found = labour_force(person(worked="no", absent="no", searched="no", available="yes"))
    assert (OUTSIDE, True) == (found.status[0], found.relaxed[0])


@pytest.mark.parametrize(
    ("searched", "available", "wants", "group"),
    [
        ("yes", "no", "yes", 1), ("no", "yes", "yes", 2), ("no", "yes", "no", 2), ("no", "no", "yes", 3),
        ("no", "no", "no", 4), (None, "yes", "yes", 5), ("no", "no", None, 5),
    ],
)  # fmt: skip
def test_everybody_outside_has_an_attachment_group(searched, available, wants, group):
    assert group == attached(searched=searched, available=available, wants_work=wants)


@pytest.mark.parametrize(
    ("searched", "available", "wants", "expected"),
    [
        ("yes", "no", None, True),
        ("no", "yes", "yes", True),
        ("no", "yes", "no", False),
        ("no", "no", "yes", False),
    ],
)
def test_the_potential_labour_force_seeks_or_could_start_and_wants_to(searched, available, wants, expected):
    told = {"searched": searched, "available": available, "wants_work": wants}
    assert expected == labour_force(person(worked="no", absent="no", **told)).potential[0]


def test_the_wish_to_work_is_dropped_where_it_was_not_asked():
    told = {"worked": "no", "absent": "no", "searched": "no", "available": "yes"}
    assert labour_force(person(left_out=("wants_work",), **told)).potential[0]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"hours_actual": 34, "wants_more_hours": "yes", "available_more_hours": "yes"}, True),
        ({"hours_actual": 35, "wants_more_hours": "yes", "available_more_hours": "yes"}, False),
        ({"hours_usual": 20, "wants_more_hours": "yes", "available_more_hours": "yes"}, True),
        (
            {"hours_actual": 40, "hours_usual": 20, "wants_more_hours": "yes", "available_more_hours": "yes"},
            False,
        ),
        ({"hours_actual": 20, "wants_more_hours": "no", "available_more_hours": "yes"}, False),
        ({"hours_actual": 20, "wants_more_hours": "yes", "available_more_hours": "no"}, False),
        ({"wants_more_hours": "yes", "available_more_hours": "yes"}, False),
    ],
)
def test_time_related_underemployment_has_three_conditions(told, expected):
    assert expected == labour_force(person(worked="yes", **told)).underemployed[0]


def test_the_threshold_of_hours_is_a_parameter():
    told = person(worked="yes", hours_actual=38, wants_more_hours="yes", available_more_hours="yes")
    assert [False, True] == [labour_force(told, underemployed_below=b).underemployed[0] for b in (35, 40)]


def test_working_age_has_bounds_that_can_be_moved():
    ages = answers_of(4, age=[14, 15, 64, 65], worked=["yes"] * 4)
    assert [0, 1, 1, 1] == labour_force(ages).status.tolist()
    assert [1, 1, 1, 0] == labour_force(ages, working_age=(10, 64)).status.tolist()


def test_who_answered_nothing_is_in_no_rate():
    assert UNKNOWN == status()


def test_without_an_age_who_has_no_code_cannot_be_classified_and_the_population_holds():
    told = answers_of(4, activity=["employed", None, "too_young", "employed"])
    found = labour_force(told, population=np.array([True, True, True, False]))
    assert [EMPLOYED, UNKNOWN, 0, 0] == found.status.tolist()


def test_a_standard_that_does_not_exist_is_refused():
    with pytest.raises(BadInput, match="Choose 13 or 19"):
        labour_force(person(worked="yes"), icls=20)


def people(seed, count=200):
    """Return the answers of people made by chance, some items of whom were not asked or not answered."""
    draw = np.random.default_rng(seed)
    kinds = dict.fromkeys(ITEMS, (*YES_NO, None)) | {"absence_reason": (*ABSENCE_REASONS, None)}
    kinds |= dict.fromkeys(("absence_months", "future_start_months"), (None, 1.0, 3.0, 8.0))
    kinds |= dict.fromkeys(("hours_actual", "hours_usual"), (None, 10.0, 40.0))
    asked = [item for item in ITEMS if draw.random() < 0.9 or item in ("worked", "absent", "searched")]
    told = {item: [kinds[item][k] for k in draw.integers(len(kinds[item]), size=count)] for item in asked}
    return answers_of(count, age=draw.choice([10.0, 15.0, 20.0, 40.0, np.nan], size=count), **told)


SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS, st.sampled_from([13, 19]))
@settings(max_examples=25, deadline=None)
def test_employed_unemployed_and_outside_are_the_working_age_population(seed, icls):
    found = labour_force(people(seed), icls=icls)
    parts = found.employed.astype(int) + found.unemployed + found.outside
    assert (parts == found.working_age).all()
    assert not (found.underemployed & ~found.employed).any()
    assert not ((found.potential | found.relaxed) & ~found.outside).any()
    assert ((found.attachment > 0) == found.outside).all()


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_whoever_is_employed_in_2013_was_employed_in_1982(seed):
    older, newer = (labour_force(people(seed), icls=icls) for icls in (13, 19))
    assert not (newer.employed & ~older.employed).any()


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_each_rate_is_a_share_and_each_wider_measure_is_no_smaller(seed):
    told = people(seed)
    force = labour_force(told)
    held = columns_of(told, force, informality(told, force.employed))
    assert all(not (held[rate.numerator] & ~held[rate.denominator]).any() for rate in RATES)
    by_code = {rate.code: rate for rate in RATES}
    share = {
        code: held[by_code[code].numerator].sum() / held[by_code[code].denominator].sum()
        for code in ("LU1", "LU2", "LU3", "LU4")
    }
    assert share["LU1"] <= share["LU2"] <= share["LU4"] + 1e-12
    assert share["LU1"] <= share["LU3"] <= share["LU4"] + 1e-12


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_a_persons_status_does_not_depend_on_the_others(seed):
    told = people(seed)
    order = np.random.default_rng(seed).permutation(told.rows)
    codes = {name: held[order] for name, held in told.codes.items()}
    numbers = {name: held[order] for name, held in told.numbers.items()}
    moved = labour_force(Answers(told.rows, codes, numbers))
    assert (labour_force(told).status[order] == moved.status).all()


def test_the_rates_of_the_philippines_follow_from_their_published_totals():
    """December 2022, persons of 15 and over: employed 48,991,282, of them 3,399,922 under 40 hours who want more;
    unemployed 1,332,292; potential labour force 942,235."""
    made = labour_table(
        {
            "works": ["yes", "yes", "no", "no"],
            "more": ["no", "yes", None, None],
            "looks": [None, None, "yes", "no"],
            "age": [30, 30, 30, 30],
            "w": [48_991_282 - 3_399_922, 3_399_922, 1_332_292, 942_235],
        },
        {
            "code": "PHL", "name": "Four rows with published totals", "design": {"weights": "w"},
            "items": [
                {"code": "age", "column": "age"},
                {"code": "worked", "column": "works", "codes": {"yes": "yes", "no": "no"}},
                {"code": "underemployed", "column": "more", "codes": {"yes": "yes", "no": "no"}},
                {"code": "searched", "column": "looks", "codes": {"yes": "yes", "no": "no"}},
                {"code": "available", "column": "works", "codes": {"yes": "no", "no": "yes"}},
            ],
            "dropped": [{"code": "absent", "name": "Totals only"}],
        },
    )  # fmt: skip
    found = {row.variable: round(100 * row.estimate, 3) for row in made.estimates if row.statistic == "ratio"}
    assert [2.647, 9.404, 4.437, 11.069] == [found[code] for code in ("LU1", "LU2", "LU3", "LU4")]
