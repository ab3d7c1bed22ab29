"""A mapping of anybody's survey: what it can say, and how each misfit with the file is named."""

from pathlib import Path

import numpy as np
import pytest

from mainstay import playbook
from mainstay.assess.methods.labour_concepts import CONCEPTS
from mainstay.assess.methods.labour_mapping import mapped
from mainstay.assess.methods.labour_survey import survey_of
from mainstay.assess.methods.labour_table import labour_table
from mainstay.common.errors import BadInput
from mainstay.statistics.survey.columns import Columns
from mainstay.statistics.survey.reliability import rate

PEOPLE = {
    "age": [34, 40, 22, 19, 16, 12],
    "job": [1, 2, 2, 2, 2, None],
    "looked": [None, 1, 1, 2, 2, None],
    "start": [None, 1, 2, 1, 2, None],
    "sex": ["f", "m", "f", "m", "f", "m"],
    "w": [100, 200, 100, 100, 100, 50],
}
MAPPING = b"""
code: TOWN-2026
name: A survey of one town
design: {weights: w}
items:
- {code: age, column: age}
- {code: worked, column: job, codes: {"yes": 1, "no": 2}}
- {code: searched, column: looked, codes: {"yes": 1, "no": 2}}
- {code: available, column: start, codes: {"yes": 1, "no": 2}}
dropped:
- {code: absent, name: Not asked in this town}
domains:
- {code: sex, name: Sex, column: sex, codes: {Women: f, Men: m}}
"""


def survey(*swaps):
    """Return the mapping above with some of its words changed."""
    text = MAPPING.decode()
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return survey_of(text.encode(), name="town.yaml")


def value(made, code, **domain):
    (row,) = [row for row in made.estimates if row.variable == code and dict(row.domain) == domain]
    return row.estimate


def problems(given, people=PEOPLE):
    return [str(problem) for problem in mapped(Columns(people), given).problems]


def test_a_new_survey_needs_a_mapping_and_no_code():
    made = labour_table(PEOPLE, MAPPING)
    assert {
        "working_age": 600,
        "employed": 100,
        "unemployed": 200,
        "outside": 300,
        "LU1": 2 / 3,
        "LU3": 4 / 5,
    } == {
        code: pytest.approx(value(made, code))
        for code in ("working_age", "employed", "unemployed", "outside", "LU1", "LU3")
    }
    assert {"LU2", "LU4", "NEET", "INFORMAL"} <= {line["code"] for line in made.left_out}


def test_the_table_breaks_down_by_a_domain_a_column_and_age():
    made = labour_table(PEOPLE, MAPPING, by=["sex", "age_group"])
    assert 100 == value(made, "employed", sex="Women", age_group="25-34")
    assert 1 == value(labour_table(PEOPLE, MAPPING, by="start"), "LU1", start=1)


def test_every_row_names_the_standard_and_a_switch_changes_it():
    assert {"ICLS-19", "ICLS-13"} == {
        row.method.rpartition("; ")[2]
        for icls in (13, 19)
        for row in labour_table(PEOPLE, MAPPING, icls=icls).estimates
    }


def test_the_standard_moves_farmers_for_own_use():
    people = PEOPLE | {"farm": [2, 2, 2, 1, 2, 2]}
    item = ("dropped:", '- {code: own_use, column: farm, codes: {"yes": 1, "no": 2}}\ndropped:')
    assert [100, 200] == [
        value(labour_table(people, survey(item), icls=icls), "employed") for icls in (19, 13)
    ]


def test_what_each_concept_used_is_listed():
    used = {line["concept"]: line for line in labour_table(PEOPLE, MAPPING).used}
    assert ("looked", "yes = 1; no = 2", "") == tuple(
        used["searched"][k] for k in ("column", "codes", "dropped")
    )
    assert "Not asked in this town" == used["absent"]["dropped"]
    assert "no item of the survey" == used["wants_work"]["dropped"]
    assert all(line["rule"] for line in used.values())


def test_weights_with_implied_decimals_are_divided():
    made = labour_table(PEOPLE, survey(("{weights: w}", "{weights: w, weight_decimals: 2}")))
    assert 6 == pytest.approx(value(made, "working_age"))


def test_a_universe_leaves_people_out_and_keeps_the_design():
    made = labour_table(PEOPLE, survey(("items:", "universe: sex == 'f'\nitems:")))
    assert (300, 300) == (value(made, "population"), value(made, "working_age"))
    assert 1 / 3 == pytest.approx(value(made, "EPOP"))
    assert "sex == 'f'" in {line["codes"] for line in made.used}


