"""The law of safeguards: record the truth, stop the future, pay what is owed."""

from datetime import date, timedelta

import pytest

from mainstay.cases.models import TimelineEntry
from mainstay.common import clock, due
from mainstay.common.errors import AppError, BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from mainstay.deliver.works.models import Complaint, Finding, Mark, SeaCase, Site, Suspension
from mainstay.deliver.works.rules import safeguards
from mainstay.deliver.works.rules.safeguards import SiteFacts, StartFacts, evaluate
from mainstay.deliver.works.selectors.law import laws
from mainstay.deliver.works.selectors.sites import findings_visible, sites_public
from mainstay.deliver.works.services import (
    complaints,
    contracts,
    incidents,
    marking,
    preparation,
    rolls,
    running,
    safeguarding,
    sites,
)
from tests import builders
from tests.deliver.works import world

pytestmark = pytest.mark.django_db

NEVER = {
    "SG-AGE-01", "SG-FL-01", "SG-FL-02", "SG-GRM-02", "SG-OSH-05", "SG-FOA-02", "SG-WAGE-01", "SG-WAGE-05", "SG-EQ-01",
    "SG-OSH-01", "SG-OSH-08", "SG-GRM-01", "SG-CON-01", "SG-DAT-01",
}  # fmt: skip


def test_every_safeguard_of_the_playbook_is_judged_by_code():
    judged = {
        *safeguards.SITE_CHECKS, *safeguards.START_CHECKS, *safeguards.DAY_CHECKS, *safeguards.APPROVAL_CHECKS
    }  # fmt: skip
    assert set(laws()) == judged
    assert 39 == len(judged)


def test_what_can_never_be_waived_is_never_waived_and_the_way_out_is_named(made):
    day = date(2020, 3, 2)
    for code in sorted(NEVER):
        with pytest.raises(RuleBroken, match="correction plan"):
            safeguarding.waive_safeguard(
                by=made.safety, site=made.site, code=code, reason="x", starts_on=day, ends_on=day
            )
    assert NEVER == {code for code, law in laws().items() if not law.waivable}


def test_a_waiver_holds_for_fourteen_days_and_is_never_the_leads(made):
    day = date(2020, 3, 2)
    given = {
        "site": made.site,
        "code": "SG-OSH-03",
        "reason": "trainer ill; talks by radio",
        "starts_on": day,
    }
    with clock.at(day):
        with pytest.raises(RuleBroken, match="14 days"):
            safeguarding.waive_safeguard(by=made.safety, ends_on=day + timedelta(days=14), **given)
        made.site.project.lead = made.safety
        with pytest.raises(RuleBroken, match="lead"):
            safeguarding.waive_safeguard(by=made.safety, ends_on=day + timedelta(days=5), **given)
        made.site.project.lead = None
        with pytest.raises(NotAllowed):
            safeguarding.waive_safeguard(by=made.engineer, ends_on=day + timedelta(days=5), **given)
        waiver = safeguarding.waive_safeguard(by=made.safety, ends_on=day + timedelta(days=13), **given)
    assert "SG-OSH-03" == waiver.code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"day_minor": 9_000, "floor_minor": 9_001, "class_minor": 9_000}, "under_floor"),
        ({"birth_year": 2002}, "too_young"),
        ({"birth_year": None}, "age_unknown"),
        ({"fee_reported": True}, "fee_paid"),
        ({"consent": False}, "no_consent"),
        ({"insured_from": None}, "not_insured"),
        ({"signed_on": date(2020, 3, 2)}, "not_signed"),
    ],
)
def test_a_start_is_stopped_by_what_is_missing(facts, code):
    whole = {
        "card": "W-1", "first_day": date(2020, 3, 1), "birth_year": 1990, "day_minor": 10, "floor_minor": 10, "class_minor": 10,
        "signed_on": date(2020, 2, 1), "insured_from": date(2020, 2, 1), "inducted_on": date(2020, 2, 1), "consent": True,
    }  # fmt: skip
    assert [] == evaluate(StartFacts(**whole), laws(), safeguards.START_CHECKS)
    assert [code] == [
        breach.reason.code
        for breach in evaluate(StartFacts(**{**whole, **facts}), laws(), safeguards.START_CHECKS)
    ]


