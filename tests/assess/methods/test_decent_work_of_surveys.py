"""Decent work from a whole survey file: the figures of R `survey` over Argentina, and what each mapping can tell."""

import csv
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mainstay import playbook
from mainstay.assess.methods.decent_work import decent_work
from mainstay.assess.methods.labour_table import labour_table

SURVEYS = Path(__file__).parent / "surveys"


@cache
def argentina(by=()):
    table = pq.read_table(SURVEYS / "argentina_2015q2.parquet")
    made = labour_table(table, playbook.load().surveys["ARG-EPH"], by=by)
    return decent_work(made, minimum_wage="4716/month", poverty_line=1500)


def row_of(made, code, **domain):
    (row,) = [row for row in made.estimates if row.variable == code and dict(row.domain) == domain]
    return row


def expected():
    with (SURVEYS / "argentina_decent_work.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("told", expected(), ids=lambda told: f"{told['code']}-{told['sex'] or 'all'}")
def test_a_measure_from_the_open_file_is_that_of_r(told):
    """`surveys/oracle_decent_work.R`, lonely strata adjusted."""
    domain = {"sex": told["sex"]} if told["sex"] else {}
    row = row_of(argentina(tuple(domain)), told["code"], **domain)
    assert int(told["n"]) == row.n
    assert (float(told["estimate"]), float(told["se"])) == pytest.approx((row.estimate, row.se), rel=1e-9)


def test_the_pay_gap_by_the_median_is_that_of_the_medians_of_r():
    median = {told["sex"]: float(told["estimate"]) for told in expected() if told["code"] == "EARNINGS_MEDIAN"}  # fmt: skip
    gap = row_of(argentina(()), "PAY_GAP_MEDIAN")
    assert (median["Men"] - median["Women"]) / median["Men"] == pytest.approx(gap.estimate, rel=1e-9)
    assert 17916 == gap.n


PEOPLE = {
    "age": [40, 40, 40, 40, 70, 70],
    "job": [1, 1, 1, 1, 0, 0],
    "kind": ["employee", "employee", "employee", "own", None, None],
    "pay": [2080, 80, 5, 999, None, None],
    "per": ["month", "day", "hour", None, None, None],
    "week": [48, 48, 60, 40, None, None],
    "day": [None, 8, None, None, None, None],
    "sex": ["f", "m", "m", "f", "f", "m"],
    "w": [100, 200, 100, 100, 100, 50],
}
ITEMS = """
- {code: age, column: age}
- {code: worked, column: job, codes: {"yes": 1, "no": 0}}
- {code: status, column: kind, codes: {employee: employee, own_account: own}}
- {code: hours_usual, column: week}
"""
PAY = """
- {code: pay, column: pay}
- {code: pay_period, column: per, codes: {month: month, day: day, hour: hour}}
- {code: day_hours, column: day}
"""


def mapping(items=PAY, limits="{}", sexes="Women: f, Men: m"):
    return f"""
code: TOWN-2026
name: A survey of one town
design: {{weights: w}}
decent_work: {limits}
items:
{ITEMS.strip()}
{items.strip()}
dropped:
- {{code: absent, name: Not asked}}
- {{code: searched, name: Not asked}}
- {{code: available, name: Not asked}}
domains:
- {{code: sex, name: Sex, column: sex, codes: {{{sexes}}}}}
""".encode()


def measured(items=PAY, people=PEOPLE, limits="{}", by=(), **given):
    return decent_work(labour_table(people, mapping(items, limits), by=by), **given)


def value(made, code, **domain):
    return pytest.approx(row_of(made, code, **domain).estimate, rel=1e-9)


def whys(made, code):
    """Return the measures that were not computed for the reason `code`."""
    return [measure for measure, reason in made.not_computed if reason.code == code]


def test_pay_by_the_month_the_day_and_the_hour_stand_beside_each_other():
    made = measured()  # 10 an hour of 48, 10 of 8 a day, 5
    assert (8.75, 10, 1 / 4) == tuple(
        value(made, code) for code in ("EARNINGS_MEAN", "EARNINGS_MEDIAN", "LOW_PAY")
    )
    assert (100 * 480 + 200 * 480 + 100 * 300) / (300 * 48 + 100 * 60) == value(made, "EARNINGS_PAID_HOUR")


def test_pay_over_some_days_of_work_is_pay_by_the_hour():
    people = PEOPLE | {"days": [26, 5, 2, None, None, None], "day": [8, 4, 10, None, None, None]}
    items = "- {code: pay, column: pay}\n- {code: pay_days, column: days}\n- {code: day_hours, column: day}"
    made = measured(items, people)
    assert (100 * 10 + 200 * 4 + 100 * 0.25) / 400 == value(made, "EARNINGS_MEAN")


@pytest.mark.parametrize(
    ("period", "times"), [("week", 1), ("fortnight", 2), ("month", 52 / 12), ("year", 52)]
)
def test_one_period_may_hold_for_the_whole_survey(period, times):
    people = PEOPLE | {"pay": [10 * 48 * times, 10 * 48 * times, 10 * 60 * times, 1, None, None]}
    made = measured("- {code: pay, column: pay}", people, f"{{pay_period: {period}}}")
    assert 10 == value(made, "EARNINGS_MEAN") == value(made, "EARNINGS_PAID_HOUR")


def test_women_and_men_are_those_of_the_domain_or_of_the_concept():
    gap = (400 / 300 * 6.25 - 10) / (400 / 300 * 6.25)  # women 10; men 10 for 200 and 5 for 100
    assert gap == value(measured(), "PAY_GAP_MEAN")
    other = mapping(sexes="Mujeres: f, Varones: m")
    untold = decent_work(labour_table(PEOPLE, other))
    assert "PAY_GAP_MEAN" not in {row.variable for row in untold.estimates}
    assert any("map the concept sex" in str(note) for note in untold.notes)
    item = PAY + "- {code: sex, column: sex, codes: {women: f, men: m}}"
    assert gap == value(decent_work(labour_table(PEOPLE, mapping(item, sexes="Mujeres: f, Varones: m"))), "PAY_GAP_MEAN")  # fmt: skip


def test_what_was_not_asked_is_left_out_by_name_and_is_no_error():
    made = measured("")
    assert {"LONG_HOURS"} == {row.variable for row in made.estimates}
    left = {line["code"] for line in made.left_out}
    assert {"EARNINGS_MEAN", "LOW_PAY", "INJURIES", "PROTECTED", "CHILD_LABOUR_A", "DEFICITS_MANY"} <= left


def test_pay_without_its_time_is_told_and_makes_no_figure():
    made = measured("- {code: pay, column: pay}")
    assert "EARNINGS_MEAN" in {line["code"] for line in made.left_out}
    assert any("pay_period" in str(note) for note in made.notes)


@pytest.mark.parametrize(
    "wage", ["6/hour", "48/day", "288/week", "576/fortnight", "1248/month", "14976/year"]
)
def test_a_minimum_wage_of_any_time_counts_the_same_people(wage):
    made = measured(people=PEOPLE | {"week": [48, 48, 48, 40, None, None]}, minimum_wage=wage)
    found = [value(made, code) for code in ("BELOW_MINIMUM", "MINIMUM_SHORT", "MINIMUM_DEPTH")]
    assert [1 / 4, 1 / 6, 1 / 24] == found


def test_without_a_minimum_wage_it_is_said_how_to_give_one():
    assert any("2500/month" in str(note) for note in measured().notes)
    assert "BELOW_MINIMUM" not in {line["code"] for line in measured().left_out}, (
        "it was not for want of a question"
    )


@pytest.mark.parametrize(
    "item",
    [
        '- {code: poor, column: poor, codes: {"yes": 1, "no": 0}}',
        "- {code: income_per_head, column: head}\n- {code: poverty_line, column: line}",
        "- {code: household_income, column: home}\n- {code: household_size, column: size}\n- {code: poverty_line, column: line}",
    ],
)
def test_the_working_poor_by_a_code_by_income_per_head_and_by_income_of_the_household(item):
    people = PEOPLE | {
        "poor": [1, 0, 0, 1, 1, 1], "head": [20, 30, 90, 29, 1, 1], "line": [30] * 6,
        "home": [80, 120, 360, 116, 4, 4], "size": [4] * 6,
    }  # fmt: skip
    assert 2 / 5 == value(measured(item, people), "WORKING_POOR")


def test_income_without_a_line_asks_for_the_line():
    item, people = "- {code: income_per_head, column: head}", PEOPLE | {"head": [20, 30, 90, 29, 1, 1]}
    assert any("poverty line" in str(note) for note in measured(item, people).notes)
    assert 2 / 5 == value(measured(item, people, poverty_line=30), "WORKING_POOR")


def test_social_protection_counts_each_function_by_its_own_people():
    people = PEOPLE | {"pays": [1, 0, 1, 0, None, None], "old": [None, None, None, None, 1, 0], "gets": [0, 0, 0, 1, 0, 0]}  # fmt: skip
    items = "".join(
        f'- {{code: {code}, column: {column}, codes: {{"yes": 1, "no": 0}}}}\n'
        for code, column in (
            ("contributes", "pays"),
            ("receives_pension", "old"),
            ("receives_assistance", "gets"),
        )
    )
    made = measured(items, people)
    assert (2 / 5, 2 / 3, 400 / 650) == tuple(
        value(made, code) for code in ("CONTRIBUTORS", "PROTECTED_OLD_AGE", "PROTECTED")
    )
    # neither pays in nor has a pension: one of 200, one of 100 who receives, one of 50 without work
    assert 100 / 350 == value(made, "PROTECTED_VULNERABLE")


def test_injuries_are_told_per_100_000_employed():
    made = measured("- {code: injuries, column: hurt}", PEOPLE | {"hurt": [0, 2, 0, 0, None, None]})
    assert 80_000 == value(made, "INJURIES")
    assert ([1], 1) == ([count for row, count in zip(made.estimates, made.cases, strict=True) if row.variable == "INJURIES"], made.behind(row_of(made, "INJURIES"))[1].sum())  # fmt: skip


def test_many_deficits_are_counted_over_employees_of_whom_all_is_known():
    people = PEOPLE | {"until": [1, 3, 3, None, None, None]}
    items = PAY + "- {code: contract, column: until, codes: {permanent: 1, short_term: 3}}"
    made = measured(items, people)
    assert ["low_pay", "long_hours", "by_the_day"] == made.deficits
    # one deficit for 200 and three for 100 of 400
    assert (5 / 4, 1 / 4, 1, 1 / 4) == tuple(
        value(made, f"DEFICITS{part}") for part in ("", "_MANY", "_DEPTH", "_ADJUSTED")
    )


UNTIL = "- {code: contract, column: until, codes: {permanent: 1, short_term: 3}}"


def test_deficits_are_counted_from_those_that_are_known_of_somebody():
    people = PEOPLE | {"until": [1, 3, 3, None, None, None], "pay": [None] * 6, "hurt": [0, 1, 1, 1, None, None]}  # fmt: skip
    made = measured(PAY + UNTIL + "\n- {code: injuries, column: hurt}", people)
    assert ["long_hours", "by_the_day", "injured"] == made.deficits
    # two deficits for 200 and three for 100 of 400
    assert (7 / 4, 3 / 4, (200 * 2 / 3 + 100) / 300) == tuple(
        value(made, f"DEFICITS{part}") for part in ("", "_MANY", "_DEPTH")
    )
    (note,) = [note for note in made.notes if note.code == "decent_work.deficits"]
    assert "known of no employee: low pay." in str(note)


def test_too_few_deficits_that_are_known_make_no_measure_and_are_told():
    people = PEOPLE | {"until": [1, 3, 3, None, None, None], "pay": [None] * 6}
    made = measured(PAY + UNTIL, people)
    assert ["long_hours", "by_the_day"] == made.deficits
    assert 3 / 4 + 1 / 4 == value(made, "DEFICITS")
    assert ["DEFICITS_MANY", "DEFICITS_DEPTH", "DEFICITS_ADJUSTED"] == whys(made, "decent_work.few_deficits")
    none = measured(PAY + UNTIL, people | {"until": [None] * 6})
    assert "DEFICITS" in whys(none, "decent_work.few_deficits")
    assert [] == none.deficits


def test_low_pay_is_the_same_among_the_deficits_as_in_the_rate():
    """Two thirds of 2.49 are 1.6600000000000001 to a computer: an hour of 1.66 is at the limit and not below it."""
    people = PEOPLE | {"pay": [1.66, 2.49, 2.49, 1, None, None], "per": ["hour"] * 6, "week": [40] * 6}
    made = measured(PAY + UNTIL, people | {"until": [1] * 6})
    assert ["low_pay", "long_hours", "by_the_day"] == made.deficits
    assert (0, 0) == (value(made, "LOW_PAY"), value(made, "DEFICITS"))


def test_a_measure_that_was_asked_and_has_no_row_is_named_with_its_reason():
    made = measured(minimum_wage="1/hour")
    assert 0 == value(made, "BELOW_MINIMUM")
    (reason,) = [reason for code, reason in made.not_computed if code == "MINIMUM_SHORT"]
    assert "denominator: Employees paid less than the minimum wage." in str(reason)
    told = {row.variable for row in made.estimates}
    every = [*told, *(code for code, _why in made.not_computed), *(line["code"] for line in made.left_out)]
    assert len(every) == len(set(every))
    assert set(made.names) == set(every), "each measure is told, named as not asked, or as not computed"


def test_measures_that_are_asked_for_alone_are_those_of_the_whole():
    whole = measured(minimum_wage="6/hour", by="age")
    for only in (["LOW_PAY"], ["DEFICITS"], ["PAY_GAP_MEDIAN", "PAY_GAP_MEAN"], ["BELOW_MINIMUM", "MINIMUM_SHORT"], ["LONG_HOURS"]):  # fmt: skip
        part = measured(minimum_wage="6/hour", by="age", only=only)
        assert [row for row in whole.estimates if row.variable in only] == list(part.estimates)
        assert {row.variable for row in part.estimates} | {code for code, _why in part.not_computed} <= set(only)  # fmt: skip


@pytest.mark.parametrize(
    ("times", "day_hours", "mean"),
    [
        (["hour", "hour", "hour"], False, (100 * 2080 + 200 * 80 + 100 * 5) / 400),
        (["month", "day", "hour"], True, (200 * 10 + 100 * 5) / 300),
    ],
    ids=["by the hour alone", "weekly hours not asked"],
)
def test_pay_is_told_of_all_for_whom_the_hours_of_its_time_are_known(times, day_hours, mean):
    made = without_weekly_hours(times, day_hours=day_hours)
    assert mean == value(made, "EARNINGS_MEAN")
    assert [1] * day_hours == [note.facts["count"] for note in made.notes if "no_pay" in note.code]


def test_pay_of_which_the_hours_were_not_asked_is_told_and_makes_no_figure():
    made = without_weekly_hours(["month"] * 3, day_hours=True)
    assert "EARNINGS_MEAN" in {line["code"] for line in made.left_out}
    assert any("the hours were not asked: month. Map pay_hours" in str(note) for note in made.notes)


def without_weekly_hours(times, *, day_hours):
    """Return the measures of a survey that asked no weekly hours; three employees are paid for the `times`."""
    items = PAY if day_hours else PAY.replace("- {code: day_hours, column: day}\n", "")
    given = mapping(items).replace(b"- {code: hours_usual, column: week}\n", b"")
    return decent_work(labour_table(PEOPLE | {"per": [*times, None, None, None]}, given))


def test_children_who_work_are_counted_by_each_definition_that_was_asked():
    people = {
        "age": [8, 11, 13, 13, 14, 16, 16, 4, 18],
        "play": [1, None, 14, 13, 13, 44, 42, 9, 60],  # hours of work
        "home": [0, 21, 0, 20, 0, 0, 60, 30, 60],
        "danger": [0, None, 0, 0, 1, 0, 1, 1, 1],
        "job": [0] * 9, "kind": [None] * 9, "week": [None] * 9, "sex": ["f"] * 9,
        "w": [1, 2, 4, 8, 16, 32, 64, 128, 256],
    }  # fmt: skip
    items = "- {code: child_hours, column: play}\n- {code: child_chores_hours, column: home}\n"
    more = '- {code: child_hazardous, column: danger, codes: {"yes": 1, "no": 0}}'
    made, children = measured(items + more, people), 1 + 2 + 4 + 8 + 16 + 32 + 64
    assert {
        "CHILD_LABOUR_A": (1 + 4 + 32) / children,  # an hour at 8, 14 at 13, 44 at 16
        "CHILD_LABOUR_B": (1 + 2 + 4 + 32)
        / children,  # with 21 hours of chores at 11; at 16 chores do not count
        "CHILD_LABOUR_GLOBAL": (1 + 4 + 16 + 32 + 64) / children,  # with hazardous work at 14 and 16
        "CHILD_HAZARDOUS": (16 + 32 + 64) / children,  # and 44 hours, whatever the work is
    } == {row.variable: pytest.approx(row.estimate, rel=1e-12) for row in made.estimates}
    part = measured(items, people)
    assert {"CHILD_LABOUR_GLOBAL", "CHILD_HAZARDOUS"} <= {line["code"] for line in part.left_out}


def test_a_limit_that_is_given_goes_before_the_mapping_and_that_before_the_playbook():
    usual = playbook.load().assessing.decent_work
    assert (48, 2 / 3, 2 / 5) == (usual.excessive_above, usual.low_pay_below, usual.many_deficits)
    assert [1 / 5, 0, 1] == [
        value(measured("", limits=limits, usual=usual, **given), "LONG_HOURS")
        for limits, given in (
            ("{}", {}),
            ("{excessive_above: 60}", {}),
            ("{excessive_above: 60}", {"excessive_above": 35}),
        )
    ]


def test_measures_break_down_as_the_labour_table_does():
    made = measured(by="sex")
    assert (10, 25 / 3) == (
        value(made, "EARNINGS_MEAN", sex="Women"),
        value(made, "EARNINGS_MEAN", sex="Men"),
    )
    assert {("EARNINGS_MEAN", "Women", 1), ("LOW_PAY", "Men", 2), ("LONG_HOURS", "Women", 2)} <= {
        (row.variable, row.domain["sex"], row.n) for row in made.estimates
    }
    gaps = {"PAY_GAP_MEAN", "PAY_GAP_MEDIAN"}
    assert gaps.isdisjoint(row.variable for row in made.estimates), "among women alone there is no gap"
    assert gaps <= set(whys(made, "decent_work.one_sex"))


def test_weights_of_another_size_change_no_measure():
    whole, parts = measured(minimum_wage="6/hour"), measured(people=PEOPLE | {"w": [w * 7 for w in PEOPLE["w"]]}, minimum_wage="6/hour")  # fmt: skip
    assert [row.estimate for row in whole.estimates] == pytest.approx(
        [row.estimate for row in parts.estimates]
    )


def test_nobody_with_known_pay_makes_no_measure_of_pay():
    made = measured(people=PEOPLE | {"pay": [None] * 6})
    assert {"LONG_HOURS"} == {row.variable for row in made.estimates}
    of_pay = ["EARNINGS_MEAN", "EARNINGS_MEDIAN", "EARNINGS_PAID_HOUR", "LOW_PAY", "PAY_GAP_MEAN", "PAY_GAP_MEDIAN"]  # fmt: skip
    assert of_pay == whys(made, "decent_work.nobodys_pay")
    assert set(of_pay).isdisjoint(line["code"] for line in made.left_out), "they were asked for"


def test_what_each_measure_rests_on_is_listed_with_the_limits():
    used = {line["concept"]: line for line in measured(minimum_wage="6/hour").used}
    assert ("pay", "no item of the survey") == (used["pay"]["column"], used["injuries"]["dropped"])
    assert ("6/hour", "hours_usual > 48") == (used["minimum_wage"]["codes"], used["excessive_above"]["codes"])
