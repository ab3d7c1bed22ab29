"""A place is filled by one person and a person fills one place; no other sending fills more."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from mainstay.staff.methods.capacity_gap import places_filled

KINDS = "ABCD"
PLACES = st.dictionaries(st.sampled_from(KINDS), st.integers(0, 4))
ABLE = st.dictionaries(st.frozensets(st.sampled_from(KINDS), min_size=1), st.integers(0, 3), max_size=6)


def largest(places, able):
    """How many places scipy's Hopcroft and Karp fill, every person and every place by itself."""
    seats = [kind for kind, count in places.items() for _place in range(count)]
    people = [group for group, count in able.items() for _one in range(count)]
    if not seats or not people:
        return 0
    fits = csr_matrix(np.array([[kind in group for kind in seats] for group in people], dtype=int))
    return int((maximum_bipartite_matching(fits, perm_type="column") >= 0).sum())


@given(PLACES, ABLE)
def test_as_many_places_are_filled_as_the_algorithm_of_hopcroft_and_karp_fills(places, able):
    assert largest(places, able) == sum(places_filled(places, able).values())


@given(PLACES, ABLE)
def test_no_kind_gets_more_people_than_it_has_places(places, able):
    filled = places_filled(places, able)
    assert {kind for kind, count in places.items() if count} == set(filled)
    assert all(0 <= count <= places[kind] for kind, count in filled.items())


def test_somebody_who_fits_both_goes_where_nobody_else_can():
    able = {frozenset("AB"): 1, frozenset("A"): 1}
    assert {"A": 1, "B": 1} == places_filled({"A": 1, "B": 1}, able)
