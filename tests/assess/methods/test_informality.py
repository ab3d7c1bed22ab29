"""Status, informal sector and informal job: each node by a worker made for it."""

import numpy as np
import pytest

from mainstay.assess.methods.informality import informality
from mainstay.assess.methods.labour_concepts import answers_of
from mainstay.common.errors import BadInput

NODES = ("", "a", "b", "c", "d", "e", "f", "f", "coded")


def found(*, version=17, small_unit_below=6, **told):
    told = {name: [value] for name, value in told.items()}
    return informality(
        answers_of(1, **told), np.array([True]), version=version, small_unit_below=small_unit_below
    )


def sector(**told):
    made = found(**told)
    return ("", "formal", "informal", "household")[made.sector[0]], NODES[made.sector_node[0]]


def job(**told):
    made = found(**told)
    return ("", "formal", "informal")[made.job[0]], int(made.job_node[0])


@pytest.mark.parametrize("unit", ["government", "corporation", "nonprofit", "international"])
def test_node_a_institutions_are_formal(unit):
    assert ("formal", "a") == sector(status="employee", institution=unit, registered="no")


def test_node_a_private_households_stand_apart():
    assert ("household", "a") == sector(status="employee", institution="household", social_security="yes")


@pytest.mark.parametrize("unit", ["farm", "private", "other", None])
def test_node_a_goes_on_with_private_units(unit):
    assert ("informal", "d") == sector(status="own_account", institution=unit, registered="no")


def test_node_b_own_final_use_is_the_household_sector():
    assert ("household", "b") == sector(status="own_account", destination="own_use", accounts="yes")


def test_node_c_accounts_for_the_authorities_make_a_unit_formal():
    assert ("formal", "c") == sector(status="own_account", accounts="yes", registered="no")


@pytest.mark.parametrize(("answer", "expected"), [("yes", "formal"), ("no", "informal")])
def test_node_d_registration_decides(answer, expected):
    told = {"accounts": "no", "registered": answer, "social_security": "yes", "place": "fixed", "size": 20}
    assert (expected, "d") == sector(status="employee", **told)


def test_node_e_social_security_decides_for_employees_only():
    told = {"registered": None, "social_security": "yes", "place": "other", "size": 2}
    assert ("formal", "e") == sector(status="employee", **told)
    assert ("informal", "f") == sector(status="own_account", **told)


@pytest.mark.parametrize(
    ("place", "size", "expected"),
    [
        ("fixed", 6, "formal"),
        ("fixed", 5, "informal"),
        ("other", 50, "informal"),
        ("fixed", None, "informal"),
    ],
)
@pytest.mark.parametrize("status", ["employee", "own_account"])
def test_node_f_a_fixed_place_and_six_persons_make_a_unit_formal(status, place, size, expected):
    assert (expected, "f") == sector(status=status, place=place, size=size)


def test_the_size_of_a_small_unit_is_a_parameter():
    assert "formal" == sector(status="employee", place="fixed", size=5, small_unit_below=5)[0]


def test_the_sources_own_code_goes_before_the_nodes():
    assert ("informal", "coded") == sector(status="employee", sector="informal", institution="government")


def test_an_uninsured_employee_is_informal_even_in_the_government():
    assert ("informal", 1) == job(status="employee", institution="government", social_security="no")


def test_an_insured_domestic_worker_has_a_formal_job():
    assert ("formal", 1) == job(status="employee", institution="household", social_security="yes")


@pytest.mark.parametrize(
    ("annual", "sick", "expected"),
    [("yes", "yes", "formal"), ("yes", "no", "informal"), ("no", "yes", "informal")],
)
def test_both_leaves_stand_in_for_social_security_that_is_not_known(annual, sick, expected):
    told = {"social_security": None, "annual_leave": annual, "sick_leave": sick}
    assert (expected, 2) == job(status="employee", **told)


def test_what_is_not_known_of_an_employee_is_informal():
    assert ("informal", 6) == job(status="employee", institution="government", annual_leave="yes")