def test_codes_of_people_outside_the_universe_need_no_mapping():
    people = PEOPLE | {"job": [1, 9, 2, 2, 2, None]}
    assert problems(survey(), people)
    assert [] == problems(survey(("items:", "universe: sex == 'f'\nitems:")), people)


def test_an_empty_cell_that_leaves_the_universe_open_is_noted_and_can_be_kept():
    people = PEOPLE | {"abroad": [2, 2, 1, None, None, 2]}
    made = labour_table(people, survey(("items:", "universe: abroad != 1\nitems:")))
    (note,) = [note for note in made.notes if note.code == "labour.open_condition"]
    assert ("abroad != 1", 2, "4, 5") == tuple(note.facts[k] for k in ("condition", "count", "rows"))
    kept = labour_table(people, survey(("items:", "universe: abroad is None or abroad != 1\nitems:")))
    assert [350, 550] == [value(each, "population") for each in (made, kept)]
    assert "labour.open_condition" not in {note.code for note in kept.notes}


def test_a_universe_that_only_empty_cells_leave_open_is_refused():
    people = PEOPLE | {"abroad": [None, None, None, None, None, 1]}
    (told,) = problems(survey(("items:", "universe: abroad != 1\nitems:")), people)
    assert told.startswith("universe: In 5 rows, such as 1, 2, 3, 4, 5, an empty cell leaves")


def test_answers_of_people_whom_an_empty_cell_leaves_outside_among_are_noted():
    people = PEOPLE | {"home": [1, None, 1, 1, 1, None]}
    given = survey(("column: looked,", "column: looked, among: home == 1,"))
    (note,) = [note for note in mapped(Columns(people), given).notes if note.code == "labour.open_condition"]
    assert "2" == note.facts["rows"], "person 6 has no answer that could be lost"


def test_hours_of_a_second_job_do_not_stand_in_for_unknown_hours_of_the_first():
    people = PEOPLE | {"first": [999, 40, None, 30, 999, 1], "second": [0, None, 5, 999, 10, 2]}
    item = ("dropped:", "- {code: hours_actual, column: first, plus: second, missing: 999}\ndropped:")
    hours = mapped(Columns(people), survey(item)).answers.number("hours_actual")
    assert [None, 40, None, None, None, 3] == [None if np.isnan(h) else h for h in hours]


def test_unknown_hours_fall_back_to_the_usual_ones():
    people = PEOPLE | {
        "job": [1] * 6,
        "first": [999] * 6,
        "second": [0] * 6,
        "usual": [48] * 6,
        "more": [1] * 6,
    }
    items = (
        "dropped:",
        (
            "- {code: hours_actual, column: first, plus: second, missing: 999}\n"
            "- {code: hours_usual, column: usual}\n"
            '- {code: wants_more_hours, column: more, codes: {"yes": 1}}\ndropped:'
        ),
    )
    assert 0 == value(labour_table(people, survey(items)), "underemployed")


def test_cases_are_those_asked_who_belong_and_marks_rest_on_them():
    made = labour_table(PEOPLE, MAPPING)
    cases = {row.variable: count for row, count in zip(made.estimates, made.cases, strict=True)}
    n = {row.variable: row.n for row in made.estimates}
    assert {"working_age": 5, "employed": 1, "unemployed": 1, "LU1": 1, "LFPR": 2} == {
        code: cases[code] for code in ("working_age", "employed", "unemployed", "LU1", "LFPR")
    }
    assert [1, 1, 2, 5] == [n[code] for code in ("employed", "unemployed", "LU1", "LFPR")]
    rules = {"rules": [{"measure": "n", "at_least": 2, "otherwise": "unpublishable"}]}
    marks = {each.estimate.variable: each.mark for each in rate(made.estimates, rules, cases=made.cases)}
    assert ("unpublishable", "publishable") == (marks["unemployed"], marks["labour_force"])


STATUS = "- {code: status, column: kind, codes: {employee: 1, own_account: 2}}\n"
INSURED = '- {code: social_security, column: paid, codes: {"yes": 1, "no": 2}}\n'
BOOKS = '- {code: accounts, column: books, codes: {"yes": 1, "no": 2}}\n'
PLACE = "- {code: place, column: where, codes: {fixed: 1, other: 2}}\n"
SIZE = "- {code: size, column: many}\n"
FINAL = "- {code: job, column: final, codes: {formal: 1, informal: 2}}\n"


