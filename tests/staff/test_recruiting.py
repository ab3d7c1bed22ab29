"""Nobody comes onto the roster without test, blind panel, references and a reason; the file says what is missing."""

import pytest
from django.db import IntegrityError, transaction

from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.staff import rules, services
from mainstay.staff.models import PanelScore, Recruitment, Reference
from mainstay.staff.selectors.recruiting import missing_of, panel_of
from tests import builders
from tests.deliver.works.pages import posted, shown
from tests.staff.recruits import complete, invited, points
from tests.staff.test_missions import DAY

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def at_the_day():
    with clock.at(DAY):
        yield


@pytest.fixture
def manager():
    return builders.person("ROSTER")


@pytest.fixture
def applicant(manager):
    return services.enter_expert(
        by=manager, name="Olga", email="olga@example.org", kind="external_consultant", skills={"FA02": 3}, languages={"fr": "C1"}
    )  # fmt: skip


def codes(file):
    return [why.code for why in missing_of(file)]


def test_nobody_is_admitted_without_a_file(manager, applicant):
    with pytest.raises(RuleBroken, match="Open a file first"):
        services.admit_expert(by=manager, expert=applicant, briefed_on=clock.today(), reason="Known")


def test_an_applicant_is_invited_once_by_mail_and_the_panel_is_told(manager, applicant):
    other = builders.person("TT_MEM")
    file = invited(applicant, manager, panel=[manager, other])
    assert "olga@example.org" == Notice.objects.get(kind="roster_invited").address
    assert {manager.pk, other.pk} == set(
        Notice.objects.filter(kind="panel_seat").values_list("person_id", flat=True)
    )
    with pytest.raises(RuleBroken, match="open already"):
        invited(applicant, manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recruitment.objects.create(
            expert=applicant, invited_by=manager, invited_at=clock.now(), answer_by=clock.today(), test="t"
        )
    assert ["no_test", "panel_open", "references_missing", "conduct_open"] == codes(file)


def test_a_panel_has_two_different_people_and_never_the_applicant(manager, applicant):
    with pytest.raises(RuleBroken, match="2 different panellists"):
        invited(applicant, manager, panel=[manager, manager])
    applicant.account = builders.person("TT_MEM")
    applicant.save()
    with pytest.raises(RuleBroken, match="about herself"):
        invited(applicant, manager, panel=[manager, applicant.account])


def test_panellists_do_not_see_each_others_points_before_both_are_in(manager, applicant):
    one, two = builders.person("CPO", name="First Panellist"), builders.person("TT_MEM")
    file = invited(applicant, manager, panel=[one, two])
    services.score_interview(by=one, recruitment=file, points=points(5), words="Built ten roads in Anjouan")
    for reader in (two, manager):
        assert [] == list(
            visible(PanelScore.objects.filter(panellist=one), reader, "staff.read_panel_scores")
        )
        assert "ten roads" not in shown(reader, "recruitment", file.uid)
    assert "ten roads" in shown(one, "recruitment", file.uid)
    posted(
        two, "recruitment_score", file.uid, words="Hesitated about unions",
        **{f"points_{code}": "2" for code in points()},
    )  # fmt: skip
    file.refresh_from_db()
    assert file.opened_at is not None
    for reader in (one, two, manager):
        page = shown(reader, "recruitment", file.uid)
        assert "ten roads" in page
        assert "Hesitated about unions" in page
        assert "far apart" in page
    assert 3.5 == panel_of(manager, file).mark
    applicant.refresh_from_db()
    assert "INTERVIEWED" == applicant.state


def test_who_is_not_on_the_panel_gives_no_points_and_nobody_gives_them_twice(manager, applicant):
    one, two = builders.person("CPO"), builders.person("TT_MEM")
    file = invited(applicant, manager, panel=[one, two])
    with pytest.raises(NotAllowed):
        services.score_interview(by=builders.person("CPO"), recruitment=file, points=points(), words="x")
    with pytest.raises(RuleBroken, match="not on the panel"):
        services.score_interview(by=manager, recruitment=file, points=points(), words="x")
    with pytest.raises(RuleBroken, match="1 to 5 points"):
        services.score_interview(by=one, recruitment=file, points=points(6), words="x")
    with pytest.raises(BadInput, match="rest on"):
        services.score_interview(by=one, recruitment=file, points=points(), words=" ")
    services.score_interview(by=one, recruitment=file, points=points(), words="x")
    with pytest.raises(RuleBroken, match="stay as they are"):
        services.score_interview(by=one, recruitment=file, points=points(5), words="x")


def test_a_failed_test_or_a_referee_who_advises_against_keeps_somebody_off_the_roster(manager, applicant):
    file = complete(applicant, manager)
    Recruitment.objects.filter(pk=file.pk).update(test_mark=40)
    file.refresh_from_db()
    assert ["test_failed"] == codes(file)
    services.record_reference(
        by=manager, recruitment=file, referee="R", verdict="AGAINST", words="Left early"
    )
    applicant.refresh_from_db()
    with pytest.raises(RuleBroken, match="40 of 100; 60 are needed"):
        services.admit_expert(by=manager, expert=applicant, briefed_on=clock.today(), reason="Known")
    assert ["test_failed", "reference_against"] == codes(file)


def test_a_complete_file_is_admitted_with_a_reason_and_closed(manager, applicant):
    file = complete(applicant, manager)
    applicant.refresh_from_db()
    with pytest.raises(BadInput, match="Say why"):
        services.admit_expert(by=manager, expert=applicant, briefed_on=clock.today(), reason=" ")
    services.admit_expert(by=manager, expert=applicant, briefed_on=clock.today(), reason="Meets every rule")
    file.refresh_from_db()
    assert ("BRIEFED", "ADMITTED", "Meets every rule") == (applicant.state, file.state, file.reason)
    assert "Meets every rule" in shown(manager, "recruitment", file.uid)
    with pytest.raises(RuleBroken, match="decided"):
        services.mark_test(by=manager, recruitment=file, mark=1)


def test_who_is_not_taken_reads_why(manager, applicant):
    file = invited(applicant, manager)
    services.refuse_applicant(by=manager, recruitment=file, reason="No answer to the invitation")
    applicant.refresh_from_db()
    assert ("REFUSED", "REMOVED") == (file.state, applicant.state)
    told = Notice.objects.get(kind="roster_refused")
    assert ("olga@example.org", "No answer to the invitation") == (told.address, told.facts["reason"])


def test_references_are_read_by_the_roster_manager_alone(manager, applicant):
    one = builders.person("TT_MEM")
    file = invited(applicant, manager, panel=[manager, one])
    services.record_reference(
        by=manager, recruitment=file, referee="A. Minister", verdict="DOUBTS", words="Late"
    )
    services.record_misconduct_check(by=manager, recruitment=file, clear=False)
    assert "A. Minister" in shown(manager, "recruitment", file.uid)
    page = shown(one, "recruitment", file.uid)
    assert "A. Minister" not in page
    assert "misconduct" not in page.casefold()
    assert [] == list(visible(Reference.objects.all(), one, "staff.read_references"))


def test_who_is_recruited_by_a_partner_is_not_invited_but_admitted(manager):
    partner = services.enter_expert(
        by=manager, name="P", email="p@example.org", kind="standby_partner", skills={"FA02": 3}, languages={"fr": "C1"}
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="recruited by the partner"):
        invited(partner, manager)
    services.admit_expert(by=manager, expert=partner, briefed_on=clock.today(), reason="Nominated by NORCAP")
    assert "BRIEFED" == partner.state


def test_every_panellist_counts_the_same():
    assert 3.0 == rules.interview_mark([{"A": 5, "B": 5}, {"A": 1}])
    assert rules.interview_mark([]) is None
