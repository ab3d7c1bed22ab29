"""A breach of personal data is taken up within a day, told to those at high risk within three, and never forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from mainstay.accounts import rules
from mainstay.accounts.models import Breach
from mainstay.accounts.selectors import breaches_visible
from mainstay.accounts.services import (
    assess_breach,
    close_breach,
    contain_breach,
    report_breach,
    tell_authority,
    tell_persons,
)
from mainstay.common import audit, clock, due
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = "A tablet with the list of S01 was stolen from the car of Ali."


@pytest.fixture
def officer():
    return builders.person("DPO")


@pytest.fixture
def breach(officer):
    with clock.at(NOW + 5 * HOUR):
        return report_breach(by=builders.person("TIMEKEEPER"), words=WORDS, found_at=NOW)


def test_anybody_reports_and_the_officer_alone_reads(officer, breach):
    assert ("BR-2026-001", "NOTICED") == (breach.reference, breach.state)
    assert [breach] == list(breaches_visible(officer))
    for other in (breach.reported_by, builders.person("CD"), builders.person("ADMIN")):
        assert not breaches_visible(other)
        with pytest.raises(NotAllowed):
            contain_breach(by=other, breach=breach, words="wiped")
    assert [officer.pk] == list(
        Notice.objects.filter(kind="breach_reported").values_list("person_id", flat=True)
    )


def test_clocks_run_from_the_finding_however_late_the_report(breach):
    assert (NOW + 24 * HOUR, NOW + 72 * HOUR) == (breach.dpo_by, breach.persons_by)


def test_what_happened_lies_encrypted_and_stands_in_no_notice_and_no_audit(officer, breach):
    assess_breach(
        by=officer, breach=breach, risk="HIGH", words="Names and telephones of 40 people", persons=40
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, assessment FROM accounts_breach")
        stored = b" ".join(bytes(value) for value in cursor.fetchone())
    assert b"tablet" not in stored
    assert b"telephones" not in stored
    told = [str(row.facts) + row.msgid for row in Notice.objects.filter(kind__startswith="breach")]
    assert not [line for line in told if "tablet" in line or "telephones" in line]
    assert all(Notice.objects.filter(kind__startswith="breach").values_list("without_content", flat=True))
    entries = AuditEntry.objects.filter(action__contains="breach")
    assert "tablet" not in str([(row.facts, row.reason) for row in entries])
    assert [] == list(audit.verify())


def test_at_high_risk_it_is_closed_only_when_the_persons_are_told(officer, breach):
    with pytest.raises(RuleBroken):
        close_breach(by=officer, breach=breach, lessons="Tablets are locked")
    assess_breach(by=officer, breach=breach, risk="HIGH", words="Names and telephones", persons=40)
    for missing, code in (
        ("contained", "breach_open"),
        ("told", "breach_untold"),
        ("lessons", "breach_lessons"),
    ):
        with pytest.raises(RuleBroken) as refused:
            close_breach(
                by=officer, breach=breach, lessons="" if missing == "lessons" else "Tablets are locked"
            )
        assert code == refused.value.code
        if missing == "contained":
            contain_breach(by=officer, breach=breach, words="Wiped from afar, tokens withdrawn")
        elif missing == "told":
            with clock.at(NOW + 60 * HOUR):
                tell_persons(by=officer, breach=breach, words="By telephone; whom to call")
    tell_authority(by=officer, breach=breach)
    close_breach(by=officer, breach=breach, lessons="Tablets are locked")
    assert ("CLOSED", NOW + 60 * HOUR) == (breach.state, breach.told_at)
    assert not breaches_visible(officer, open_only=True)
    with pytest.raises(RuleBroken, match="breach of its own"):
        contain_breach(by=officer, breach=breach, words="again")


def test_at_low_risk_nobody_need_be_told_and_new_facts_assess_it_again(officer, breach):
    assess_breach(by=officer, breach=breach, risk="LOW", words="The tablet was encrypted")
    assess_breach(by=officer, breach=breach, risk="HIGH", words="Its code stood on the back", persons=40)
    assess_breach(by=officer, breach=breach, risk="LOW", words="It was found unopened", persons=0)
    contain_breach(by=officer, breach=breach, words="Back in the office")
    close_breach(by=officer, breach=breach, lessons="No codes on tablets")
    assert "CLOSED" == breach.state


def test_what_is_not_whole_is_refused(officer, breach):
    with pytest.raises(RuleBroken):
        report_breach(by=officer, words=" ")
    with pytest.raises(RuleBroken):
        report_breach(by=officer, words="x", found_at=clock.now() + HOUR)
    for wrong in ({"risk": "SOME"}, {"persons": -1}, {"words": ""}):
        with pytest.raises(RuleBroken):
            assess_breach(by=officer, breach=breach, **{"risk": "LOW", "words": "w", **wrong})
    with pytest.raises(BadInput):
        contain_breach(by=officer, breach=breach, words="")
    with pytest.raises(BadInput):
        tell_persons(by=officer, breach=breach, words="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(state="CLOSED")


def test_reminders_come_before_and_after_each_hour_once(officer, breach):
    chair = builders.person("TT_CHAIR")

    def reminded(hours):
        with clock.at(NOW + hours * HOUR):
            due.run_all()
            again = due.run_all()["accounts.breaches"]
        breach.refresh_from_db()
        assert 0 == again
        return breach.reminded

    assert [] == reminded(10)
    assert ["dpo_soon"] == reminded(19)
    assert ["dpo_soon", "dpo_late"] == reminded(25)
    with clock.at(NOW + 26 * HOUR):
        contain_breach(by=officer, breach=breach, words="wiped")
    assert ["dpo_soon", "dpo_late", "persons_soon"] == reminded(55)
    assert ["dpo_soon", "dpo_late", "persons_soon", "persons_late"] == reminded(73)
    assert Notice.objects.filter(person_id=chair.pk, kind="breach_persons_late").exists()
    assert 4 == AuditEntry.objects.filter(action="accounts.remind_breach").count()


def test_one_that_is_assessed_as_low_reminds_nobody_of_telling(officer, breach):
    with clock.at(NOW + 6 * HOUR):
        assess_breach(by=officer, breach=breach, risk="LOW", words="encrypted")
    with clock.at(NOW + 80 * HOUR):
        assert 0 == due.run_all()["accounts.breaches"]


@given(st.sampled_from(rules.RISKS), st.booleans(), st.booleans(), st.text(max_size=3))
def test_nothing_of_high_risk_is_closed_untold(risk, told, contained, lessons):
    reason = rules.why_not_close_breach(risk=risk, told=told, contained=contained, lessons=lessons)
    if reason is None:
        assert contained
        assert told or risk != "HIGH"
