"""One cell's value from what was typed: a parser per column, strict about meaning, lenient about form.

Nothing is guessed: what can be read in two ways is refused with the way to write it once. Digits may be
Arabic or Persian; numbers may be grouped; nothing that looks like a formula passes as text.
"""

import datetime as dt
import difflib
import re
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from .dates import to_date, to_moment
from .faults import Fault, shortened
from .numbers import ASCII_DIGITS, to_decimal
from .sheets import Column

Parser = Callable[[Any], Any]

# The characters by which a spreadsheet takes a text for a formula (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767
MOST_PLACES = 9
_INT_BOUND = 10**18
_PROTECTED = {True: re.compile(r"'+[=+\-@\t\r]"), False: re.compile("'+=")}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"[\r\n\t]+ *")
_GARBLED = re.compile("\ufffd|Ã[\x80-\xbf©¨¢ª«®¯´»¼±³¡º¶§]|â€[™œ\x9d“”]|Ø§Ù")
_SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+\d+$")
_PHONE = re.compile(r"\+?\d{6,15}$")
_YES = frozenset(
    ("yes", "y", "true", "1", "x", "oui", "o", "vrai", "sí", "si", "s", "verdadero", "sim", "نعم", "صحيح")
)
_NO = frozenset(("no", "n", "false", "0", "non", "faux", "falso", "não", "nao", "لا", "خطأ"))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file writes its cells.

    All as text (CSV, where a leading = + - @ could become a formula), with which decimal mark, and with dates
    in which order where the giver said so ("dmy", "mdy").
    """

    from_text: bool
    decimal_mark: str = "."
    date_order: str | None = None


def parser_of(column: Column, how: Reading) -> Parser:
    """Return the function that turns a filled cell of `column` into its value or raises `Fault`."""
    parse = _PARSERS[column.kind](column, how)
    if column.minimum is None and column.maximum is None and not (column.normalise or column.rule):
        return parse

    def checked(given: Any) -> Any:
        value = parse(given)
        if value is None:
            return None
        _check_range(column, value, given)
        if column.normalise is not None:
            value = column.normalise(value)
        if column.rule is not None and (reason := column.rule(value)) is not None:
            raise Fault(reason)
        return value

    return checked


def _check_range(column: Column, value: Any, given: Any) -> None:
    if column.minimum is not None and value < column.minimum:
        raise Fault.of(
            "below_minimum",
            _("{value} is below the least that is allowed here, {minimum}."),
            value=shortened(given),
            minimum=str(column.minimum),
        )
    if column.maximum is not None and value > column.maximum:
        raise Fault.of(
            "above_maximum",
            _("{value} is above the most that is allowed here, {maximum}."),
            value=shortened(given),
            maximum=str(column.maximum),
        )


def as_text(given: Any) -> str:
    """Return a cell as the text a person sees, without what a spreadsheet adds to it.

    >>> as_text(12.0), as_text(0.5), as_text(True)
    ('12', '0.5', 'yes')
    """
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, float):
        return str(int(given)) if given.is_integer() else format(given, ".15g")
    if isinstance(given, dt.datetime):
        return given.date().isoformat() if given.time() == dt.time() else given.isoformat(sep=" ")
    return str(given)


def clean_text(given: Any, *, from_text: bool, multiline: bool = False) -> str:
    """Return the text of a cell in NFC, trimmed, without invisible marks; refuse what is no honest text."""
    text = as_text(given)
    formula = FORMULA_STARTS if from_text else ("=",)
    if text.startswith(formula) and len(text.strip()) > 1:
        raise formula_fault(text)
    if text.startswith("'") and _PROTECTED[from_text].match(text):
        text = text[1:]
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()
    if from_text and text.startswith(FORMULA_STARTS) and not as_text(given).startswith("'") and len(text) > 1:
        raise formula_fault(text)
    if found := _CONTROL.search(text):
        raise Fault.of(
            "control_character",
            _("«{value}» holds a control character (U+{code}). Delete the cell and type it again."),
            value=shortened(_CONTROL.sub("\u2423", text)),
            code=f"{ord(found[0]):04X}",
        )
    if _GARBLED.search(text):
        raise Fault.of(
            "garbled_text",
            _("«{value}» was garbled by a wrong encoding. Export the table again as «CSV UTF-8» or .xlsx."),
            value=shortened(text),
        )
    return text if multiline else _BREAKS.sub(" ", text)


def formula_fault(given: Any) -> Fault:
    """Return the refusal of a formula, or of a text that a spreadsheet would take for one."""
    return Fault.of(
        "formula",
        _(
            "«{value}» is a formula, or would be taken for one. Formulas are never evaluated: copy the cells "
            "and paste them as values; a text must not begin with = + - or @."
        ),
        value=shortened(given),
    )


def _text(column: Column, how: Reading) -> Parser:
    longest = column.max_length or LONGEST_CELL
    multiline, from_text = column.multiline, how.from_text and not column.free

    def parse(given: Any) -> str | None:
        if isinstance(given, int | float) and abs(given) >= 1e15:
            raise _digits_lost(given)
        text = clean_text(given, from_text=from_text, multiline=multiline)
        if len(text) > longest:
            raise Fault.of(
                "too_long",
                _("«{value}» has {length} characters; at most {longest} are kept. Shorten it."),
                value=shortened(text),
                length=len(text),
                longest=longest,
            )
        return text or None

    return parse


def _digits_lost(given: Any) -> Fault:
    return Fault.of(
        "digits_lost",
        _(
            "{value} was shortened by the spreadsheet, which keeps 15 digits. Format the column as text and "
            "type the number again."
        ),
        value=shortened(given),
    )


def _phone(_column: Column, _how: Reading) -> Parser:
    def parse(given: Any) -> str:
        text = as_text(given).translate(ASCII_DIGITS).strip().lstrip("'")
        if _SHORTENED.match(text):
            raise _digits_lost(given)
        digits = re.sub(r"[\s()./\u200e\u200f\u2010-\u2015\u202a-\u202e\u2066-\u2069-]", "", text)
        if digits.startswith("00"):
            digits = "+" + digits[2:]
        if not _PHONE.match(digits):
            raise Fault.of(
                "not_a_phone_number",
                _(
                    "«{value}» is not a telephone number. Write it with its country code, such as "
                    "+962791234567."
                ),
                value=shortened(given),
            )
        return digits

    return parse


def _decimal(column: Column, how: Reading) -> Parser:
    places = MOST_PLACES if column.places is None else column.places
    mark = how.decimal_mark

    def parse(given: Any) -> Decimal:
        value = to_decimal(given, mark)
        if _places_of(value) > places:
            raise Fault.of(
                "too_many_decimals",
                _("{value} has more than {places} decimals. Round it to {places}."),
                value=shortened(given),
                places=places,
            )
        return value

    return parse


def _places_of(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _int(_column: Column, how: Reading) -> Parser:
    mark = how.decimal_mark

    def parse(given: Any) -> int:
        if isinstance(given, str) and len(given) < 16 and given.isascii() and given.isdigit():
            return int(given)
        if isinstance(given, float) and given.is_integer() and abs(given) < 1e15:
            return int(given)
        value = to_decimal(given, mark)
        if value != value.to_integral_value():
            raise Fault.of(
                "not_whole",
                _("{value} is not a whole number. Only whole numbers are taken here."),
                value=shortened(given),
            )
        if abs(value) >= _INT_BOUND:
            raise Fault.of(
                "too_many_digits",
                _("{value} has too many digits. At most {most} are taken."),
                value=shortened(given),
                most=18,
            )
        return int(value)

    return parse


def _date(_column: Column, how: Reading) -> Parser:
    order = how.date_order
    return lambda given: to_date(given, order)


def _moment(_column: Column, _how: Reading) -> Parser:
    return to_moment


def _bool(_column: Column, _how: Reading) -> Parser:
    def parse(given: Any) -> bool:
        if isinstance(given, bool):
            return given
        text = as_text(given).strip().casefold().translate(ASCII_DIGITS)
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise Fault.of("not_yes_or_no", _("«{value}» is neither yes nor no."), value=shortened(given))

    return parse


def folded(text: str) -> str:
    """Return `text` as labels are compared: without case, accents, punctuation and spaces.

    >>> folded("Worker ID *") == folded("worker_id"), folded("Âge") == folded("age")
    (True, True)
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if letter.isalnum())


