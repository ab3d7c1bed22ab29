"""Every action × role × scope: what the policy answers is what the rights data says, and what the dossier demands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay import playbook
from mainstay.accounts import rules
from mainstay.accounts.permissions.grants import by_action
from mainstay.accounts.rules import Holding, Question
from tests.accounts import matrix
from tests.accounts.matrix import RECORDS

TODAY = date(2026, 3, 18)
ME = "7"


def _ask(action, holdings, record, *, met=(), acted=(), excepted=()):
    ties = {("own", ME), ("assigned", ME), ("organisation", "mine"), ("agreement", "mine")}
    answers = {("global", "*"), *record.places}
    answers |= {("own", ME)} if record.own else set()
    answers |= {("assigned", ME)} if record.assigned else set()
    answers |= {("organisation", "mine"), ("agreement", "mine")} if record.of_my_organisation else set()
    question = Question(
        action,
        frozenset(answers),
        ties=frozenset(ties),
        met=frozenset(met),
        acted=frozenset(acted),
        excepted=frozenset(excepted),
    )
    signed_in = Holding(rules.SIGNED_IN, rules.GLOBAL)
    return rules.why_not_act(
        question,
        holdings=[*holdings, signed_in],
        grants=by_action(),
        separations=playbook.current().separations.values(),
        today=TODAY,
    )


def _held(role, kind, key="1"):
    place = (kind, "*" if kind in {"global", "system", "public", "own", "assigned"} else key)
    return Holding(role, place, inside=frozenset(matrix.ancestors(place)[1:]))


def _kinds(role, *, full):
    natural, others = matrix.roles()[role]
    return dict.fromkeys([natural, *others, *(matrix.KINDS if full else ())])


def _differences(action, *, full):
    conditions = set(playbook.current().conditions)
    for role in matrix.roles():
        for kind in _kinds(role, full=full):
            holding = _held(role, kind)
            for name, record in RECORDS.items():
                for met in (False, True):
                    expected = matrix.allowed(action, role, holding.scope, record, conditions_met=met)
                    reason = _ask(action, [holding], record, met=conditions if met else ())
                    if expected != (reason is None):
                        yield f"{action} by {role} at {kind} on {name}, conditions {met}: expected {expected}"


@pytest.mark.parametrize("stage", sorted({code.partition(".")[0] for code in matrix.actions()}))
def test_every_action_role_and_scope_answers_as_the_rights_data_says(stage, pytestconfig):
    full = pytestconfig.getoption("--full")
    codes = [code for code in matrix.actions() if code.startswith(f"{stage}.")]
    assert [] == [fault for code in codes for fault in _differences(code, full=full)]


def test_the_matrix_covers_every_action_and_role_of_the_playbook():
    book = playbook.current()
    assert set(book.actions) == set(matrix.actions())
    assert set(book.roles) == set(matrix.roles())
    assert set(by_action()) == set(matrix.actions())


# What the dossier demands (sections 2 and 4), by hand: role, action, on what, allowed.
TRUTHS = [
    ("CONST_GOV", "country", "decide.send_request", "here", True),
    ("CONST_WORK", "country", "decide.read_requests", "elsewhere", False),
    ("CPO", "country", "fund.apply_grant", "here", True),
    ("CPO", "country", "fund.approve_grant", "here", False),
    ("CPO", "country", "cases.read_cases", "elsewhere", False),
    ("CD", "country", "design.approve_design", "here", True),
    ("CD", "country", "design.approve_design", "elsewhere", False),
    ("CD", "country", "decide.score_request", "here", False),
    ("RO", "region", "cases.read_cases", "here", True),
    ("RO", "region", "fund.disburse_grant", "here", False),
    ("TT_COORD", "global", "cases.circulate_decision", "elsewhere", True),
    ("FUND", "global", "fund.approve_grant", "here", False),
    ("TIMEKEEPER", "site", "works.mark_roll", "here", True),
    ("TIMEKEEPER", "site", "works.mark_roll", "elsewhere", False),
    ("TIMEKEEPER", "site", "works.certify_roll", "here", False),
    ("TIMEKEEPER", "site", "works.set_rate", "here", False),
    ("SITE_ENG", "site", "works.certify_roll", "here", True),
    ("SITE_ENG", "site", "works.approve_batch", "here", False),
    ("PAY_OFF", "project", "works.create_batch", "here", True),
    ("PAY_OFF", "project", "works.certify_roll", "here", False),
    ("PAY_APP", "project", "works.approve_batch", "here", True),
    ("PAY_APP", "project", "works.create_batch", "here", False),
    ("CONTRACTOR", "site", "works.certify_roll", "here", False),
    ("SAF_OFF", "country", "works.create_batch", "here", False),
    ("GRM", "country", "works.read_sea_cases", "here", False),
    ("ADMIN", "system", "works.read_sea_cases", "here", False),
    ("ADMIN", "system", "staff.read_medical", "here", False),
    ("ADMIN", "system", "cases.read_cases", "here", False),
    ("ROSTER", "global", "staff.read_medical", "here", False),
    ("SEC", "country", "staff.read_medical", "here", False),
    ("MED", "global", "staff.decide_fitness", "here", True),
    ("DPO", "global", "accounts.read_audit", "here", True),
    ("DPO", "global", "accounts.erase_person", "here", True),
    ("DPO", "global", "works.mark_roll", "here", False),
    ("ADMIN", "system", "accounts.read_audit", "here", False),
    ("DONOR", "organisation", "works.read_workers", "here", False),
    ("CONST_WORK", "country", "partners.read_internal_notes", "here", False),
    ("CONST_EMP", "country", "partners.read_internal_notes", "of my organisation, elsewhere", True),
    ("ME", "country", "works.mark_roll", "here", False),
    ("PUBLIC", "public", "cases.read_cases", "here", False),
    ("PUBLIC", "public", "works.read_workers", "here", False),
    ("KM", "global", "works.read_workers", "here", False),
    ("SYSTEM", "system", "cases.remind_owner", "elsewhere", True),
    ("SYSTEM", "system", "cases.adopt_decision", "here", False),
]


@pytest.mark.parametrize(("role", "kind", "action", "on", "expected"), TRUTHS)
def test_what_the_dossier_demands_holds(role, kind, action, on, expected):
    if action not in playbook.current().actions:
        pytest.fail(f"{action} is no action of the rights data")
    met = set(playbook.current().conditions)
    assert expected == (_ask(action, [_held(role, kind)], RECORDS[on], met=met) is None)


def test_the_limits_on_restricted_records_name_all_their_readers():
    book = playbook.current()
    for limit in book.limits.values():
        reading = [
            action for action in book.actions.values() if action.record == limit.record and action.reads
        ]
        for action in reading:
            readers = {row.role for row in by_action()[action.code] if row.scope != "own"}
            assert readers <= set(limit.readers), f"{action.code} is read by more than {limit.code} allows"


# Separations: nobody can switch them off.

EVERY_ROLE = [Holding(role, rules.GLOBAL) for role in matrix.roles()]
PAIRS = [
    (separation.code, before, action)
    for separation in playbook.current().separations.values()
    for action in separation.acts
    for before in (*separation.acts, *separation.holders)
    if before != action
]


@given(
    pair=st.sampled_from(PAIRS),
    lent=st.booleans(),
    others=st.sets(st.sampled_from(sorted(playbook.current().actions)), max_size=4),
)
def test_no_role_no_delegation_and_no_condition_lifts_a_separation(pair, lent, others):
    _code, before, action = pair
    holdings = [Holding(row.role, row.scope, lent=lent) for row in EVERY_ROLE]
    everything = RECORDS["own, elsewhere"]
    reason = _ask(
        action, holdings, everything, met=set(playbook.current().conditions), acted={before, *others}
    )
    assert reason is not None


@given(pair=st.sampled_from(PAIRS))
def test_an_exception_lets_only_the_acts_it_names_coincide(pair):
    code, before, action = pair
    separation = playbook.current().separations[code]
    reason = rules.why_not_same_person(action, acted={before}, separations=[separation], excepted={code})
    excused = separation.exception is not None and {before, action} <= set(separation.exception.may_coincide)
    assert excused == (reason is None)


@pytest.mark.parametrize(
    ("code", "action"),
    [
        (row.code, act)
        for row in playbook.current().separations.values()
        for act, n in row.signatures.items()
        if n > 1
    ],
)
def test_an_act_that_needs_several_signatures_is_signed_once_by_each(code, action):
    separation = playbook.current().separations[code]
    assert rules.why_not_same_person(action, acted={action}, separations=[separation]) is not None
    assert rules.why_not_same_person(action, acted=set(), separations=[separation]) is None


@given(
    role=st.sampled_from(sorted(matrix.roles())),
    action=st.sampled_from(sorted(playbook.current().actions)),
    ended=st.booleans(),
)
def test_a_role_that_is_not_in_force_gives_nothing(role, action, ended):
    if any(row.role in {"PUBLIC", "SIGNED_IN"} for row in by_action()[action]):
        return
    dates = {"ends_on": date(2026, 3, 17)} if ended else {"starts_on": date(2026, 3, 19)}
    holding = Holding(role, rules.GLOBAL, **dates)
    assert _ask(action, [holding], RECORDS["here"], met=set(playbook.current().conditions)) is not None


@given(st.text(max_size=30))
def test_an_action_that_no_grant_names_is_nobodys(action):
    if action not in playbook.current().actions:
        assert _ask(action, EVERY_ROLE, RECORDS["own, elsewhere"]) is not None


def test_a_dated_role_alone_opens_what_is_lent_for_a_time():
    place = _held("EVAL", "case").scope
    open_ended = Holding("EVAL", place)
    dated = Holding("EVAL", place, ends_on=date(2026, 6, 30))
    assert _ask("cases.read_cases", [open_ended], RECORDS["here"]) is not None
    assert _ask("cases.read_cases", [dated], RECORDS["here"]) is None
    assert _ask("cases.read_cases", [dated], RECORDS["elsewhere"]) is not None
