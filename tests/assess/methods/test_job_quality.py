"""Many deficits at once: the published example of Alkire and Foster, and the laws of their measures."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.assess.methods.job_quality import deficit_count, job_quality
from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design

DRAW = partial(Design, weights="w")
NAMES = ("informal", "low_pay", "long", "unsafe")
# Alkire and Foster, Journal of Public Economics 95 (2011): achievements of four persons against cutoffs 13, 12, 3, 1.
ACHIEVED = [(13.1, 14, 4, 1), (15.2, 7, 5, 0), (12.5, 10, 1, 0), (20, 11, 3, 1)]
CUTOFFS = (13, 12, 3, 1)


def table_of(marks, weights=None):
    columns = {name: [float(row[place]) for row in marks] for place, name in enumerate(NAMES)}
    own = weights or [1.0] * len(marks)
    return columns | {
        "w": own,
        "job": [1.0] * len(marks),
        "area": ["n" if k % 2 else "s" for k in range(len(marks))],
    }


def test_the_example_of_alkire_and_foster():
    marks = [[value < cutoff for value, cutoff in zip(row, CUTOFFS, strict=True)] for row in ACHIEVED]
    found = job_quality(table_of(marks), DRAW, employed="job", deficits=dict.fromkeys(NAMES, 1), cutoff=2 / 4)
    assert (1 / 2, 3 / 4, 3 / 8) == tuple(
        part[0].estimate for part in (found.headcount, found.intensity, found.adjusted)
    )
    # each of the four columns of the censored matrix, over 16 cells of which 6 are filled
    assert [1 / 6, 2 / 6, 1 / 6, 2 / 6] == pytest.approx([found.contribution[name] for name in NAMES])


def test_people_without_work_do_not_count_and_a_missing_answer_is_dropped_and_counted():
    table = table_of([[1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 0, 0]])
    table["job"], table["unsafe"] = [0.0, 1.0, 1.0], [1.0, 0.0, None]
    found = deficit_count(table, DRAW, employed="job", deficits=NAMES)
    assert (0.0, 1) == (found[0].estimate, found.missing)


@pytest.mark.parametrize(
    ("weights", "cutoff"), [({}, 0.5), ({"long": 0}, 0.5), ({"long": 1}, 0), ({"long": 1}, 1.1)]
)
def test_weights_and_cutoff_are_checked(weights, cutoff):
    with pytest.raises(BadInput):
        job_quality(table_of([[1, 1, 1, 1]]), DRAW, employed="job", deficits=weights, cutoff=cutoff)


people = st.lists(st.tuples(st.tuples(*[st.booleans()] * 4), st.floats(0.1, 10)), min_size=2, max_size=12)
choices = st.tuples(st.tuples(*[st.integers(1, 5)] * 4), st.floats(0.05, 1))


@settings(max_examples=40)
@given(people, choices)
def test_adjusted_is_headcount_times_intensity_and_splits_by_domain_and_indicator(drawn, chosen):
    marks, weights = zip(*drawn, strict=True)
    table = table_of(marks, list(weights))
    deficits, cutoff = dict(zip(NAMES, chosen[0], strict=True)), chosen[1]
    found = job_quality(table, DRAW, employed="job", deficits=deficits, cutoff=cutoff)
    whole = found.adjusted[0].estimate
    assert pytest.approx(found.headcount[0].estimate * (found.intensity[0].estimate if whole else 0)) == whole
    assert whole <= found.headcount[0].estimate + 1e-12
    parts = {
        name: weight / sum(chosen[0]) * found.censored[name][0].estimate for name, weight in deficits.items()
    }
    assert pytest.approx(sum(parts.values())) == whole
    assert pytest.approx(1.0 if whole else 0.0) == sum(found.contribution.values())
    split = job_quality(table, DRAW, employed="job", deficits=deficits, cutoff=cutoff, by="area")
    by = split.adjusted
    assert pytest.approx(1.0 if whole else 0.0) == sum(part for _domain, part in split.of_domain)
    size = {
        area: sum(w for w, own in zip(weights, table["area"], strict=True) if own == area) for area in "ns"
    }
    assert pytest.approx(whole) == sum(row.estimate * size[row.domain["area"]] for row in by) / sum(weights)
