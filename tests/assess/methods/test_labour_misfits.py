"""What a mapping and a file have to say of each other without showing persons, and how a table opens."""

import numpy as np
import pytest

from mainstay.assess.methods.labour_mapping import mapped
from mainstay.assess.methods.labour_survey import survey_of
from mainstay.assess.methods.labour_table import labour_table
from mainstay.common.errors import BadInput
from mainstay.statistics.survey import ReplicateDesign
from mainstay.statistics.survey.columns import Columns

PEOPLE = {
    "age": [34, 40, 22, 19, 16, 50],
    "job": [1, 2, 2, 2, 1, 1],
    "looked": [None, 1, 1, 2, None, None],
    "start": [None, 1, 1, 1, None, None],
    "sex": ["f", "m", "f", "m", "f", "m"],
    "kind": ["own", None, None, None, "paid", "paid"],
    "w": [100, 200, 100, 100, 100, 50],
}


def plan(*items, **more):
    """Return a mapping of the file above, with items and words laid over it."""
    given = {
        "age": {"column": "age"},
        "worked": {"column": "job", "codes": {"yes": 1, "no": 2}},
        "searched": {"column": "looked", "codes": {"yes": 1, "no": 2}},
        "available": {"column": "start", "codes": {"yes": 1, "no": 2}},
    }
    given |= {item["code"]: item for item in items}
    return {
        "code": "TOWN", "name": "A town", "design": {"weights": "w"},
        "items": [{"code": code, **item} for code, item in given.items()],
        "dropped": [{"code": "absent", "name": "Not asked"}],
        "domains": [{"code": "sex", "name": "Sex", "column": "sex", "codes": {"Women": "f", "Men": "m"}}],
        **more,
    }  # fmt: skip


def problems(given, people):
    return [str(problem) for problem in mapped(Columns(people), survey_of(given)).problems]


def test_of_many_codes_the_first_five_are_told_and_the_others_counted():
    said = problems(plan({"code": "status", "column": "area", "codes": {"employee": 0}}), PEOPLE | {"area": [1, 2, 3, 4, 5, 6]})  # fmt: skip
    assert 6 == len(said)
    assert "the value 5 of area" in said[4]
    assert "1 other values of area are not mapped (1 rows, such as 6) and not shown" in said[5]


def test_of_a_column_with_names_no_value_is_shown():
    rows = 40
    people = {name: [values[0]] * rows for name, values in PEOPLE.items()}
    people["name"] = [f"Person {number}" for number in range(rows)]
    said = problems(plan({"code": "status", "column": "name", "codes": {"employee": "paid"}}), people)
    assert ["row 1, status: 40 other values of name are not mapped"] == [
        each.partition(" (")[0] for each in said
    ]
    assert "Person" not in " ".join(said)
    said = problems(plan({"code": "search_months", "column": "name"}), people)
    assert 1 == len(said)
    assert "Person" not in said[0]


def test_numbers_in_words_of_people_who_were_not_asked_need_no_mapping():
    people = PEOPLE | {"months": ["3", "long", "x", None, None, None]}
    item = {"code": "search_months", "column": "months", "among": "job == 2", "missing": "x"}
    assert ["row 2, search_months: the value long of months is no number"] == [
        each.partition(" (")[0] for each in problems(plan(item), people)
    ]


def test_the_rest_of_a_number_is_the_number_that_the_mapping_says():
    people = PEOPLE | {"band": [None, 1, 9, 7, None, None]}
    item = {"code": "search_months", "column": "band", "codes": {0: 1}, "rest": 12}
    found = mapped(Columns(people), survey_of(plan(item)))
    assert [0.0, 12.0, 12.0] == found.answers.number("search_months")[1:4].tolist()
    with pytest.raises(BadInput) as refused:
        survey_of(plan({"code": "search_months", "column": "band", "rest": 12}))
    assert "`rest` needs codes or conditions" in str(refused.value.problems[0])


def test_a_domains_code_without_a_word_is_told_and_nobody_leaves_the_table():
    people = PEOPLE | {"sex": ["f", "m", "f", "m", "f", "x"]}
    with pytest.raises(BadInput) as refused:
        labour_table(people, plan(), by="sex")
    (problem,) = refused.value.problems
    assert (6, "domains/sex") == (problem.row, problem.field)
    assert "the value x of sex is not mapped (1 rows, such as 6)" in str(problem)
    domains = [
        {"code": "sex", "name": "Sex", "column": "sex", "codes": {"Women": "f", "Men": "m"}, "missing": "x"}
    ]
    made = labour_table(people, plan(domains=domains), by="sex")
    assert 1 == made.estimates.missing


