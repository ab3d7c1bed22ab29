"""Texts in other languages, and what may not be read to people before it is reviewed."""

import pytest

from mainstay import playbook
from mainstay.common.errors import BadInput
from mainstay.playbook.texts import fingerprint, text_keys

CONSENT = "assessment_openings/STANDARD/text"
BOOK = playbook.load()


def overlay_with(tmp_path, language, key, **held):
    folder = tmp_path / "office" / "locale"
    folder.mkdir(parents=True)
    lines = ", ".join(f'{name}: "{value}"' for name, value in held.items())
    (folder / f"{language}.yaml").write_text(f"texts:\n  {key}: {{{lines}}}\n", encoding="utf-8")
    return playbook.load(folder.parent)


def test_a_text_falls_back_to_english_and_says_so():
    text = BOOK.text("standards/C1/name", "sw")  # no text of Swahili comes with the product
    assert ("Hours of work in industry", "en", "missing") == (text.value, text.shown, text.status)


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_a_draft_is_shown_with_its_status(language):
    text = BOOK.text("crisis_types/EPIDEMIC/name", language)
    assert (language, "draft") == (text.shown, text.status)


def test_a_draft_of_the_consent_text_cannot_be_fielded():
    reason = BOOK.why_not_field(CONSENT, "fr")
    assert reason is not None
    assert "playbook.text_draft" == reason.code
    assert "reviewed by somebody else" in str(reason)


def test_the_source_can_be_fielded():
    assert BOOK.why_not_field(CONSENT, "en") is None
    assert BOOK.why_not_field_form(["HOUSEHOLD", "SITE"], "en") is None


def test_a_text_that_is_not_translated_cannot_be_fielded():
    reason = BOOK.why_not_field("questions/Q-COM-01/text", "sw")
    assert reason is not None
    assert "playbook.text_missing" == reason.code


def test_a_reviewed_text_of_an_office_can_be_fielded(tmp_path):
    of = fingerprint(str(BOOK.text(CONSENT)))
    book = overlay_with(tmp_path, "fr", CONSENT, text="Pouvons-nous commencer ?", status="reviewed", of=of)
    assert book.why_not_field(CONSENT, "fr") is None
    assert "Pouvons-nous commencer ?" == str(book.text(CONSENT, "fr"))


def test_a_reviewed_text_of_an_older_english_is_stale(tmp_path):
    book = overlay_with(
        tmp_path, "fr", CONSENT, text="Pouvons-nous commencer ?", status="reviewed", of="00000000"
    )
    reason = book.why_not_field(CONSENT, "fr")
    assert reason is not None
    assert "playbook.text_stale" == reason.code


def test_a_questionnaire_is_held_up_by_each_of_its_texts():
    reason = BOOK.why_not_field_form(["CONFLICT"], "es")
    assert reason is not None
    assert 1 + len(BOOK.assessment_modules["CONFLICT"].questions) == reason.facts["count"]


def test_a_status_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(BadInput) as caught:
        overlay_with(tmp_path, "fr", CONSENT, text="Oui ?", status="fine", of="1").text(CONSENT, "fr")
    assert [CONSENT] == [problem.field for problem in caught.value.problems]


def test_every_text_has_a_key_that_leads_to_it():
    keys = list(text_keys(BOOK))
    assert len(keys) == len(set(keys))
    assert all(BOOK.text(key).value for key in keys)


def test_an_unknown_key_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        BOOK.text("crisis_types/WAR/name", "fr")


def test_arabic_runs_from_right_to_left():
    from mainstay.playbook.texts import locale

    assert "rtl" == locale("ar", BOOK.folders).direction
    assert ("en", "ar", "es", "fr") == BOOK.languages()
