"""Texts for translators: nothing is forgotten, nothing is broken, nothing is stale."""

import ast
import os
import shutil
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import write_po

import mainstay
from mainstay.cli import catalogs

SOURCE = Path(mainstay.__file__).parent


@pytest.fixture
def folder(tmp_path, settings):
    """An empty folder for the translators' files."""
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path


def template(*msgids):
    """Return a catalog that asks for these texts."""
    wanted = Catalog()
    for msgid in msgids:
        wanted.add(msgid)
    return wanted


def translate(language, **texts):
    """Write translations into the file of `language` as a translator would, and compile."""
    catalog = catalogs.read(language)
    for msgid, string in texts.items():
        catalog.get(msgid.replace("_", " ")).string = string
    save(language, catalog)
    catalogs.place(language).with_suffix(".mo").write_bytes(catalogs.compiled(catalogs.read(language)))


def save(language, catalog):
    """Write the file of `language`."""
    with catalogs.place(language).open("wb") as file:
        write_po(file, catalog, width=0)


def test_every_language_but_the_source_is_translated():
    assert ["fr", "es", "ar"] == catalogs.languages()


def test_an_updated_language_has_no_faults_and_keeps_its_translations(folder):
    catalogs.update("fr", template("Open a case", "Close"))
    translate("fr", Open_a_case="Ouvrir un dossier")
    assert "1 of 2 texts translated" == catalogs.update("fr", template("Open a case", "Pay"))
    assert [] == catalogs.faults("fr", template("Open a case", "Pay"))


def test_updating_twice_writes_the_same(folder):
    catalogs.update("ar", template("Open a case"))
    before = catalogs.place("ar").read_bytes()
    catalogs.update("ar", template("Open a case"))
    assert before == catalogs.place("ar").read_bytes()


def test_a_language_without_a_file_is_a_fault(folder):
    assert "there is no" in catalogs.faults("fr", template("Pay"))[0]


def test_a_text_that_was_not_collected_is_a_fault(folder):
    catalogs.update("fr", template("Pay"))
    assert ["fr: not collected: ('Close', None)"] == catalogs.faults("fr", template("Pay", "Close"))


def test_a_text_that_is_gone_is_a_fault(folder):
    catalogs.update("fr", template("Pay", "Close"))
    assert ["fr: no longer in the code: ('Close', None)"] == catalogs.faults("fr", template("Pay"))


@pytest.mark.parametrize(
    ("written", "told"),
    [("Ligne {rangée}", "no fact named rangée"), ("Ligne", "the fact row is left out")],
)
def test_a_translation_with_other_facts_is_a_fault(folder, written, told):
    catalogs.update("fr", template("Row {row}"))
    catalog = catalogs.read("fr")
    catalog.get("Row {row}").string = written
    save("fr", catalog)
    assert any(told in fault for fault in catalogs.faults("fr", template("Row {row}")))


def test_a_stale_mo_file_is_a_fault(folder):
    catalogs.update("fr", template("Pay"))
    catalog = catalogs.read("fr")
    catalog.get("Pay").string = "Payer"
    save("fr", catalog)
    assert ["fr: django.mo was not compiled from this django.po"] == catalogs.faults("fr", template("Pay"))


def test_a_file_that_cannot_be_read_is_a_fault(folder):
    catalogs.update("fr", template("Pay"))
    catalogs.place("fr").write_text('msgid "Pay"\nmsgstring "Payer"\n')
    assert "cannot be read" in catalogs.faults("fr", template("Pay"))[0]


def test_a_counted_text_needs_every_plural_form_of_the_language(folder):
    wanted = template(("{n} day", "{n} days"))
    catalogs.update("ar", wanted)
    catalog = catalogs.read("ar")
    catalog.get("{n} day").string = tuple(f"{{n}} {form}" for form in "abcdef")
    save("ar", catalog)
    catalogs.update("ar", wanted)
    assert [] == catalogs.faults("ar", wanted, complete=True)
    catalog.get("{n} day").string = ("{n} a", "{n} b")
    save("ar", catalog)
    assert any("not translated" in fault for fault in catalogs.faults("ar", wanted, complete=True))


def test_untranslated_texts_are_named_only_when_asked(folder):
    catalogs.update("fr", template("Pay"))
    assert [] == catalogs.faults("fr", template("Pay"))
    assert ["fr: not translated: 'Pay'"] == catalogs.faults("fr", template("Pay"), complete=True)


def test_a_compiled_file_is_what_gettext_reads(folder):
    from gettext import GNUTranslations

    catalogs.update("fr", template("Pay"))
    translate("fr", Pay="Payer")
    with catalogs.place("fr").with_suffix(".mo").open("rb") as file:
        assert "Payer" == GNUTranslations(file).gettext("Pay")


@pytest.mark.skipif(
    shutil.which("xgettext") is None and "CI" not in os.environ,
    reason="needs xgettext, which .ci/run installs; there it never skips",
)
def test_texts_are_collected_from_code_and_templates(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "rules.py").write_text(
        'from mainstay.common.texts import noop as _\nX = _("Row {row} is empty")\n'
        'from django.utils.translation import ngettext\nY = ngettext("{n} day", "{n} days", 2)\n'
    )
    (tmp_path / "templates" / "page.html").write_text('{% load i18n %}{% translate "Open a case" %}')
    monkeypatch.setattr(catalogs, "SOURCE", tmp_path)
    assert {"Row {row} is empty", "Open a case", ("{n} day", "{n} days")} == {
        m.id for m in catalogs.extract() if m.id
    }
    assert not (tmp_path / "templates" / "page.html.py").exists()


def test_what_no_speaker_has_reviewed_is_counted_and_stays_marked(folder):
    from mainstay.page import languages

    languages.drafts.cache_clear()
    catalogs.update("fr", template("Pay", "Close"))
    translate("fr", Pay="Payer", Close="Fermer")
    catalog = catalogs.read("fr")
    catalog.get("Pay").user_comments.append(languages.DRAFT)
    save("fr", catalog)
    assert "2 of 3 texts translated, 1 of them not reviewed" == catalogs.update(
        "fr", template("Pay", "Close", "Open")
    )
    assert (1, 0) == (languages.drafts("fr"), languages.drafts("en"))
    languages.drafts.cache_clear()


def test_arabic_whose_header_counts_in_another_order_is_refused(folder):
    catalogs.update("ar", template("Pay"))
    file = catalogs.place("ar")
    assert [] == catalogs.faults("ar", template("Pay"))

    file.write_text(
        file.read_text().replace("n%100>=11 && n%100<=99 ? 4 : 5", "n%100>=0 && n%100<=2 ? 4 : 5")
    )

    assert any("the header counts by" in fault for fault in catalogs.faults("ar", template("Pay")))


def test_no_text_stands_where_the_collector_does_not_look():
    """xgettext reads no call inside an f-string: such a text would stay English for ever."""
    found = [
        f"{path}:{call.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in {"_", "gettext", "ngettext", "pgettext"}
    ]
    assert [] == found
