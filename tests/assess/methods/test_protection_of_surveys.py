"""Social protection from a survey file: each function over its own people, silence apart from a no (SDG 1.3.1)."""

import pytest

from mainstay.assess.methods.decent_work import decent_work
from mainstay.assess.methods.labour_table import labour_table

#: Two children, two at work, one who looks for work, one outside, three of pension age, one of no known age.
TOWN = {
    "age": [5, 9, 30, 30, 40, 50, 70, 80, 66, None],
    "job": [0, 0, 1, 1, 0, 0, 0, 0, 0, None],
    "looks": [None, None, None, None, 1, 0, 0, 0, 0, None],
    "pays": [None, None, 1, None, None, None, None, None, None, None],
    "child": [1, 0, None, None, None, None, None, None, None, None],
    "birth": [None, None, 0, 1, None, 0, None, None, None, None],
    "ill": [None, None, None, None, None, 1, 0, None, None, None],
    "idle": [None, None, None, None, 1, None, None, None, None, None],
    "old": [None, None, None, None, None, None, 1, 0, None, None],
    "aid": [0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
    "covered": [None, None, 1, 0, None, None, None, None, None, None],
    "w": [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
}
ASKED = {
    "contributes": ("pays", ""),
    "receives_child": ("child", "age < 18"),
    "receives_maternity": ("birth", "15 <= age <= 50"),
    "receives_disability": ("ill", "age in (50, 70)"),
    "receives_unemployment": ("idle", ""),
    "receives_pension": ("old", ""),
    "receives_assistance": ("aid", ""),
    "injury_cover": ("covered", ""),
}
YES_NO = {"yes": [1], "no": [0]}


def protected(*concepts, people=TOWN):
    """Return the measures of a town that asked `concepts`, each of those of whom `ASKED` says it."""
    items = [
        {"code": "age", "column": "age"},
        {"code": "worked", "column": "job", "codes": YES_NO},
        {"code": "searched", "column": "looks", "codes": YES_NO},
        *(
            {"code": code, "column": column, "codes": YES_NO, "among": among}
            for code, (column, among) in ASKED.items()
            if code in concepts
        ),
    ]
    dropped = [{"code": code, "name": "Not asked"} for code in ("absent", "available")]
    named = {"code": "TOWN-2026", "name": "A survey of one town", "design": {"weights": "w"}}
    return decent_work(labour_table(people, named | {"items": items, "dropped": dropped}))


def behind(made, code):
    """Return the places of those in the denominator, and in the numerator."""
    (row,) = [row for row in made.estimates if row.variable == code]
    below, above = made.behind(row)
    return below.nonzero()[0].tolist(), above.nonzero()[0].tolist()


@pytest.mark.parametrize(
    ("code", "share"),
    [
        ("PROTECTED_CHILDREN", 1 / (1 + 2)),
        ("PROTECTED_MATERNITY", 8 / (4 + 8 + 32)),
        ("PROTECTED_DISABILITY", 32 / (32 + 64)),
        ("PROTECTED_UNEMPLOYMENT", 16 / 16),
        ("PROTECTED_WORK_INJURY", 4 / (4 + 8)),
        ("PROTECTED_OLD_AGE", 64 / (64 + 128)),
        ("PROTECTED_VULNERABLE", 128 / (1 + 2 + 16 + 32 + 128)),
        ("PROTECTED", (1 + 4 + 8 + 16 + 32 + 64 + 128) / 255),
    ],
)
def test_each_function_of_social_protection_is_told_over_its_own_people(code, share):
    found = {row.variable: row.estimate for row in protected(*ASKED).estimates}
    assert share == pytest.approx(found[code], rel=1e-12)


def test_the_jobless_and_children_are_among_the_vulnerable_of_sdg_1_3_1():
    """Everybody less those who pay in and those with a pension; who has no work pays nothing in."""
    made = protected("contributes", "receives_pension", "receives_assistance")
    assert ([0, 1, 4, 5, 7], [7]) == behind(made, "PROTECTED_VULNERABLE")


def test_who_did_not_answer_on_a_benefit_is_not_told_to_receive_nothing():
    made = protected(*ASKED)
    # not known are the pension at 66 and whatever depends on the age that is not known
    assert ([0, 1, 2, 3, 4, 5, 6, 7], [0, 2, 3, 4, 5, 6, 7]) == behind(made, "PROTECTED")
    told = {note.code: str(note) for note in made.notes}
    assert told["decent_work.no_protection"].startswith("Of 2 persons it is not known")
    silent = protected(*ASKED, people=TOWN | {"child": [None] * 10, "birth": [None] * 10})
    assert [2, 4, 5, 6, 7] == behind(silent, "PROTECTED")[0]
    assert {"PROTECTED_CHILDREN", "PROTECTED_MATERNITY"} == {code for code, _why in silent.not_computed}


def test_who_was_not_asked_about_a_benefit_of_others_does_not_receive_it():
    """Without the words `among` the same empty cells are no answers: nothing is known of these people."""
    bare = {code: (column, "") for code, (column, _among) in ASKED.items()}
    with pytest.MonkeyPatch.context() as other:
        other.setitem(ASKED, "receives_child", bare["receives_child"])
        made = protected("contributes", "receives_child")
    assert ([0, 1, 2], [0, 2]) == behind(made, "PROTECTED")
    assert ([0, 1, 2, 4, 5, 6, 7, 8], [0, 2]) == behind(protected("contributes", "receives_child"), "PROTECTED")  # fmt: skip


def test_protection_bears_the_name_of_the_sdg_only_where_all_benefits_were_asked():
    whole, part = protected(*ASKED), protected("contributes", "receives_pension", "receives_assistance")
    assert "SDG 1.3.1" in whole.names["PROTECTED"]
    assert "decent_work.benefits" not in {note.code for note in whole.notes}
    assert "SDG" not in part.names["PROTECTED"]
    (note,) = [str(note) for note in part.notes if note.code == "decent_work.benefits"]
    assert "receives: pension, benefit without contributions." in note
    assert "not asked: child benefit, benefit at a birth, disability benefit, unemployment benefit." in note
    (line,) = [line["codes"] for line in part.used if line["concept"] == "benefits"]
    assert "pension, benefit without contributions" == line
