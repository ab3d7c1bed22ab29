"""What is hidden stays hidden: no reader works out a small cell, whatever figures stand beside each other."""

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from mainstay.measure.methods.public_cells import Cell, hidden_cells, small_differences

LEAST = 10


def cells(code, **by_sex):
    whole = sum(by_sex.values())
    made = [Cell(code, (("sex", sex),), days * 1.0, days) for sex, days in by_sex.items()]
    return [*made, Cell(code, (), float(whole), whole)]


def share(women, men, other=0):
    return Cell("JB-06", (), float(women), women, women + men + other)


def test_fewer_than_ten_persons_are_hidden_with_a_second_cell():
    hidden = hidden_cells(cells("JB-02", F=4, M=30, X=25), least=LEAST)
    assert ("JB-02", "sex=F") in hidden
    assert 2 == len(hidden)
    assert ("JB-02", "") not in hidden


def test_large_cells_are_all_shown():
    assert set() == hidden_cells(cells("JB-02", F=40, M=30), least=LEAST)


def test_with_two_groups_both_are_hidden():
    assert {("JB-02", "sex=F"), ("JB-02", "sex=M")} == hidden_cells(cells("JB-02", F=4, M=30), least=LEAST)


def test_one_mask_holds_for_days_and_persons_together():
    listed = [*cells("JB-02", F=4, M=30, X=25), *cells("JB-01", F=4, M=30, X=25)]
    hidden = hidden_cells(listed, least=LEAST)
    groups = {code: {group for held, group in hidden if held == code} for code in ("JB-01", "JB-02")}
    assert groups["JB-01"] == groups["JB-02"]


def test_a_share_does_not_tell_a_hidden_cell():
    listed = [*cells("JB-01", F=30, M=40, X=3), share(30, 40, 3)]
    hidden = hidden_cells(listed, least=LEAST)
    if ("JB-01", "sex=F") in hidden:
        assert ("JB-06", "") in hidden
    assert ("JB-06", "") in hidden_cells([*cells("JB-01", F=4, M=60), share(4, 60)], least=LEAST)


def test_a_share_of_nearly_all_tells_about_the_few_who_are_left():
    assert ("JB-16", "") in hidden_cells([Cell("JB-16", (), 196, 196, 200)], least=LEAST)
    assert ("JB-16", "") not in hidden_cells([Cell("JB-16", (), 150, 150, 200)], least=LEAST)


def test_a_small_share_hides_itself_and_not_the_counts_beside_it():
    by_month = [Cell("JB-01", (("month", month),), 650, 65) for month in ("2026-03", "2026-04")]
    women = [
        Cell("JB-06", (("month", month),), 40, few, 65) for month, few in (("2026-03", 4), ("2026-04", 30))
    ]
    hidden = hidden_cells([*by_month, *women], least=LEAST)
    assert {("JB-06", "month=2026-03"), ("JB-06", "month=2026-04")} == hidden


def test_crossings_of_two_dimensions_are_never_published():
    crossed = Cell("JB-02", (("sex", "F"), ("month", "2026-03")), 50, 50)
    assert {crossed.key} == hidden_cells([crossed], least=LEAST)


def test_two_totals_that_differ_by_few_persons_are_found():
    before, now = [Cell("JB-02", (), 100, 100)], [Cell("JB-02", (), 104, 104)]
    assert [("JB-02", "")] == small_differences(now, before, least=LEAST)
    assert [] == small_differences([Cell("JB-02", (), 130, 130)], before, least=LEAST)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_a_suppressed_table_cannot_be_recomputed(counts):
    named = {f"g{place}": count for place, count in enumerate(counts)}
    hidden = hidden_cells(cells("JB-02", **named), least=LEAST)
    if ("JB-02", "") in hidden:
        return
    unknown = [name for name in named if ("JB-02", f"sex={name}") in hidden]
    rest = sum(count for name, count in named.items() if name not in unknown)
    for place, name in enumerate(unknown):
        if not 0 < named[name] < LEAST:
            continue
        ends = [
            linprog(
                [sign if at == place else 0 for at in range(len(unknown))],
                A_eq=[[1] * len(unknown)],
                b_eq=[sum(counts) - rest],
                bounds=(0, None),
            ).fun
            for sign in (1, -1)
        ]
        assert -ends[1] - ends[0] >= LEAST - 1e-6