def _choice(column: Column, _how: Reading) -> Parser:
    allowed = column.choice_labels()
    by_text: dict[str, str] = {}
    for value, labels in allowed.items():
        for label in (value, *labels):
            by_text.setdefault(folded(label) or label, value)

    def parse(given: Any) -> str:
        text = as_text(given)
        value = by_text.get(folded(text) or text.strip())
        if value is None:
            raise _not_a_choice(text, allowed, by_text)
        return value

    return parse


def _not_a_choice(text: str, allowed: Mapping[str, tuple[str, ...]], by_text: Mapping[str, str]) -> Fault:
    if text.startswith("="):
        return formula_fault(text)
    shown = [labels[0] for labels in allowed.values()]
    near = difflib.get_close_matches(folded(text), by_text, n=1) if len(text) < 80 else []
    facts = {
        "value": shortened(text),
        "allowed": ", ".join(shown[:12]) + (" …" if len(shown) > 12 else ""),
    }
    if near:
        facts["nearest"] = allowed[by_text[near[0]]][0]
        return Fault(
            Reason(
                "not_in_list",
                _("«{value}» is not in the list ({allowed}). Did you mean «{nearest}»?"),
                facts,
            )
        )
    return Fault(Reason("not_in_list", _("«{value}» is not in the list. Choose one of: {allowed}."), facts))


def _uuid(_column: Column, _how: Reading) -> Parser:
    def parse(given: Any) -> uuid.UUID:
        text = as_text(given).strip()
        if len(text) in {32, 36}:
            try:
                return uuid.UUID(text)
            except ValueError:
                pass
        raise Fault.of(
            "not_an_identifier",
            _(
                "«{value}» is not an identifier of this system. Leave the cell as it was exported, or empty "
                "for a new row."
            ),
            value=shortened(given),
        )

    return parse


_PARSERS: dict[str, Callable[[Column, Reading], Parser]] = {
    "text": _text,
    "phone": _phone,
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "moment": _moment,
    "bool": _bool,
    "choice": _choice,
    "uuid": _uuid,
}
