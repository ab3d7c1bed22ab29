"""The rights data as it is shipped, and how its functions answer."""

import pytest

from mainstay import playbook
from mainstay.playbook import rights


def test_the_rights_data_holds_no_fault() -> None:
    assert [] == rights.check()


def test_every_role_of_the_framework_is_there_and_the_system_itself() -> None:
    roles = playbook.load().roles
    assert 38 == len(roles)
    assert "SYSTEM" in roles


@pytest.mark.parametrize(
    ("role", "action"),
    [
        ("TIMEKEEPER", "works.certify_roll"),
        ("PAY_OFF", "works.approve_batch"),
        ("PAY_APP", "works.create_batch"),
        ("SITE_ENG", "works.edit_worker_identity"),
        ("FUND", "fund.approve_grant"),
        ("CPO", "fund.approve_grant"),
        ("GRM", "works.read_sea_cases"),
        ("ROSTER", "staff.read_medical"),
        ("ME", "works.correct_mark"),
        ("ADMIN", "works.read_workers"),
        ("SYSTEM", "decide.decide_request"),
    ],
)
def test_a_role_is_not_granted_what_its_description_forbids(role: str, action: str) -> None:
    assert action not in {grant.action for grant in rights.grants_for(role)}


def test_nobody_but_the_protection_focal_point_reads_a_case_of_abuse() -> None:
    assert ("PSEA",) == rights.roles_that_may("works.read_sea_cases")


def test_the_public_may_ask_and_complain_but_reads_only_what_is_published() -> None:
    public = rights.grants_for("PUBLIC")
    actions = playbook.load().actions
    reads = {grant.action for grant in public if actions[grant.action].reads and grant.scope == "public"}
    assert {"PUBLIC"} == {actions[action].data_class for action in reads}
    assert {"decide.send_request", "works.make_complaint"} <= {grant.action for grant in public}


def test_an_act_is_public_only_without_condition() -> None:
    assert rights.is_public("measure.read_published")
    assert not rights.is_public("works.read_own_pay")


def test_governments_workers_and_employers_have_equal_reading_rights_in_their_country() -> None:
    actions = playbook.load().actions

    def reading(role: str) -> set[str]:
        found = (grant for grant in rights.grants_for(role) if grant.scope == "country")
        return {grant.action for grant in found if actions[grant.action].reads}

    assert reading("CONST_GOV") == reading("CONST_WORK") == reading("CONST_EMP")


def test_who_marks_a_roll_does_not_certify_it() -> None:
    reason = rights.why_not_act("works.certify_roll", person="ana", acted=[("works.mark_roll", "ana")])
    assert reason is not None
    assert "playbook.separation" == reason.code


def test_on_a_small_site_one_person_may_mark_and_certify_but_not_approve_the_batch() -> None:
    acted = [("works.mark_roll", "ana")]
    excepted = {"SD-PAY", "SD-ROLL", "SD-VERIFY"}
    assert rights.why_not_act("works.certify_roll", person="ana", acted=acted, excepted=excepted) is None
    refused = rights.why_not_act("works.approve_batch", person="ana", acted=acted, excepted=excepted)
    assert refused is not None


def test_a_batch_is_not_approved_twice_by_the_same_person() -> None:
    acted = [("works.create_batch", "ben"), ("works.approve_batch", "cleo")]
    assert rights.why_not_act("works.approve_batch", person="cleo", acted=acted) is not None
    assert rights.why_not_act("works.approve_batch", person="dora", acted=acted) is None


def test_a_project_lead_never_waives_a_safeguard_of_the_own_project() -> None:
    reason = rights.why_not_act(
        "works.waive_safeguard", person="ana", acted=[], holders={"project_lead": "ana"}
    )
    assert reason is not None


def test_places_lie_inside_each_other() -> None:
    assert ("project", "case", "country", "region", "global") == rights.wider_kinds("site")
    assert () == rights.wider_kinds("own")
