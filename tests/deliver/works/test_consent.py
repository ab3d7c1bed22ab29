"""Nobody is asked for consent in words that were not reviewed."""

from datetime import date

import pytest
from typer.testing import CliRunner

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.errors import RuleBroken
from mainstay.deliver.works.models import Consent
from mainstay.deliver.works.selectors.consent import consent_text, language_read
from tests.deliver.works import world

pytestmark = pytest.mark.django_db


def test_the_words_of_registration_are_the_playbooks_and_refused_where_they_are_unreviewed():
    assert "Nobody may ask you for money" in consent_text("en")
    assert playbook.current().why_not_field("assessment_openings/REGISTRATION/text", "fr") is not None
    with pytest.raises(RuleBroken) as refused:
        consent_text("fr")
    assert refused.value.code.startswith("playbook.text_")


def test_where_the_own_language_is_unreviewed_the_reviewed_words_are_interpreted_aloud(made):
    with clock.at(date(2020, 3, 1)):
        world.register(made, world.worker_rows(1, language="ar", reads=True))
        world.register(made, world.worker_rows(1, first=2, language="en", reads=True))
    assert [("ar", "en", True), ("en", "en", False)] == list(
        Consent.objects.order_by("worker__card").values_list("worker__language", "language", "read_aloud")
    )
    assert {"REGISTRATION"} == set(Consent.objects.values_list("script", flat=True))
    assert "en" == language_read("sw")


def test_the_terminal_prints_reviewed_words_only():
    from mainstay.cli.main import build

    shown = CliRunner().invoke(build(), ["deliver", "works", "consent-text"])
    assert (0, True) == (shown.exit_code, "free of charge" in shown.stdout)
    assert 5 == CliRunner().invoke(build(), ["deliver", "works", "consent-text", "es"]).exit_code
