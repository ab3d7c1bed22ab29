"""What lies encrypted of a conflict reading is corrected while it is a draft: blindly, and without a trace of the text."""

import pytest
from django.db import connection
from django.urls import reverse

from mainstay.assess import services
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry
from tests import builders
from tests.assess.field import READ_MEASURES, READ_OPEN, READ_SECRETS, panel, scoped
from tests.assess.test_conflict import SECRET, named_analyst, page_of
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")

#: What the second divider should have said.
RIGHT = {"line": 2, "over": "POWER", "words": "The eastern quarter has no seat."}
ADDRESS = reverse("act", args=["assess", "correct-conflict-secrets"])


def begun():
    """Return a draft whose encrypted lines are written, one divider more than one, and who writes it."""
    assessment, officer = scoped()
    reading = panel(assessment, officer)
    services.add_conflict_secrets(by=officer, reading=reading, **READ_SECRETS)
    wrong = [{"over": "JOBS", "words": "The western quarter has no seat."}]
    services.add_conflict_secrets(by=officer, reading=reading, dividers=wrong)
    return reading, officer


def handed_in(reading, officer):
    services.write_conflict_findings(by=officer, reading=reading, **READ_OPEN)
    services.write_harm_measures(by=officer, reading=reading, measures=READ_MEASURES)
    services.hand_in_conflict_reading(by=officer, reading=reading)


def test_a_line_of_a_draft_is_written_afresh_and_the_others_stay():
    reading, officer = begun()
    services.correct_conflict_secrets(
        by=officer, reading=reading, dividers=[RIGHT],
        gatekeepers=[{"line": 1, "controls": "PAYMENTS", "words": "A toll at the bridge."}],
    )  # fmt: skip
    handed_in(reading, officer)
    told = page_of(named_analyst(), reading.assessment)
    for words in (SECRET, "eastern quarter", "Power", "A toll at the bridge", "day of the old raid"):
        assert words in told, words
    for words in ("western quarter", "Foremen"):
        assert words not in told, words


def test_a_correction_is_audited_by_kind_and_number_and_its_words_lie_nowhere_in_the_open():
    reading, officer = begun()
    services.correct_conflict_secrets(by=officer, reading=reading, dividers=[RIGHT])
    entry = AuditEntry.objects.filter(action="assess.record_conflict_reading").latest("pk")
    assert (officer.pk, ["DIVIDER 2"]) == (entry.actor_id, entry.facts["corrected"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM assess_conflictsecret")
        assert not any(b"quarter" in bytes(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT facts FROM common_auditentry")
        assert not any("quarter" in str(row[0]) for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([{**RIGHT, "line": 3}, {**RIGHT, "line": 0}], [(1, "no_line"), (2, "no_line")]),
        ([RIGHT, RIGHT], [(2, "twice")]),
        ([{**RIGHT, "over": "WEATHER"}], [(1, "code")]),
        ([{**RIGHT, "words": " "}], [(1, "needed")]),
        ([{**RIGHT, "words": "Ask sam@example.org of the quarter"}], [(1, "address")]),
    ],
)
def test_a_correction_that_cannot_be_taken_is_named_by_its_row_and_changes_nothing(rows, faults):
    reading, officer = begun()
    held = [secret.content for secret in reading.secrets.all()]
    with pytest.raises(BadInput) as refused:
        services.correct_conflict_secrets(by=officer, reading=reading, dividers=rows)
    assert faults == [(one.row, one.reason.code) for one in refused.value.problems]
    assert "quarter" not in " ".join(map(str, refused.value.problems))
    assert held == [secret.content for secret in reading.secrets.all()]


def test_nobody_corrects_without_the_right_without_a_line_or_once_the_reading_is_handed_in():
    reading, officer = begun()
    with pytest.raises(NotAllowed):
        services.correct_conflict_secrets(by=builders.person("FUND"), reading=reading, dividers=[RIGHT])
    with pytest.raises(BadInput):
        services.correct_conflict_secrets(by=officer, reading=reading)
    handed_in(reading, officer)
    with pytest.raises(RuleBroken) as refused:
        services.correct_conflict_secrets(by=officer, reading=reading, dividers=[RIGHT])
    assert "reading_stands" == refused.value.code


def test_a_draft_that_keeps_nothing_encrypted_has_nothing_to_correct():
    assessment, officer = scoped()
    reading = panel(assessment, officer)
    assert ADDRESS not in page_of(officer, assessment)
    with pytest.raises(RuleBroken) as refused:
        services.correct_conflict_secrets(by=officer, reading=reading, dividers=[RIGHT])
    assert "nothing_kept" == refused.value.code


def test_the_page_offers_the_form_for_a_draft_alone_counts_its_lines_and_shows_no_word_of_them():
    reading, officer = begun()
    shown = page_of(officer, reading.assessment)
    assert ADDRESS in shown
    assert (
        "What divides: 2; What could set off violence: 1; Who controls hiring, land and payments: 1" in shown
    )
    assert ADDRESS not in page_of(builders.person("CONST_WORK", "country", "COM"), reading.assessment)
    client = client_of(officer)
    form = client.get(ADDRESS, {"reading": reading.pk}).content.decode()
    for words in (SECRET, "quarter has no seat"):
        assert words not in shown, words
        assert words not in form, words
    typed = {f"dividers-0-{name}": str(value) for name, value in RIGHT.items()}
    sent = {"reading": reading.pk, "dividers-rows": 1, "triggers-rows": 0, "gatekeepers-rows": 0, **typed}
    assert 302 == client.post(f"{ADDRESS}?reading={reading.pk}", sent).status_code
    assert "eastern quarter" in reading.secrets.filter(kind="DIVIDER").last().content
    handed_in(reading, officer)
    assert ADDRESS not in page_of(officer, reading.assessment)
