"""How numbers and dates are written where the reader is: digits and separators, at the one place that writes them.

Arabic is written with two sets of digits: ٣ in Egypt, the Mashriq, the Gulf, Sudan, 3 in the Maghreb. Which a place
uses, and its separators, are what Unicode's CLDR says (by Babel). French and Spanish part thousands by a thin space.
References, codes, telephone numbers, fields of forms, files and the API keep Western digits: they are not written
through Django's formats, or `western()` stands around them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import Any

from django.utils import dateformat, numberformat
from django.utils.translation import get_language

ARABIC, WESTERN = "arab", "latn"
_THIN = "\u202f"
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
#: Formats of dates that programs read.
_FOR_PROGRAMS = ("Y-m-d", "c", "r", "U")


@dataclass(frozen=True, slots=True)
class Writing:
    """A way to write numbers: which digits, what parts decimals and thousands, the signs for less and for a hundredth."""

    digits: str = WESTERN
    decimal: str = ""
    thousands: str = ""
    minus: str = "−"
    percent: str = "\u00a0%"


#: How a number is written in a language, wherever the reader is; English as Django has it.
_BY_LANGUAGE = {
    "fr": Writing(decimal=",", thousands=_THIN, percent=f"{_THIN}%"),
    "es": Writing(decimal=",", thousands=_THIN, percent=f"{_THIN}%"),
}
_ENGLISH = Writing()
#: Which of Django's short names of months is right: those in small letters.
_MONTHS = {"fr": "N", "es": "b"}


@lru_cache(maxsize=512)
def arabic_of(place: str, digits: str = "") -> Writing:
    """Return how Arabic numbers are written in a place (ISO 3166, two letters), or with the digits that were chosen.

    A place where Arabic is not written, or none, follows CLDR's Arabic of the world.

    >>> arabic_of("EG").digits, arabic_of("MA").digits, arabic_of("MA", "arab").decimal
    ('arab', 'latn', '٫')
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(f"ar_{place}") if place else Locale("ar")
    except UnknownLocaleError:
        locale = Locale("ar")
    digits = digits or str(locale.default_numbering_system)
    signs = locale.number_symbols[digits]
    return Writing(digits, signs["decimal"], signs["group"], signs["minusSign"], signs["percentSign"])


#: Who reads now: a function that gives the place, and the digits that the reader chose.
Reader = Callable[[], tuple[str, str]]
_NOBODY: Reader = lambda: ("", "")  # noqa: E731  a reader of no place
_WESTERN_ONLY: Reader = lambda: ("", WESTERN)  # noqa: E731  files and programs
_reader: ContextVar[Reader] = ContextVar("reader", default=_NOBODY)


def current() -> Writing:
    """Return how numbers are written for who reads now, in the language in force."""
    language = (get_language() or "en")[:2]
    return arabic_of(*_reader.get()()) if language == "ar" else _BY_LANGUAGE.get(language, _ENGLISH)


@contextmanager
def read_by(reader: Reader) -> Iterator[None]:
    """Write for a reader; where she is, is asked only when something is written in Arabic."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


@contextmanager
def written_for(place: str, digits: str = "") -> Iterator[None]:
    """Write for a place (ISO 3166, two letters): letters and documents go where their case is."""
    with read_by(lambda: (place, digits)):
        yield


@contextmanager
def about(place: Callable[[], str]) -> Iterator[None]:
    """Write for the place that a page is about, where its reader has none of her own: a worker, the public.

    The place is asked for once, and only when something is written in Arabic.
    """
    reader = _reader.get()

    @cache
    def there() -> tuple[str, str]:
        own, digits = reader()
        return own or place(), digits

    with read_by(there):
        yield


@contextmanager
def western() -> Iterator[None]:
    """Write with Western digits: files and what programs read."""
    with read_by(_WESTERN_ONLY):
        yield


def written(text: str) -> str:
    """Return a text that is a number, a time or a date with the digits of the reader."""
    return text.translate(_EASTERN) if current().digits == ARABIC else text


def _numbers(original: Callable[..., str]) -> Callable[..., str]:
    @wraps(original)
    def format(
        number: Any, decimal_sep: str, decimal_pos: int | None = None, grouping: Any = 0,
        thousand_sep: str = "", force_grouping: bool = False, use_l10n: bool | None = None,
    ) -> str:  # fmt: skip
        way = current()
        if use_l10n is False or not way.decimal:
            return original(
                number, decimal_sep, decimal_pos, grouping, thousand_sep, force_grouping, use_l10n
            )
        made = original(
            number, way.decimal, decimal_pos, grouping or 3, way.thousands, force_grouping, use_l10n
        )
        return str(made).translate(_EASTERN) if way.digits == ARABIC else made

    return format


def _dates(original: Callable[[Any, str], str]) -> Callable[[Any, str], str]:
    @wraps(original)
    def format(value: Any, format_string: str) -> str:
        # Django's short names of months begin with a capital in every language, and two French ones are alike.
        format_string = format_string.replace("M", _MONTHS.get((get_language() or "en")[:2], "M"))
        made = original(value, format_string)
        return made if format_string.startswith(_FOR_PROGRAMS) else written(str(made))

    return format


def install() -> None:
    """Let Django write its numbers and dates this way.

    Its formats know separators by language but neither digits nor places, and every page, form and document writes
    through these two functions, also where a template just names a number: there is no other one place.
    """
    if not hasattr(numberformat.format, "__wrapped__"):
        numberformat.format = _numbers(numberformat.format)
        dateformat.format = _dates(dateformat.format)  # type: ignore[assignment]
