"""Each check of the content bites: plant the fault, see it named."""

import pytest

from mainstay import playbook
from mainstay.playbook.checks import check

from .planted import codes_after, faults_after, refusal_of


def test_the_content_as_shipped_holds_no_fault():
    assert [] == check(playbook.load())


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("packages.yaml", "requires: [DAT-02]", "requires: [DAT-99]", "unknown_code"),
        ("packages.yaml", "requires: [DAT-02]", "requires: [SKL-01, DAT-02]", "requires_unmet"),
        (
            "packages.yaml",
            "must_have: [DLG-01, FPR-02]",
            "must_have: [DLG-01, FPR-02, OSH-03]",
            "must_have_missing",
        ),
        ("packages.yaml", "crisis_type: EPIDEMIC\n", "crisis_type: CONFLICT\n", "package_count"),
        ("clearances.yaml", "prerequisites: []", "prerequisites: [CL-DEB]", "circle"),
        (
            "clearances.yaml",
            "name: Standard surge, total_h: 168",
            "name: Standard surge, total_h: 60",
            "too_long",
        ),
        ("eligibility_criteria.yaml", "weight: 15", "weight: 16", "not_hundred"),
        ("matching.yaml", "weight: 30", "weight: 31", "not_hundred"),
        ("preparedness.yaml", "weight: 10", "weight: 11", "not_hundred"),
        ("eligibility_criteria.yaml", "min: 0,", "min: 10,", "band_gap"),
        ("eligibility_criteria.yaml", "min: 70,", "min: 50,", "band_order"),
        ("crisis_types.yaml", "snapshot_h: 72", "snapshot_h: 71", "two_promises"),
        ("safeguards.yaml", "warn_days: 7", "warn_days: 8", "two_promises"),
        ("safeguards.yaml", "severity: block", "severity: warn", "stops"),
        ("safeguards.yaml", "- SG-AGE-01", "- SG-AGE-77", "unknown_code"),
        ("safeguards.yaml", "- SG-AGE-01", "- SG-AGE-03", "waiver"),
        ("first_30_days.yaml", "owner: INSUR", "owner: BROKER", "unknown_code"),
        ("first_30_days.yaml", "done_by: works.open_site", "done_by: works.start_site", "unknown_code"),
        ("clocks.yaml", "key: DISASTER_RAPID", "key: DISASTER_FAST", "unknown_code"),
        ("task_team.yaml", "any_of: [FINANCE]", "any_of: [MONEY]", "unknown_code"),
        ("fund.yaml", "L3: 200000", "L3: 250000", "over_ceiling"),
        ("wages.yaml", 'valid_to: "2021-12-31"', 'valid_to: "2022-12-31"', "overlap"),
        ("assessment_modules.yaml", "type: int_pair", "type: two_ints", "unknown_code"),
        ("assessment_modules.yaml", "${Q-WKR-24} = 'yes'", "${Q-WKR-42} = 'yes'", "unknown_code"),
        ("assessment_modules.yaml", "${Q-WKR-24} = 'yes'", "${Q-WKR-35} = 'yes'", "unknown_code"),
        ("assessment_modules.yaml", "maps_to: [C01]", "maps_to: [C77]", "unknown_code"),
        ("indicators.csv", ",IV,JPR C3", ",XIV,JPR C3", "unknown_code"),
        ("traceability.csv", ",RES;DES", ",RES;XYZ", "unknown_code"),
        ("drivers.yaml", "indicators: [PB-02, JB-01]", "indicators: [PB-02, JB-91]", "unknown_code"),
        ("disclosure.yaml", "min_cell: 10", "min_cell: 9", "two_promises"),
        ("phases.yaml", "r205: [XII]", "r205: [XIV]", "unknown_code"),
        ("qa_gate.yaml", "Which Parts does", "Which of R205 III 8 does", "paragraph"),
        ("locale/fr.yaml", "crisis_types/CONFLICT/name", "crisis_types/WAR/name", "text_nowhere"),
        ("crisis_types.yaml", "name: Armed conflict and its aftermath", "name: Armed conflict", "text_stale"),
        ("indicators.head.yaml", "planning_target: J", "planing_target: J", "unknown_code"),
    ],
)
def test_a_planted_fault_is_named(plant, file, old, new, code):
    assert f"playbook.{code}" in codes_after(plant(file, old, new))


def test_a_fault_says_file_place_and_way_out(plant):
    (found,) = faults_after(plant("preparedness.yaml", "owner: INSUR", "owner: BROKER"))
    assert "preparedness.yaml: PR-04/owner: names the role BROKER, which does not exist. " in str(found)
    assert "Correct the code or add the entry." in str(found)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("fund.yaml", "term_months: 6", "term_months: six", "windows/W1/term_months"),
        ("fund.yaml", "repayable: true", "repayable: true\n  colour: red", "windows/W2/colour"),
        ("attendance.yaml", "counts_as_worked: true", "counts_as_worked: false", "codes/P"),
        ("packages.yaml", "low: 8, typical: 18", "low: 80, typical: 18", "modules/WRK-01/unit_cost_usd"),
        ("indicators.csv", ",sum,up,", ",total,up,", "indicators/JB-01/aggregation"),
    ],
)
def test_what_does_not_fit_its_schema_is_refused_with_its_place(plant, file, old, new, place):
    error = refusal_of(plant(file, old, new))
    assert "playbook.misfit" == error.code
    assert place in [problem.field for problem in error.problems]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("drivers.yaml", "version: 1\n", "version: 1\nversion: 2\n", 3),
        ("drivers.yaml", "mark: S", "mark: [S", 4),
        ("indicators.csv", "JB-02,Individual", "JB-02,extra,Individual", 3),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(plant, file, old, new, line):
    error = refusal_of(plant(file, old, new))
    assert "playbook.unreadable" == error.code
    assert [line] == [problem.row for problem in error.problems]


def test_a_code_that_stands_twice_is_refused(plant):
    error = refusal_of(plant("drivers.yaml", "code: CONTACT", "code: OPPORTUNITY"))
    assert "playbook.misfit" == error.code
