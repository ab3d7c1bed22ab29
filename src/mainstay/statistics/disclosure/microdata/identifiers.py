"""Columns that name a person outright, by what they are called and by what stands in them."""

import re
from collections.abc import Sequence
from typing import Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

MOSTLY = 0.5
"""Share of the values that must look like it."""
ENOUGH_ROWS = 20
"""With fewer rows it says nothing that all values differ."""
SPARSE = 3
"""Whole numbers that all differ are serials where they leave out at most two of three."""
PHONE_DIGITS, SAME_LENGTH = 7, 0.9
"""Whole numbers of so many digits, nearly all of one length and mostly different, are taken for telephone numbers."""
FREE_TEXT = 40
"""From this mean length on, in letters, differing texts are taken for answers in own words."""

WORDS = {
    "name": {"name", "names", "surname", "firstname", "lastname", "fullname", "nom", "prenom", "nombre", "nombres",
             "apellido", "apellidos", "اسم", "الاسم", "姓名"},
    "phone": {"phone", "telephone", "tel", "mobile", "cellphone", "whatsapp", "telefono", "هاتف", "电话", "手机"},
    "email": {"email", "mail", "courriel", "correo"},
    "place": {"gps", "lat", "latitude", "lon", "lng", "long", "longitude", "coordinates", "geopoint", "altitude"},
    "address": {"address", "street", "adresse", "direccion", "domicilio", "عنوان", "地址"},
    "number": {"card", "iban", "account", "passport", "nid", "ssn", "idcard", "nationalid", "cedula", "dni"},
    "row": {"id", "uuid", "uid", "key", "serial", "interview", "questionnaire"},
}  # fmt: skip
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
PHONE = re.compile(r"^(\+|00?)[\d\s().-]{7,18}$|^\(?\d{2,4}\)?[\s.-]\d{3,4}[\s.-]\d{3,4}$")
IBAN = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$")
POINT = re.compile(r"^-?\d{1,3}\.\d{3,}[,;\s]+-?\d{1,3}\.\d{3,}")
CARD = re.compile(r"^\d{13,19}$")

SENTENCES = {
    "name": _("It looks like the names of persons."),
    "phone": _("It looks like telephone numbers."),
    "email": _("It looks like e-mail addresses."),
    "place": _("It looks like exact places (coordinates)."),
    "address": _("It looks like addresses."),
    "number": _("It looks like numbers of cards, accounts or identity papers."),
    "row": _("It differs in each row, so it leads back to the person."),
    "text": _("It holds answers in people's own words."),
}


def why_identifying(name: str, values: Sequence[Any]) -> Reason | None:
    """Return why the column may name persons, or None. Missing values are None.

    >>> why_identifying("contact", ["+962 7 9012 3456", "0791234567", None]).code
    'disclosure.phone'
    >>> why_identifying("region_name", ["North", "South", "North", "North", "South"]) is None
    True
    """
    given = _plain([value for value in values if value is not None])
    if not given:
        return None
    kind = _by_content(given) or _by_name(name, given) or _by_row(given)
    return Reason(f"disclosure.{kind}", SENTENCES[kind]) if kind else None


def _plain(given: list[Any]) -> list[Any]:
    """Return numbers that are all whole as whole numbers, however the file stores them."""
    if all(isinstance(value, float) and value.is_integer() for value in given):
        return [int(value) for value in given]
    return given


def _by_content(given: Sequence[Any]) -> str | None:
    texts = [str(value).strip() for value in given]
    if isinstance(given[0], float):
        return None
    for kind, looks in (("email", EMAIL), ("place", POINT), ("number", IBAN)):
        if _share(texts, looks) > MOSTLY:
            return kind
    if sum(bool(CARD.match(text)) and _passes_luhn(text) for text in texts) > MOSTLY * len(texts):
        return "number"
    if isinstance(given[0], str):
        if _share(texts, PHONE) > MOSTLY:
            return "phone"
        if _differ(texts) > MOSTLY and sum(map(len, texts)) > FREE_TEXT * len(texts):
            return "text"
    return None


def _by_row(given: Sequence[Any]) -> str | None:
    """Say whether a column differs in each row as a serial does, or holds long numbers of one length as phones do."""
    if len(given) < ENOUGH_ROWS:
        return None
    if isinstance(given[0], str):
        return "row" if len(set(given)) == len(given) else None
    if not all(isinstance(value, int) and not isinstance(value, bool) for value in given):
        return None
    if len(set(given)) == len(given) and max(given) - min(given) < SPARSE * len(given):
        return "row"
    digits = [len(str(abs(value))) for value in given]
    usual = max(set(digits), key=digits.count)
    long = usual >= PHONE_DIGITS and digits.count(usual) >= SAME_LENGTH * len(given)
    return "phone" if long and len(set(given)) > MOSTLY * len(given) else None


def _by_name(name: str, given: Sequence[Any]) -> str | None:
    words = set(re.findall(r"[^\W\d_]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()))
    words.add("".join(re.findall(r"[^\W\d_]+", name.lower())))
    differ = _differ([str(value) for value in given])
    for kind, known in WORDS.items():
        if not words & known:
            continue
        if kind == "place" and all(
            float(value).is_integer() for value in given if isinstance(value, int | float)
        ):
            continue
        if differ == 1 if kind == "row" else differ > MOSTLY:
            return kind
    return None


def _share(texts: Sequence[str], looks: re.Pattern[str]) -> float:
    return sum(bool(looks.match(text)) for text in texts) / len(texts)


def _differ(texts: Sequence[str]) -> float:
    return len(set(texts)) / len(texts)


def _passes_luhn(digits: str) -> bool:
    """Say whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B).

    >>> _passes_luhn("4111111111111111"), _passes_luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
