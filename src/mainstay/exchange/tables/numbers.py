"""Numbers as people write them in tables: grouped, with point or comma, in Latin or Arabic digits."""

import math
import re
from decimal import Decimal
from typing import Any

from mainstay.common.texts import noop as _

from .faults import Fault, shortened

# Arabic-Indic and Persian digits, the Arabic decimal and thousands marks, and the mathematical minus.
ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬−", "01234567890123456789.,-")
_SPACES = "[ \u00a0\u2009\u202f'\u2019]"
_PLAIN = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)$")
_SPACED = re.compile(rf"[+-]?\d{{1,3}}({_SPACES}\d{{3}})+([.,]\d+)?$")
_POINT_LAST = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+$|[+-]?\d{1,3}(,\d{3}){2,}$")
_COMMA_LAST = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+$|[+-]?\d{1,3}(\.\d{3}){2,}$")
_ONE_GROUP = re.compile(r"[+-]?\d{1,3}[.,]\d{3}$")
_ONE_MARK = re.compile(r"[+-]?\d+[.,]\d+$")
_POWER = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+$")
_MOST_DIGITS = 28


def to_decimal(given: Any, mark: str = ".") -> Decimal:
    """Return the number in a cell, exactly; `mark` is the file's decimal mark.

    Where both marks or spaced groups stand, the number says itself which mark is which. A single mark is
    read by `mark`: with "." 1,234 is a thousand and 12,50 is refused; with "," the reverse.

    >>> to_decimal("1,234.50"), to_decimal("1 234,50"), to_decimal("1.234,50"), to_decimal(0.1 + 0.2)
    (Decimal('1234.50'), Decimal('1234.50'), Decimal('1234.50'), Decimal('0.3'))
    >>> to_decimal("1,234"), to_decimal("1,234", ","), to_decimal("١٢٫٥")
    (Decimal('1234'), Decimal('1.234'), Decimal('12.5'))
    """
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise _not_a_number(given)
    if isinstance(given, int | Decimal):
        return Decimal(given)
    if isinstance(given, float):
        return _from_float(given)
    text = given.strip()
    if mark == "." and _PLAIN.match(text) and text.isascii():
        return _bounded(text, given)
    return _bounded(_plain_form(text.translate(ASCII_DIGITS), given, mark), given)


def _from_float(given: float) -> Decimal:
    """Return the number a spreadsheet shows: it keeps 15 significant digits."""
    if not math.isfinite(given):
        raise _not_a_number(given)
    return Decimal(format(given, ".15g"))


def _plain_form(text: str, given: Any, mark: str) -> str:
    if _SPACED.match(text):
        return re.sub(_SPACES, "", text).replace(",", ".")
    if _POINT_LAST.match(text):
        return text.replace(",", "")
    if _COMMA_LAST.match(text):
        return text.replace(".", "").replace(",", ".")
    other = "," if mark == "." else "."
    if _ONE_GROUP.match(text) and other in text:
        return text.replace(other, "")
    if _ONE_MARK.match(text):
        if other in text:
            raise _other_mark(given, mark)
        return text.replace(mark, ".")
    if _PLAIN.match(text):
        return text
    raise _not_a_number(given)


def _bounded(text: str, given: Any) -> Decimal:
    if len(text) > _MOST_DIGITS:
        raise Fault.of(
            "too_many_digits",
            _("{value} has too many digits. At most {most} are taken."),
            value=shortened(given),
            most=_MOST_DIGITS,
        )
    return Decimal(text)


def _other_mark(given: Any, mark: str) -> Fault:
    if mark == ".":
        return Fault.of(
            "decimal_comma",
            _("«{value}» has a decimal comma. Write it with a point, such as 12.50."),
            value=shortened(given),
        )
    return Fault.of(
        "decimal_point",
        _("«{value}» has a decimal point, but this file uses the comma. Write it as 12,50."),
        value=shortened(given),
    )


def _not_a_number(given: Any) -> Fault:
    if isinstance(given, str) and given.lstrip().startswith(("=", "+", "-", "@")) and len(given.strip()) > 1:
        return Fault.of(
            "formula",
            _(
                "«{value}» is a formula, or would be taken for one. Formulas are never evaluated: copy the "
                "cells and paste them as values; a text must not begin with = + - or @."
            ),
            value=shortened(given),
        )
    if isinstance(given, str) and _POWER.match(given.strip()):
        return Fault.of(
            "shortened_number",
            _(
                "«{value}» was shortened by the program that wrote it. Show the column as plain numbers there and "
                "export it again."
            ),
            value=shortened(given),
        )
    return Fault.of(
        "not_a_number",
        _("«{value}» is not a number. Write digits only, without currency or unit, such as 1234.50."),
        value=shortened(given),
    )