@pytest.mark.parametrize(
    ("items", "given"),
    [
        (INSURED, set()),
        (STATUS + INSURED, set()),
        (STATUS + BOOKS, {"INFORMAL_SECTOR"}),
        (STATUS + INSURED + PLACE, set()),
        (STATUS + INSURED + PLACE + SIZE, {"INFORMAL_SECTOR", "INFORMAL"}),
        (INSURED + BOOKS, {"INFORMAL_SECTOR"}),
        (STATUS + INSURED + BOOKS, {"INFORMAL_SECTOR", "INFORMAL"}),
        (FINAL, {"INFORMAL"}),
    ],
)
def test_informal_jobs_are_given_where_status_rights_and_units_were_asked(items, given):
    people = PEOPLE | {"kind": [1, 2] * 3, "paid": [1] * 6, "books": [1] * 6, "where": [1] * 6}
    people |= {"many": [7] * 6, "final": [1, 2] * 3}
    made = labour_table(people, survey(("dropped:", items + "dropped:")))
    left_out = {line["code"] for line in made.left_out}
    assert {"INFORMAL_SECTOR", "INFORMAL"} - given == {"INFORMAL_SECTOR", "INFORMAL"} & left_out
    assert ("INFORMAL" in left_out) == ("informal" in left_out)


def test_working_age_of_the_mapping_can_be_overlaid():
    assert 650 == value(labour_table(PEOPLE, MAPPING, working_age=(10, None)), "population")
    assert 300 == value(labour_table(PEOPLE, MAPPING, working_age=(20, 35)), "working_age") + 100


def test_who_is_in_no_rate_is_counted_in_a_note():
    people = PEOPLE | {
        "age": [34, None, 22, 19, 16, 12],
        "job": [1, 2, None, 2, 2, None],
        "looked": [None] * 6,
    }
    people |= {"start": [None, 1, None, 1, 2, None]}
    given = survey(('column: looked, codes: {"yes": 1, "no": 2}', 'when: {"yes": looked == 1}'))
    told = {note.code: note.facts["count"] for note in labour_table(people, given).notes}
    assert (1, 1) == (told["labour.unclassified"], told["labour.no_age"])


def test_conditions_ranges_and_the_rest_stand_in_for_codes():
    given = survey(
        (
            'codes: {"yes": 1, "no": 2}}\n- {code: searched',
            'codes: {"yes": 0..1}, rest: "no"}\n- {code: searched',
        ),
        (
            '- {code: available, column: start, codes: {"yes": 1, "no": 2}}',
            '- {code: available, when: {"yes": looked == 1 and start == 1 or 18 <= age < 20, "no": start == 2}}',
        ),
    )
    made = labour_table(PEOPLE, given)
    assert 200 == value(made, "unemployed")


def test_numbers_that_a_file_holds_as_text_are_read():
    people = PEOPLE | {"age": ["34", "40", "22", "19", "16", "NA"]}
    assert "the value NA of age is no number (1 rows, such as 6)" in problems(survey(), people)[0]
    given = survey(("column: age}", "column: age, missing: NA}"))
    assert 600 == value(labour_table(people, given), "working_age")


def test_bands_of_time_become_months():
    people = PEOPLE | {"since": [None, 3, None, None, None, None]}
    item = ("dropped:", "- {code: search_months, column: since, codes: {0: 1, 6: 2, 12: 3}}\ndropped:")
    assert 1 == value(labour_table(people, survey(item)), "LONG_TERM")


def test_the_threshold_can_be_the_median_of_usual_hours():
    people = PEOPLE | {"job": [1] * 6, "hours": [10, 40, 44, 48, 20, 1], "more": [1] * 6}
    items = (
        "dropped:",
        (
            "- {code: hours_usual, column: hours}\n"
            '- {code: wants_more_hours, column: more, codes: {"yes": 1}}\ndropped:'
        ),
    )
    given = survey(items, ("items:", "underemployed_below: median\nitems:"))
    assert 200 == value(labour_table(people, given), "underemployed"), "the median is 40 hours"
    assert 400 == value(labour_table(people, given, underemployed_below=41), "underemployed")


def test_a_column_that_is_not_there_is_named_with_the_way_out():
    (told,) = problems(survey(("column: looked", "column: q17")))
    assert told.startswith("searched: there is no column q17")
    assert "dropped" in told


@pytest.mark.parametrize("written", ["Looked", "lokked"])
def test_a_column_written_otherwise_is_told_with_the_nearest_name(written):
    (told,) = problems(survey(("column: looked", f"column: {written}")))
    assert f"there is no column {written} in the file, but there is looked" in told


def test_a_value_that_is_not_mapped_is_told_with_its_count_and_rows():
    (told,) = problems(
        survey(('column: start, codes: {"yes": 1, "no": 2}', 'column: start, codes: {"yes": 1}'))
    )
    assert told.startswith("row 3, available: the value 2 of start is not mapped (2 rows, such as 3, 5)")
    assert "missing" in told