@pytest.mark.parametrize("status", ["employer", "own_account"])
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"registered": "yes"}, "formal"),
        ({"registered": "no"}, "informal"),
        ({"destination": "own_use"}, "informal"),
    ],
)
def test_independent_workers_follow_their_unit_and_a_household_counts_informal(status, told, expected):
    assert (expected, 3) == job(status=status, **told)


@pytest.mark.parametrize(("registered", "expected"), [("yes", "formal"), ("no", "informal")])
def test_members_of_cooperatives_follow_their_unit(registered, expected):
    assert (expected, 4) == job(status="cooperative", destination="market", registered=registered)


def test_contributing_family_workers_are_informal_always_in_2003():
    assert ("informal", 5) == job(status="family", registered="yes", insured="yes")


@pytest.mark.parametrize(("insured", "expected"), [("yes", "formal"), ("no", "informal")])
def test_contributing_family_workers_may_be_formal_in_2023(insured, expected):
    assert (expected, 5) == job(version=21, status="family", registered="yes", insured=insured)


@pytest.mark.parametrize(
    ("registered", "insured", "expected"),
    [("yes", "yes", "formal"), ("no", "yes", "informal"), ("yes", "no", "informal")],
)
def test_dependent_contractors_are_formal_when_registered_and_insured_in_2023(registered, insured, expected):
    told = {
        "status": "own_account",
        "dependent_contractor": "yes",
        "registered": registered,
        "insured": insured,
    }
    assert (expected, 7) == job(version=21, **told)


def test_a_worker_without_a_status_is_informal():
    assert ("informal", 6) == job(status=None, registered="yes")


@pytest.mark.parametrize(
    ("told", "icse93", "icse18"),
    [
        ({"status": "employer", "incorporated": "yes"}, 2, 11), ({"status": "employer"}, 2, 12),
        ({"status": "own_account", "institution": "corporation"}, 3, 21), ({"status": "own_account"}, 3, 22),
        ({"status": "own_account", "dependent_contractor": "yes"}, 3, 30),
        ({"status": "employee", "dependent_contractor": "yes"}, 1, 30),
        ({"status": "employee", "contract": "permanent"}, 1, 41),
        ({"status": "employee", "contract": "fixed_term"}, 1, 42),
        ({"status": "employee", "contract": "short_term"}, 1, 43),
        ({"status": "employee", "contract": "apprentice"}, 1, 44), ({"status": "employee"}, 1, 49),
        ({"status": "cooperative"}, 4, 22), ({"status": "family"}, 5, 51), ({"status": "unclassified"}, 6, 99),
        ({"status": None}, 6, 99),
    ],
)  # fmt: skip
def test_both_classifications_of_status(told, icse93, icse18):
    made = found(**told)
    assert (icse93, icse18) == (made.icse93[0], made.icse18[0])


def test_own_account_and_family_workers_are_vulnerable():
    statuses = ["employee", "employer", "own_account", "cooperative", "family"]
    made = informality(answers_of(5, status=statuses), np.ones(5, dtype=bool))
    assert [False, False, True, False, True] == made.vulnerable.tolist()


def test_nobody_without_a_job_has_a_status_or_a_node():
    made = informality(answers_of(1, status=["employee"], registered=["no"]), np.array([False]))
    assert [0] * 6 == [
        int(part[0])
        for part in (made.icse93, made.icse18, made.sector, made.sector_node, made.job, made.job_node)
    ]


def test_every_worker_has_one_sector_and_one_job():
    draw = np.random.default_rng(7)
    concepts = {"status": ("employee", "own_account", "employer", "family", "cooperative", None)}
    concepts |= dict.fromkeys(
        ("registered", "accounts", "social_security", "annual_leave"), ("yes", "no", None)
    )
    told = {name: [kinds[k] for k in draw.integers(len(kinds), size=500)] for name, kinds in concepts.items()}
    made = informality(answers_of(500, **told), np.ones(500, dtype=bool))
    for part in (made.sector, made.sector_node, made.job, made.job_node):
        assert (part > 0).all()


def test_another_version_is_refused():
    with pytest.raises(BadInput, match="17 or 21"):
        found(version=20, status="employee")
