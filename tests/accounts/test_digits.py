"""Arabic comes with the digits of the place that somebody works in, or with those that she chose."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from mainstay.accounts import selectors
from mainstay.accounts.permissions import forget
from mainstay.accounts.services import assign_role, edit_own_account
from mainstay.accounts.services.mailing import send
from mainstay.common import clock, notices
from mainstay.common.models import Notice
from tests import builders

pytestmark = pytest.mark.django_db(databases="__all__")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_one_reads_arabic_with_the_digits_of_the_place_one_works_in_unless_one_chose():
    officer = builders.person("RO", "country", "JOR")
    assert "JO" == selectors.place_of(officer)
    assert "" == selectors.place_of(builders.person("RO", "region", "Africa"))
    several = builders.person("RO", "country", "JOR")
    for iso3 in ("MAR", "TUN"):
        builders.country(iso3)
        assign_role(by=builders.operator(), person=several, role="RO", scope_kind="country", scope_key=iso3,
                    starts_on=NOW.date())  # fmt: skip
    forget(several)
    with clock.at(NOW):
        assert "" == selectors.place_of(several)
    edit_own_account(by=officer, language="ar", digits="latn")
    officer.refresh_from_db()
    assert "latn" == officer.digits
    with pytest.raises(Exception, match="digits"):
        edit_own_account(by=officer, digits="deva")


def test_a_mail_in_arabic_has_the_digits_of_its_readers_place():
    officer = builders.person("RO", "country", "JOR")
    edit_own_account(by=officer, language="ar")
    notices.tell(
        [officer.pk], "x", "{count} marks wait for {country}.", key="digits", count=12, country="JOR"
    )
    send(Notice.objects.get(person_id=officer.pk, kind="x"))
    assert "١٢" in mail.outbox[-1].subject
    assert "الأردن" in mail.outbox[-1].subject