def test_a_site_without_first_aid_does_not_open(made):
    with clock.at(date(2020, 2, 25)):
        site = sites.shelve_site(
            by=made.cpo, project=made.project, code="S99", name="Dam", agreement=made.agreement
        )
        sites.screen_site(by=made.cpo, site=site, screening={"land": "public"})
        sites.design_site(
            by=made.engineer, site=site, bill=[], planned_days=10, planned_workers=60, labour_share_percent=40
        )
        with pytest.raises(RuleBroken, match="labour clauses"):
            sites.procure_site(by=made.cpo, site=site, contractor="Firm", labour_clauses=False)
        sites.procure_site(by=made.cpo, site=site, contractor="Firm", labour_clauses=True)
        sites.ready_site(by=made.cpo, site=site, engineer=made.engineer)
        with pytest.raises(RuleBroken) as refused:
            sites.open_site(by=made.cpo, site=site)
    assert {"SG-OSH-01", "SG-OSH-04", "SG-GRM-01", "SG-GRM-02"} == set(
        refused.value.facts["codes"].split(", ")
    )
    assert "READY" == Site.objects.get(pk=site.pk).state


def test_sixty_workers_need_two_first_aiders():
    answers = {**world.CHECKS, "first_aid": {"kit": True, "aiders": 1}}
    found = evaluate(
        SiteFacts(answers=answers, workers=60), laws(), {"SG-OSH-04": safeguards.SITE_CHECKS["SG-OSH-04"]}
    )
    assert "first_aid" == found[0].reason.facts["missing"]


def test_a_day_worked_before_insurance_is_recorded_and_becomes_a_finding(made):
    from mainstay.deliver.works.models import InsuredWorker

    workers = world.employ(made, 1, start=False)
    InsuredWorker.objects.all().delete()
    with clock.at(date(2020, 3, 2)):
        world.open_month(made, site_list=[made.site])
        with pytest.raises(BadInput) as refused:
            preparation.start_workers(by=made.engineer, site=made.site, cards=[workers[0].card])
        assert "not_insured" == refused.value.problems[0].reason.code
        marks = [{"card": workers[0].card, "code": "P"}]
        assert 1 == marking.mark_day(by=made.timekeeper, site=made.site, day=date(2020, 3, 2), marks=marks)
    assert {"SG-OSH-05"} == set(Finding.objects.filter(closed_on__isnull=True).values_list("code", flat=True))
    assert 1 == Mark.objects.count()


def test_seven_days_on_end_are_found(made):
    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 9)):
        opened = world.open_month(made, site_list=[made.site])
        days = [date(2020, 3, day) for day in range(2, 9)]
        given = world.roll_file(world.mark_rows(workers, days, hours=8))
        marking.import_rolls(by=made.timekeeper, project=made.project, given=given, filename="r.csv")
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
    assert {"SG-HRS-01", "SG-HRS-02"} == set(Finding.objects.values_list("code", flat=True))


def test_a_suspended_site_pays_to_the_end_of_contracts_and_restarts_by_its_checklist(made):
    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 18)):
        opened = world.open_month(made, site_list=[made.site])
        suspension = running.suspend_site(
            by=made.cpo, site=made.site, reason="HEALTH", words="government instruction"
        )
        assert "PS" == suspension.pay_code
        working = world.roll_file(world.mark_rows(workers, [date(2020, 3, 18)]))
        with pytest.raises(BadInput) as refused:
            marking.import_rolls(by=made.timekeeper, project=made.project, given=working, filename="r.csv")
        assert "site_suspended" == refused.value.problems[0].reason.code
        idle = world.roll_file(world.mark_rows(workers, [date(2020, 3, 18)], code="PS"))
        marking.import_rolls(by=made.timekeeper, project=made.project, given=idle, filename="r.csv")
    with clock.at(date(2020, 6, 1)):
        with pytest.raises(RuleBroken, match="screening"):
            running.restart_site(by=made.cpo, site=made.site, checklist={"distance": True})
        checklist = dict.fromkeys(
            ("distance", "wash_points", "screening", "sick_pay", "isolation_place", "workers_told"), True
        )  # fmt: skip
        running.restart_site(by=made.cpo, site=made.site, checklist=checklist)
    assert date(2020, 5, 31) == Suspension.objects.get().ends_on
    assert 1 == len(opened)


def test_an_asset_is_handed_over_with_maintenance_and_nothing_owed(made):
    with clock.at(date(2020, 9, 1)):
        running.complete_site(by=made.cpo, site=made.site)
        with pytest.raises(RuleBroken, match="keep the asset up"):
            running.hand_over_site(by=made.cpo, site=made.site, maintenance=None)
        kept = sites.sign_agreement(
            by=made.cpo,
            project=made.project,
            municipality="Mafraq",
            signed_on=date(2020, 9, 1),
            kind="MAINTENANCE",
        )
        running.hand_over_site(by=made.cpo, site=made.site, maintenance=kept)
    assert "HANDED_OVER" == made.site.state


