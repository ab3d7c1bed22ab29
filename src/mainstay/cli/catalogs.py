"""The translators' files: Django collects the texts, Babel reads, writes and compiles them."""

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.conf import settings
from django.core.management import call_command

from mainstay import __version__
from mainstay.page.languages import DRAFT

SOURCE = Path(__file__).resolve().parents[1]
#: Texts marked by the name of `common.texts.noop` itself, which Django's collector does not know.
MARKED = re.compile(r"(?<![\w.])noop\((?!msgid)")
#: By which rule translators write the forms of a number, where Babel's own counts them in another order.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
}
FACT = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)[a-z]")


def languages() -> list[str]:
    """Return the languages into which texts are translated: all that are offered but the one they are written in."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def place(language: str) -> Path:
    """Return the translators' file of `language`."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def extract() -> Catalog:
    """Return every text that the code marks for translation.

    Django writes working files beside the templates, so this runs on a copy.
    """
    with tempfile.TemporaryDirectory(prefix="mainstay-texts-") as folder:
        copy = Path(folder) / "mainstay"
        for path in _files_with_texts():
            target = copy / path.relative_to(SOURCE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(MARKED.sub("gettext_noop(", path.read_text(encoding="utf-8")), encoding="utf-8")
        (copy / "locale").mkdir(parents=True)
        with contextlib.chdir(copy):
            call_command(
                "makemessages", locale=[settings.LANGUAGE_CODE], domain="django", no_location=True, no_wrap=True,
                keep_pot=True, verbosity=0,
            )  # fmt: skip
        pot = copy / "locale" / "django.pot"
        # xgettext leaves the plural forms of a template open, which Babel does not read.
        text = pot.read_text(encoding="utf-8").replace(
            "nplurals=INTEGER; plural=EXPRESSION", "nplurals=2; plural=(n != 1)"
        )
        return read_po(io.BytesIO(text.encode()), abort_invalid=True)


def _files_with_texts() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(SOURCE).parts
        if "__pycache__" in inside or "migrations" in inside:
            continue
        if path.suffix == ".py" or ("templates" in inside and path.suffix in {".html", ".txt"}):
            yield path


def read(language: str) -> Catalog:
    """Return what translators have written; an empty catalog for a language that has no file."""
    if not place(language).exists():
        begun = Catalog(
            locale=language, project="Mainstay", version=__version__, header_comment="# Texts of Mainstay.",
            msgid_bugs_address="-", last_translator="-", language_team="-", fuzzy=False,
        )  # fmt: skip
        if language in PLURALS:
            begun.mime_headers = [("Plural-Forms", PLURALS[language])]
        return begun
    with place(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compiled(catalog: Catalog) -> bytes:
    """Return the catalog as a .mo file."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(language: str, template: Catalog) -> str:
    """Bring the files of `language` up to the texts of `template`; return how far its translation is."""
    catalog = read(language)
    if _keys(catalog) != _keys(template) or not place(language).exists():
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        place(language).parent.mkdir(parents=True, exist_ok=True)
        with place(language).open("wb") as file:
            write_po(file, catalog, width=0, sort_output=True, ignore_obsolete=True)
        catalog = read(language)
    place(language).with_suffix(".mo").write_bytes(compiled(catalog))
    return progress(language)


def progress(language: str) -> str:
    """Return how many texts are translated."""
    messages = _messages(read(language))
    told = f"{sum(map(_is_translated, messages))} of {len(messages)} texts translated"
    unreviewed = sum(DRAFT in message.user_comments for message in messages)
    return f"{told}, {unreviewed} of them not reviewed" if unreviewed else told


def faults(language: str, template: Catalog, *, complete: bool = False) -> list[str]:
    """List what is wrong with the files of `language`: missing, gone, broken, stale, and untranslated if asked."""
    if not place(language).exists():
        return [f"{language}: there is no {place(language)}"]
    try:
        catalog = read(language)
    except PoFileError as error:
        return [f"{language}: {place(language)} cannot be read: {error}"]
    wanted, there = _keys(template), _keys(catalog)
    found = _wrong_plurals(language, catalog)
    found += [f"{language}: not collected: {_short(key)}" for key in sorted(wanted - there, key=str)]
    found += [f"{language}: no longer in the code: {_short(key)}" for key in sorted(there - wanted, key=str)]
    for message in _messages(catalog):
        if _is_translated(message):
            found += [f"{language}: {_short(message.id)}: {fault}" for fault in _faults_in(message, catalog)]
        elif complete:
            found.append(f"{language}: not translated: {_short(message.id)}")
    mo = place(language).with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalog):
        found.append(f"{language}: {mo.name} was not compiled from this {place(language).name}")
    return found


def _wrong_plurals(language: str, catalog: Catalog) -> list[str]:
    rule = PLURALS.get(language, "")
    if rule in {"", catalog.plural_forms}:
        return []
    return [f"{language}: the header counts by “{catalog.plural_forms}”; the forms are written for “{rule}”"]


def _faults_in(message: Message, catalog: Catalog) -> Iterator[str]:
    written = message.string if isinstance(message.string, tuple | list) else (message.string,)
    source = message.id if isinstance(message.id, tuple | list) else (message.id,)
    allowed = set().union(*map(_facts, source))
    if message.pluralizable and len(written) != catalog.num_plurals:
        yield f"{len(written)} plural forms, {catalog.locale} has {catalog.num_plurals}"
    for text in written:
        if unknown := _facts(text) - allowed:
            yield f"the text has no fact named {', '.join(sorted(unknown))}"
    if missing := allowed - _facts(written[-1]):
        yield f"the fact {', '.join(sorted(missing))} is left out"


def _facts(text: str | None) -> set[str]:
    return {brace or percent for brace, percent in FACT.findall(text or "")}


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _keys(catalog: Catalog) -> set[tuple[object, object]]:
    return {(message.id, message.context) for message in _messages(catalog)}


def _is_translated(message: Message) -> bool:
    written = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(written) and not message.fuzzy


def _short(text: object) -> str:
    shown = repr(text)
    return shown if len(shown) < 90 else shown[:87] + "…"