def test_age_groups_without_an_age_are_refused_in_their_own_words():
    coded = {"code": "activity", "column": "job", "codes": {"employed": 1, "unemployed": 2}}
    given = plan(coded, items=[coded], dropped=[])
    with pytest.raises(BadInput) as refused:
        labour_table(PEOPLE, given, by="age_group")
    assert "The mapping TOWN has no age, so there are no age groups." in str(refused.value)
    assert labour_table(PEOPLE, given, icls=13).icls is None


def test_ages_that_run_backwards_are_refused():
    with pytest.raises(BadInput) as refused:
        survey_of(plan(working_age={"from": 65, "to": 15}))
    assert "`to` is below `from`" in str(refused.value.problems[0])


def test_what_is_wrong_with_a_weight_is_told_by_the_name_that_the_file_has():
    with pytest.raises(BadInput) as refused:
        labour_table(
            PEOPLE | {"w": [100, -2, 1, 1, 1, 1]}, plan(design={"weights": "w", "weight_decimals": 2})
        )
    assert "The weight w is missing or negative in 1 rows." in str(refused.value)
    assert [(2, "w")] == [(problem.row, problem.field) for problem in refused.value.problems]


def test_a_survey_with_replicate_weights_alone_has_their_errors():
    draw = np.random.default_rng(4)
    replicates = {
        f"rep_{place}": (np.array(PEOPLE["w"]) * draw.uniform(0.5, 1.5, 6)).tolist() for place in range(8)
    }
    design = {"weights": "w", "replicates": "rep_*", "kind": "bootstrap"}
    made = labour_table(PEOPLE | replicates, plan(design=design))
    found = {row.variable: row for row in made.estimates}
    works = {"works": [float(each == 1) for each in PEOPLE["job"]]}
    own = ReplicateDesign(PEOPLE | replicates | works, weights="w", replicates="rep_*", kind="bootstrap")
    (total,) = own.total("works")
    assert (total.estimate, pytest.approx(total.se)) == (found["employed"].estimate, found["employed"].se)
    (share,) = own.proportion_interval("works")
    assert (pytest.approx(share.se), pytest.approx(share.ci_low)) == (found["EPOP"].se, found["EPOP"].ci_low)
    assert "8 replicates" in found["EPOP"].method
    with pytest.raises(BadInput):
        survey_of(plan(design=design | {"strata": "sex"}))
    with pytest.raises(BadInput):
        survey_of(plan(design={"weights": "w", "replicates": "rep_*"}))


def test_single_units_of_strata_can_be_joined():
    design = {"weights": "w", "strata": "kind", "lonely": "collapse"}
    people = PEOPLE | {"kind": ["a", "a", "b", "b", "b", "c"]}
    made = labour_table(people, plan(design=design))
    assert all(row.se is not None for row in made.estimates)


def test_youth_of_whom_it_is_not_known_whether_they_learn_are_counted_and_in_no_rate():
    people = {name: [values[2]] * 4 for name, values in PEOPLE.items()} | {"school": [1, 2, None, 2]}
    made = labour_table(
        people, plan({"code": "in_education", "column": "school", "codes": {"yes": 1, "no": 2}})
    )
    (rate,) = [row for row in made.estimates if row.variable == "NEET"]
    assert (2 / 3, 3) == (pytest.approx(rate.estimate), rate.n)
    assert [1] == [note.facts["count"] for note in made.notes if note.code == "labour.no_education"]


def test_the_employed_stand_by_status_and_the_shares_add_up_to_one():
    status = {"code": "status", "column": "kind", "codes": {"own_account": "own", "employee": "paid"}}
    made = labour_table(PEOPLE, plan(status), statuses=True)
    shares = {row.variable: (row.estimate, row.n) for row in made.statuses}
    assert {"ICSE93_1": (150 / 250, 3), "ICSE93_3": (100 / 250, 3)} == shares
    assert [2, 1] == made.status_cases
    company = {"code": "incorporated", "column": "start", "codes": {"yes": 1, "no": 2}}
    kinds = {row.variable for row in labour_table(PEOPLE, plan(status, company), statuses=True).statuses}
    assert {"ICSE93_1", "ICSE93_3", "ICSE18_22", "ICSE18_49"} == kinds


def test_a_rate_opens_down_to_the_rows_behind_it():
    made = labour_table(PEOPLE, plan(), by="sex")
    (row,) = [row for row in made.estimates if row.variable == "LU1" and row.domain == {"sex": "Women"}]
    below, above = made.behind(row)
    assert ([0, 2, 4], [2]) == (np.flatnonzero(below).tolist(), np.flatnonzero(above).tolist())
    assert (row.n, 1) == (below.sum(), above.sum())
