"""Names, numbers and dates in the reader's language: what templates, tables and panels write them with."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_bidi, get_language_info, gettext, ngettext

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.common.money import decimals, from_minor
from mainstay.page import numerals

#: A number that a stored sentence holds as English writes it.
AMOUNT = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
#: The sign of hundredths behind a number, as sentences have it.
HUNDREDTHS = re.compile(r"(?<=\d) [%٪]")
#: A space at which no line ends: between a currency and its amount, a number and what it counts.
NO_BREAK = "\u00a0"


def named(collection: str, code: str) -> str:
    """Return the name of a playbook entry in the reader's language; the code itself where there is none."""
    if not code:
        return ""
    book = playbook.current()
    try:
        entry = book.collection(collection)[code]
    except KeyError:
        return code
    field = next((name for name in ("name", "title", "task", "does") if getattr(entry, name, None)), "")
    if not field:
        return code
    try:
        return str(book.text(f"{collection}/{code}/{field}", get_language() or "en"))
    except KeyError:
        return str(getattr(entry, field))


def told(collection: str, code: str, field: str) -> str:
    """Return one text of a playbook entry in the reader's language; empty where there is none."""
    try:
        return str(playbook.current().text(f"{collection}/{code}/{field}", get_language() or "en"))
    except KeyError:
        return ""


@lru_cache(maxsize=2)
def _keys_of_names(_digest: str) -> Mapping[str, str]:
    """Return for the English name of each playbook entry the key of its text."""
    found: dict[str, str] = {}
    for name, catalogue in playbook.current().collections():
        for entry in catalogue.values():
            if entry.texts and isinstance(text := getattr(entry, entry.texts[0], None), str):
                found.setdefault(text, f"{name}/{entry.code}/{entry.texts[0]}")
    return found


def _named_in_playbook(text: str) -> str:
    """Return a playbook's name that a stored sentence holds in English in the reader's language."""
    language, book = get_language() or "en", playbook.current()
    key = "" if language.startswith("en") else _keys_of_names(book.digest).get(text, "")
    return str(book.text(key, language)) if key else text


def side(code: str) -> str:
    """Return the name of one side of the constituents; the code itself where it is none of the three."""
    return {
        "government": gettext("government"), "employers": gettext("employers"), "workers": gettext("workers"),
    }.get(code, code)  # fmt: skip


def country_name(names: Mapping[str, str], name: str) -> str:
    """Return a country's name in the reader's language, else in English, else as the list has it."""
    return names.get((get_language() or "en")[:2]) or names.get("en") or name


def country_called(given: Any) -> str:
    """Return the name in the reader's language of a country that a sentence knows by its code or its English name."""
    if (get_language() or "en").startswith("en") and len(str(given)) != 3:
        return str(given)
    found = Country.objects.filter(Q(iso3=given) | Q(name=given)).first()
    return str(found) if found else str(given)


def language_name(code: str) -> str:
    """Return the name of a language in the reader's own; the code itself where it is not known."""
    try:
        return capfirst(str(get_language_info(code.lower())["name_translated"]))
    except KeyError:
        return code


def currency_name(code: str) -> str:
    """Return the name of a currency with its code: “Euro (EUR)”; the code itself where it is not known."""
    from babel import UnknownLocaleError
    from babel.numbers import get_currency_name

    try:
        name = get_currency_name(code, locale=(get_language() or "en").replace("-", "_"))
    except UnknownLocaleError:
        name = code
    return code if name == code else f"{capfirst(name)} ({code})"


def joined(parts: Iterable[str]) -> str:
    """Return the parts of an answer as one sentence, parted by the semicolon of the language; empty parts are left out."""
    whole = parted(parts)
    return f"{whole}." if whole else ""


def parted(parts: Iterable[Any]) -> str:
    """Return remarks one after the other, parted by the semicolon of the language; empty ones are left out."""
    said = [str(part) for part in parts if part]
    whole = said[0] if said else ""
    for part in said[1:]:
        whole = gettext("{before}; {after}").format(before=whole, after=part)
    return whole


def enumerated(parts: Iterable[Any]) -> str:
    """Return names one after the other, parted as the language parts them: “a, b”, in Arabic “أ، ب”."""
    return gettext(", ").join(str(part) for part in parts)


def kept(text: Any) -> str:
    """Return a sentence whose hundredths stay on the line of their number, as who reads writes them."""
    return HUNDREDTHS.sub(numerals.current().percent, str(text))


def number(value: float | Decimal | None, places: int | None = None) -> str:
    """Return a number with the language's separators: whole from 100 up, one decimal below; – where there is none."""
    if value is None:
        return "–"
    if places is None:
        places = 0 if abs(float(value)) >= 100 or value == int(value) else 1
    shown = number_format(Decimal(str(round(value, places))), decimal_pos=places, force_grouping=True)
    return shown.replace("-", numerals.current().minus)


def percent(share: float | None, places: int | None = 0) -> str:
    """Return a share of one in hundredths, as its language writes it: “38 %”; – where there is none."""
    return "–" if share is None else f"{number(share * 100, places)}{numerals.current().percent}"