def test_a_code_that_never_occurs_is_noted():
    given = survey(
        ('column: start, codes: {"yes": 1, "no": 2}', 'column: start, codes: {"yes": [1, 7], "no": 2}')
    )
    notes = [str(note) for note in labour_table(PEOPLE, given).notes]
    assert "available: the code 7 does not occur in the column start." in notes


def test_rows_for_which_no_condition_holds_are_noted():
    given = survey(
        (
            '- {code: available, column: start, codes: {"yes": 1, "no": 2}}',
            '- {code: available, when: {"yes": start == 1}}',
        )
    )
    notes = [str(note) for note in labour_table(PEOPLE, given).notes]
    assert "available: no condition holds in 4 rows, such as 1, 3, 5, 6; they count as no answer." in notes


def test_a_concept_without_an_item_is_named_with_the_way_out():
    (told,) = problems(
        survey(("- {code: absent, name: Not asked in this town}", "- {code: accounts, name: Not asked}"))
    )
    assert told.startswith("absent: no item gives this concept")
    assert "`dropped`" in told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("code: searched", "code: serched", "there is no such concept"),
        (
            'codes: {"yes": 1, "no": 2}}\n- {code: searched',
            'codes: {ja: 1, "no": 2}}\n- {code: searched',
            "ja is none of",
        ),
        ("{code: age, column: age}", "{code: age, column: age, codes: {old: 1}}", "old must be one"),
        ("{code: age, column: age}", "{code: age, column: age, among: age + 1}", "cannot be read"),
        ("column: job,", "column: age,", "the value 34 of age is not mapped"),
        ("column: age}", "column: w}", "200 (rows 2)"),
    ],
)
def test_other_misfits_are_named(old, new, said):
    assert any(said in told for told in problems(survey((old, new))))


def test_all_misfits_come_at_once():
    with pytest.raises(BadInput, match="places to correct: 2") as caught:
        labour_table(PEOPLE, survey(("column: looked", "column: a"), ("column: start", "column: b")))
    assert ["searched", "available"] == [problem.field for problem in caught.value.problems]


def test_a_mapping_of_another_shape_is_refused_with_the_place():
    with pytest.raises(BadInput, match=r"town\.yaml") as caught:
        survey(("column: looked", "colum: looked"))
    assert "items/searched/colum" in [problem.field for problem in caught.value.problems]


def test_a_domain_that_does_not_exist_is_refused():
    with pytest.raises(BadInput, match="The mapping has sex, age_group"):
        labour_table(PEOPLE, MAPPING, by="province")


def test_a_search_that_was_not_asked_leaves_out_the_rates_that_need_it():
    made = labour_table(
        PEOPLE,
        survey(
            ('- {code: searched, column: looked, codes: {"yes": 1, "no": 2}}\n', ""),
            ("dropped:", "dropped:\n- {code: searched, name: Not asked}"),
        ),
    )
    assert {"LU1", "LU3", "LFPR"} <= {line["code"] for line in made.left_out}
    assert 3 / 4 == pytest.approx(value(made, "LU1_RELAXED"))


def test_an_approximate_design_must_say_in_what():
    with pytest.raises(BadInput):
        survey(("{weights: w}", "{weights: w, approximate: true}"))


def test_every_survey_that_is_shipped_names_known_concepts_only():
    for held in playbook.load().surveys.values():
        assert {*held.items, *held.dropped} <= {*CONCEPTS}, held.code


def test_an_organisation_lays_its_own_survey_over_ours(tmp_path):
    lines = MAPPING.decode().strip().splitlines()
    text = "surveys:\n- " + "\n  ".join(lines) + "\n"
    (tmp_path / "surveys.yaml").write_text(text, encoding="utf-8")
    surveys = playbook.load(tmp_path).surveys
    assert {"ARG-EPH", "TOWN-2026"} <= {*surveys}
    assert 100 == value(labour_table(PEOPLE, surveys["TOWN-2026"]), "employed")


def test_the_page_on_mappings_names_every_concept_and_its_example_is_read():
    page = (Path(__file__).parents[3] / "docs" / "methods" / "labour_mapping.md").read_text(encoding="utf-8")
    for code, concept in CONCEPTS.items():
        shown = f"**`{code}`**" if concept.core else f"`{code}`"
        assert f"| {shown} | {', '.join(concept.categories) or 'a number'} | {concept.rule} |" in page
    example = survey_of(page.partition("```yaml\n")[2].partition("```")[0].encode())
    assert "TOWN-2026" == example.code
