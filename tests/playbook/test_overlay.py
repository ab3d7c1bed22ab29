"""An organisation's folder laid over ours: what it changes is listed, what it may not lower is held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay import playbook
from mainstay.common.errors import BadInput
from mainstay.playbook.overlay import changes, merged

VALUES = st.recursive(
    st.integers() | st.text(max_size=4) | st.booleans(),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def office(tmp_path):
    def write(file, text):
        path = tmp_path / "office" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path / "office"

    return write


def test_an_office_changes_one_weight_and_nothing_else(office):
    folder = office(
        "eligibility_criteria.yaml", "criteria:\n- {code: C01, weight: 20}\n- {code: C02, weight: 10}\n"
    )
    book = playbook.load(folder)
    assert 20 == book.criteria["C01"].weight
    assert playbook.load().criteria["C01"].name == book.criteria["C01"].name
    assert ["criteria/C01/weight", "criteria/C02/weight"] == [change.place for change in book.changes]
    assert (15, 20) == (book.changes[0].shipped, book.changes[0].overlaid)


def test_an_overlay_has_its_own_version(office):
    book = playbook.load(office("fund.yaml", "windows:\n- {code: W1, ceiling_usd: 250000}\n"))
    assert playbook.load().version != book.version


def test_an_office_adds_and_takes_out_entries(office):
    folder = office(
        "reference_lists.yaml",
        "donor_types:\n- {code: diaspora, name: Diaspora}\n- {code: individual, removed: true}\n",
    )
    book = playbook.load(folder)
    assert "diaspora" in book.lists.donor_types
    assert "individual" not in book.lists.donor_types


def test_an_office_adds_grants_and_keeps_ours(office):
    folder = office(
        "rights/works.yaml", "grants:\n- {roles: [GRM], actions: [works.read_sites], scope: country}\n"
    )
    assert len(playbook.load(folder).grants) >= len(playbook.load().grants)


def test_a_file_that_the_playbook_does_not_know_is_refused(office):
    with pytest.raises(BadInput) as caught:
        playbook.load(office("wieghts.yaml", "a: 1\n"))
    assert ["wieghts.yaml"] == [problem.field for problem in caught.value.problems]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput):
        playbook.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("safeguards.yaml", "waiver: {never_waivable: [SG-AGE-01]}\n", "floor_waiver"),
        (
            "safeguards.yaml",
            "safeguards:\n- {code: SG-OSH-05, stops: nothing, severity: warn}\n",
            "floor_block",
        ),
        ("safeguards.yaml", "safeguards:\n- {code: SG-OSH-05, removed: true}\n", "floor_waiver"),
        (
            "safeguards.yaml",
            "safeguards:\n- {code: SG-AGE-01, params: {min_age_hazardous: 15}}\n",
            "floor_age",
        ),
        ("rights/separations.yaml", "separations:\n- {code: SD-PAY, removed: true}\n", "floor_separation"),
        ("rights/separations.yaml", "separations:\n- {code: SD-BATCH, persons: 2}\n", "floor_separation"),
        ("rights/limits.yaml", "limits:\n- {code: L-SEA, readers: [PSEA, CD]}\n", "floor_limit"),
        ("disclosure.yaml", "public: {min_cell: 3}\n", "floor_cell"),
        ("clearances.yaml", "never_waived: [CL-SEC, CL-MED, CL-COC]\n", "floor_clearance"),
        ("retention.yaml", "biometrics: true\n", "floor_biometrics"),
    ],
)
def test_an_overlay_never_lowers_a_floor(office, file, text, code):
    with pytest.raises(BadInput) as caught:
        playbook.load(office(file, text))
    assert "playbook.floor" == caught.value.code
    assert f"playbook.{code}" in [problem.reason.code for problem in caught.value.problems]


def test_which_overlay_is_in_force_is_said_once(office):
    try:
        playbook.use(office("fund.yaml", "allocation: {reserve_share: 0.2}\n"))
        assert 0.2 == playbook.current().fund.allocation.reserve_share
    finally:
        playbook.use(None)
    assert 0.15 == playbook.current().fund.allocation.reserve_share


@given(VALUES)
def test_nothing_laid_over_changes_nothing(value):
    assert value == merged(value, value)
    assert [] == list(changes("f", value, value))


@given(st.dictionaries(st.sampled_from("abc"), VALUES), st.dictionaries(st.sampled_from("abc"), VALUES))
def test_laying_the_same_over_twice_is_laying_it_once(shipped, overlaid):
    once = merged(shipped, overlaid)
    assert once == merged(once, overlaid)


def test_an_office_marks_a_field_of_a_table_without_its_rows(office):
    book = playbook.load(office("indicators.head.yaml", "note: Checked by our office.\n"))
    assert ["note"] == [change.place for change in book.changes]
    assert 134 == len(book.indicators)


def test_an_office_changes_one_row_of_a_table(office):
    book = playbook.load(office("indicators.csv", "code,planning_target\nJB-06,>=50\n"))
    assert ">=50" == book.indicators["JB-06"].planning_target
    assert playbook.load().indicators["JB-06"].formula == book.indicators["JB-06"].formula


def test_a_list_without_codes_is_replaced_whole(office):
    scale = ", ".join(f"{{score: {score}, anchor: grade {score}}}" for score in range(4))
    book = playbook.load(office("qa_gate.yaml", f"scale: [{scale}]\n"))
    assert ["grade 0", "grade 1", "grade 2", "grade 3"] == [point.anchor for point in book.qa_gate.scale]
