"""A report to a donor tells the published figures with their version, is approved by another person, and stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from mainstay.accounts.services import assign_role
from mainstay.common import clock
from mainstay.common.errors import AppError, NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.fund.services import record_contribution, record_pledge, set_rate
from mainstay.measure.selectors.donor_reports import donor_reports_visible
from mainstay.measure.services import (
    approve_donor_report,
    choose_indicators,
    compute_indicators,
    correct_figure,
    draft_donor_report,
    edit_donor_report,
    lock_definitions,
    publish_activity,
    publish_figures,
    renew_donor_report,
    return_donor_report,
    submit_donor_report,
)
from mainstay.measure.services.donor_reports import digest_of, remind_donor_reports
from mainstay.partners.services import add_member, register_organisation
from tests import builders as house
from tests.deliver.works.pages import client_of

from . import builders

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = date(2026, 7, 2)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def in_july(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    with clock.at(TODAY):
        yield


@pytest.fixture
def project():
    return builders.project(starts_on=date(2026, 2, 1), ends_on=date(2027, 6, 30))


@pytest.fixture
def donor():
    return register_organisation(
        by=house.person("RM", "global", "*"), name="Donor", type="BILATERAL", level="global"
    )


@pytest.fixture
def contribution(donor):
    fund = house.person("FUND", "global", "*")
    set_rate(by=fund, currency="EUR", day=date(2026, 7, 1), usd=Decimal("1.1"), source="test")
    given = record_pledge(
        by=house.person("RM", "global", "*"), donor=donor, title="Works", currency="EUR", amount=100_000_00
    )
    record_contribution(by=fund, contribution=given)
    return given


@pytest.fixture
def officer():
    return builders.officer()


def counted(project, officer, settings, *, women):
    builders.store(settings.FACTS_FOLDER, worker_day=builders.crew(project.pk, women=women, men=30))
    return compute_indicators(by=officer, project=project, last_on=date(2026, 6, 30))


@pytest.fixture
def published(project, officer, settings):
    choose_indicators(by=officer, project=project, codes=["JB-01", "JB-02"])
    lock_definitions(by=officer, project=project)
    run = counted(project, officer, settings, women=15)
    return publish_figures(by=builders.officer(), run=run, title="June")


def value(report, code):
    return next(Decimal(row["value"]) for row in report.content["figures"] if row["code"] == code)


def desk_of(donor):
    person = house.person()
    add_member(by=house.person("TT_COORD", "global", "*"), organisation=donor, person=person, function="desk")
    assign_role(
        by=house.operator(), person=person, role="DONOR", scope_kind="organisation", scope_key=str(donor.pk), reason="test"
    )  # fmt: skip
    return person


def test_without_published_figures_there_is_no_report(project, contribution, officer):
    with pytest.raises(RuleBroken, match="No figures"):
        draft_donor_report(by=officer, project=project, contribution=contribution)


def test_it_takes_over_the_published_figures_with_version_day_and_definition(
    project, contribution, officer, published
):
    report = draft_donor_report(by=officer, project=project, contribution=contribution)
    assert (Decimal(450), Decimal(45)) == (value(report, "JB-01"), value(report, "JB-02"))
    assert ("2026-06-30", 1, published.sha256) == tuple(
        report.content[key] for key in ("as_of", "version", "sha256")
    )
    assert {1} == {row["definition_version"] for row in report.content["figures"]}
    assert 100_000_00 == report.content["money"]["amount"]


def test_figures_that_were_corrected_are_taken_over_before_it_is_handed_in(
    project, contribution, officer, published, settings
):
    report = draft_donor_report(by=officer, project=project, contribution=contribution)
    with pytest.raises(RuleBroken, match="what was done"):
        submit_donor_report(by=officer, report=report)
    edit_donor_report(by=officer, report=report, narrative="Two roads were repaired.")
    run = counted(project, officer, settings, women=20)
    correct_figure(by=builders.officer(), publication=published, run=run, reason="A roll came late")
    with pytest.raises(RuleBroken, match="Newer figures"):
        submit_donor_report(by=officer, report=report)
    renew_donor_report(by=officer, report=report)
    assert Decimal(50) == value(report, "JB-02")
    assert ["", "A roll came late"] == [row["reason"] for row in report.content["corrections"]]
    submit_donor_report(by=officer, report=report)
    assert "SUBMITTED" == report.state


def test_another_person_approves_and_the_donor_reads_it_only_then(
    project, contribution, officer, published, donor
):
    desk, director = desk_of(donor), house.person("CD")
    report = draft_donor_report(
        by=officer, project=project, contribution=contribution, narrative="Two roads were repaired."
    )
    submit_donor_report(by=officer, report=report)
    assert not donor_reports_visible(desk).exists()
    with pytest.raises((NotAllowed, RuleBroken)):
        approve_donor_report(by=officer, report=report)
    return_donor_report(by=director, report=report, reason="Say which roads.")
    assert "DRAFT" == report.state
    submit_donor_report(by=officer, report=report)
    approve_donor_report(by=director, report=report)
    assert digest_of(report) == report.sha256
    assert [report.pk] == [row.pk for row in donor_reports_visible(desk)]
    assert Notice.objects.filter(kind="donor_report_given", person_id=desk.pk).exists()
    with pytest.raises(RuleBroken, match="handed in"):
        edit_donor_report(by=officer, report=report, narrative="Something else")


def test_its_page_and_papers_say_the_same_and_another_donor_sees_neither(
    project, contribution, officer, published, donor
):
    report = draft_donor_report(
        by=officer, project=project, contribution=contribution, narrative="Two roads were repaired."
    )
    submit_donor_report(by=officer, report=report)
    approve_donor_report(by=house.person("CD"), report=report)
    client = client_of(desk_of(donor))
    page = client.get(reverse("donor_report", args=[report.uid])).content.decode()
    assert "450 worker-days" in page
    assert "version 1" in page
    assert report.sha256 in page
    followed = client.get(reverse("donor_contribution", args=[contribution.uid])).content.decode()
    assert reverse("donor_report", args=[report.uid]) in followed
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(reverse("donor_report_file", args=[report.uid, kind]))
        assert answer.content.startswith(begins)
    stranger = Client()
    other = register_organisation(
        by=house.person("RM", "global", "*"), name="Other", type="BILATERAL", level="global"
    )
    stranger.force_login(desk_of(other), backend=BACKEND)
    assert stranger.get(reverse("donor_report", args=[report.uid])).status_code in {403, 404}
    client.force_login(officer, backend=BACKEND)
    listed = client.get(reverse("donor_reports", args=[project.uid])).content.decode()
    assert "1 report to a donor." in listed
    assert 1 == listed.count(reverse("act", args=["measure", "draft-donor-report"]))
    reader = client_of(house.person("CD")).get(reverse("donor_reports", args=[project.uid])).content.decode()
    assert reverse("act", args=["measure", "draft-donor-report"]) not in reader


def test_a_report_that_is_late_is_told_once(project, contribution, officer, published):
    draft_donor_report(by=officer, project=project, contribution=contribution, due_on=date(2026, 7, 1))
    assert (1, 0) == (remind_donor_reports(), remind_donor_reports())
    assert Notice.objects.filter(kind="donor_report_late", person_id=officer.pk).exists()


def test_an_activity_file_is_kept_as_it_was_published(project, officer, published):
    import hashlib

    with pytest.raises(AppError, match="address"):
        publish_activity(by=officer, project=project, address="here")
    made = publish_activity(by=officer, project=project, address="https://example.org/iati/activity.xml")
    assert (officer.pk, clock.now()) == (made.published_by_id, made.published_at)
    client = client_of(officer)
    page = client.get(reverse("donor_reports", args=[project.uid])).content.decode()
    assert made.sha256 in page
    assert "Record that the activity file is published" in page
    given = client.get(reverse("activity_file", args=[made.uid])).content
    assert made.sha256 == hashlib.sha256(given).hexdigest()