def test_a_site_under_security_hold_is_on_no_public_list(made):
    guard = builders.person("SEC", "global", "*")
    assert made.site in sites_public()
    sites.hold_site(by=guard, site=made.site, on=True, reason="threat")
    assert made.site not in sites_public()


def test_a_serious_accident_untold_for_a_day_stops_the_next_and_reminds(made):
    workers = world.employ(made, 1)
    with clock.at(date(2020, 3, 2)):
        world.open_month(made, site_list=[made.site])
        incident = incidents.open_incident(
            by=made.timekeeper, site=made.site, severity="SERIOUS", words="fall from wall", worker=workers[0]
        )
    with clock.at(date(2020, 3, 4)):
        due.run_all()
        marks = [{"card": workers[0].card, "code": "A"}]
        marking.mark_day(by=made.timekeeper, site=made.site, day=date(2020, 3, 4), marks=marks)
        with pytest.raises(RuleBroken, match="SG-OSH-06"):
            running.plan_day(by=made.engineer, site=made.site, day=date(2020, 3, 5), gangs=[])
        with pytest.raises(RuleBroken, match="inspectorate"):
            incidents.investigate_incident(by=made.safety, incident=incident, causes="no rail")
        incidents.notify_incident(
            by=made.safety, incident=incident, told="inspectorate of Mafraq, headquarters"
        )
    assert Notice.objects.filter(kind="incident_late").exists()
    assert not Notice.objects.filter(kind__startswith="incident", without_content=False).exists()


def test_a_representative_is_dismissed_after_two_officers_looked(made):
    workers = world.employ(made, 2)
    with clock.at(date(2020, 3, 3)):
        answer = {"elected": True, "cards": [workers[0].card]}
        sites.check_site(by=made.engineer, site=made.site, answers={"representatives": answer})
        given = {"site": made.site, "reason": "quarrel", "outcome": "EXITED", "dismissal": True}
        with pytest.raises(RuleBroken, match="SG-FOA-02"):
            contracts.end_contracts(by=made.cpo, cards=[workers[0].card], reviewers=[made.safety], **given)
        ended = contracts.end_contracts(
            by=made.cpo, cards=[workers[0].card], reviewers=[made.safety, made.director], **given
        )
    assert 1 == ended


def test_a_complaint_about_abuse_is_restricted_from_the_first_word(made):
    listener, keeper = builders.person("GRM", "country", "JOR"), builders.person("PSEA", "country", "JOR")
    before = TimelineEntry.objects.count()
    with clock.at(date(2020, 3, 3)):
        case = complaints.log_complaint(
            by=listener,
            project=made.project,
            category="harassment_sea",
            words="he asked for a favour",
            channel="telephone",
        )
        assert isinstance(case, SeaCase)
        with pytest.raises(NotAllowed):
            complaints.refer_survivor(by=listener, case=case, to="clinic")
        complaints.refer_survivor(by=keeper, case=case, to="clinic")
    assert 0 == Complaint.objects.count()
    assert before == TimelineEntry.objects.count()
    assert "restricted" == AuditEntry.objects.order_by("-pk").first().chain.key
    assert {True} == set(
        Notice.objects.filter(person_id=keeper.pk, kind="restricted").values_list(
            "without_content", flat=True
        )
    )
    assert not AuditEntry.objects.filter(facts__icontains="favour").exists()


def test_a_complaint_is_answered_before_it_is_closed(made):
    listener = builders.person("GRM", "country", "JOR")
    with clock.at(date(2020, 3, 3)):
        complaint = complaints.log_complaint(
            by=listener,
            project=made.project,
            category="pay",
            words="two days are missing",
            channel="box",
            site=made.site,
        )
        complaints.route_complaint(by=listener, complaint=complaint, to=made.cpo)
        with pytest.raises(AppError):
            complaints.close_complaint(by=listener, complaint=complaint)
        complaints.answer_complaint(by=made.cpo, complaint=complaint, answer="corrected and paid")
        complaints.close_complaint(by=listener, complaint=complaint)
    assert "CLOSED" == complaint.state


def test_unions_read_findings_without_names(made):
    workers = world.employ(made, 1)
    union = builders.person("CONST_WORK", "country", "JOR")
    with clock.at(date(2020, 3, 2)):
        world.open_month(made, site_list=[made.site])
        marks = [{"card": workers[0].card, "code": "P", "hours": 10}]
        marking.mark_day(by=made.timekeeper, site=made.site, day=date(2020, 3, 2), marks=marks)
    shown = findings_visible(union).get(code="SG-HRS-01")
    assert workers[0].card not in str(shown.facts) + shown.msgid