def grouped(amount: str) -> str:
    """Return an amount that is kept as text with the language's separators, and with every decimal that it has."""
    return number(Decimal(amount), len(amount.partition(".")[2]))


def counted(count: int, text: str, *, none: str) -> str:
    """Return a sentence with its `{count}` filled in, or `none` where there is nothing to count."""
    return text.format(count=number(count)) if count else none


def money(minor: int | None, currency: str = "USD", *, exact: bool = False) -> str:
    """Return an amount with its currency; decimals only below 1,000, or always where it is `exact`: what a person is owed."""
    if minor is None:
        return "–"
    amount = from_minor(minor, currency)
    places = decimals(currency) if exact or (0 < abs(amount) < 1000 and amount != int(amount)) else 0
    shown = number_format(abs(round(amount, places)), decimal_pos=places, force_grouping=True)
    sign = numerals.current().minus if round(amount, places) < 0 else ""
    return f"{currency}{NO_BREAK}{sign}{shown}"


def day(value: date | datetime | None) -> str:
    """Return a date as “12 Mar 2026”; – where there is none."""
    return date_format(value, "j M Y") if value else "–"


def moment(value: datetime | None) -> str:
    """Return a date with its hour as “12 Mar 2026 14:05”, midnight as the date alone; – where there is none."""
    if value is None or (value.hour, value.minute) == (0, 0):
        return day(value)
    return date_format(value, "j M Y H:i")


def hour(value: datetime) -> str:
    """Return the hour of a moment as “14:05”."""
    return date_format(value, "H:i")


def ago(value: date | datetime) -> str:
    """Return how far a moment lies from now in words: “3 days ago”, “in 5 hours”."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    seconds = (clock.now() - value).total_seconds()
    hours = round(abs(seconds) / 3600)
    if hours < 48:
        text = ngettext("{count} hour", "{count} hours", hours).format(count=number(hours))
    else:
        days = round(abs(seconds) / 86400)
        text = ngettext("{count} day", "{count} days", days).format(count=number(days))
    return (gettext("{time} ago") if seconds >= 0 else gettext("in {time}")).format(time=text)


def fact(value: Any) -> Any:
    """Return a fact of a sentence as a reader expects it: dates written out, large numbers grouped, texts translated."""
    if isinstance(value, bool) or value is None or value == "":
        return value
    if isinstance(value, str):
        return _written(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | float | Decimal):
        if abs(float(value)) >= 10_000:
            return number(value)
        # A small number stays one, as a year does, unless its digits are written otherwise.
        shown = numerals.written(str(value))
        return value if shown == str(value) else shown
    return value


def _written(text: str) -> str:
    if AMOUNT.fullmatch(text):
        return grouped(text.replace(",", ""))
    if len(text) >= 10 and text[4] == "-" and text[7] == "-" and text[:4].isdigit():
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return said(text)
        return day(found) if len(text) == 10 else moment(found)
    shown = said(text)
    if shown == text and ", " in text:
        # Names that a sentence holds one after the other are told one by one, where each of them has its words.
        parts = text.split(", ")
        told = [said(part) for part in parts]
        if all(word != part or not _latin(part) for word, part in zip(told, parts, strict=True)):
            return enumerated(told)
    return shown


def said(text: str) -> str:
    """Return a text that is stored in English in the reader's language: ours, a playbook's name, a state in capitals."""
    if not text or (text.isdigit() and not text.startswith("0")):
        return numerals.written(text)
    shown = gettext(text)
    if shown == text and text.isupper() and text.isalpha():
        shown = gettext(text.lower())
        return text if shown == text.lower() else shown
    return _named_in_playbook(text) if shown == text else shown


#: In which list of the playbook the codes stand that sentences hold under a name.
CODED: Mapping[str, str] = {
    "seat": "seats", "model": "lead_models", "lead": "roles", "role": "roles", "area": "functional_areas",
    "module": "assessment_modules", "rule": "reference_lists.rule_waivers", "window": "windows",
}  # fmt: skip


#: Facts that are amounts, never years: written with separators also where they are small.
AMOUNTS = frozenset({"usd", "days", "persons", "jobs"})


def facts(held: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a sentence as a reader expects them: each by `fact`, codes by their names.

    In a language that is written from right to left each Latin word is set apart, so that it moves no other.
    """
    return {name: apart(_called(name, value)) for name, value in held.items()}


def _called(name: str, value: Any) -> Any:
    if name == "country":
        return country_called(value)
    if name in AMOUNTS and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    if not isinstance(value, str) or not value:
        return fact(value)
    if name in CODED:
        called = named(CODED[name], value)
        return called if called != value else fact(value)
    if name == "sides":
        return enumerated(side(one) for one in value.split(", "))
    if name in {"state", "level"} and value.isupper() and value.replace("_", "").isalpha():
        return gettext(value.replace("_", " ").lower())
    return fact(value)


def _latin(text: str) -> bool:
    return any("A" <= letter <= "z" for letter in text)


def apart(value: Any) -> Any:
    """Return a Latin name or code set apart, so that it turns nothing round in a line from right to left."""
    if isinstance(value, str) and get_language_bidi() and _latin(value):
        return f"\u2068{value}\u2069"
    return value
