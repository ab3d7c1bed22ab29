"""Texts in the character set that every bank's system takes: Latin letters, digits, a few signs.

The set is SWIFT's X without line breaks: ``a–z A–Z 0–9 / - ? : ( ) . , ' +`` and the space. Arabic and
Cyrillic are written letter by letter; Arabic script shows few vowels, so the result is a skeleton by which
a clerk can recognise a name, no spelling of it. Where a payee has a Latin name on a document, use that.
"""

import re
import unicodedata

ALLOWED = re.compile(r"[^a-zA-Z0-9/\-?:().,'+ ]")
_LATIN = dict(
    zip(
        "ßæÆøØłŁđĐðÐþÞıœŒħĦŋŊ’‘ʼ`´“”„«»–—‑−_&;@#",
        (
            *(
                "ss",
                "ae",
                "AE",
                "o",
                "O",
                "l",
                "L",
                "d",
                "D",
                "d",
                "D",
                "th",
                "Th",
                "i",
                "oe",
                "OE",
                "h",
                "H",
            ),
            *("ng", "NG", "'", "'", "'", "'", "'", "'", "'", "'", "'", "'", "-", "-", "-", "-", "-", "+"),
            *(",", "(at)", "No."),
        ),
        strict=True,
    )
)
_ARABIC = {
    **dict(
        zip(
            "ابتثجحخدذرزسشصض",
            ("a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d"),
            strict=True,
        )
    ),
    **dict(
        zip(
            "طظعغفقكلمنهوية",
            ("t", "z", "a", "gh", "f", "q", "k", "l", "m", "n", "h", "w", "y", "a"),
            strict=True,
        )
    ),
    **dict(
        zip(
            "أإآىئؤءپچژگکیھۀ",
            ("a", "i", "a", "a", "y", "w", "", "p", "ch", "zh", "g", "k", "y", "h", "h"),
            strict=True,
        )
    ),
    **dict(zip("\u064e\u064f\u0650\u0651\u0652\u0640", ("a", "u", "i", "", "", ""), strict=True)),
    "؟": "?",
    "،": ",",
}
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s"),
            *(
                "t",
                "u",
                "f",
                "kh",
                "ts",
                "ch",
                "sh",
                "shch",
                "",
                "y",
                "",
                "e",
                "yu",
                "ya",
                "i",
                "yi",
                "ye",
                "g",
            ),
        ),
        strict=True,
    )
)
_LETTERS = {**_LATIN, **_ARABIC, **_CYRILLIC}


def to_latin(text: str) -> str:
    """Return `text` in Latin letters without accents; what has no counterpart becomes a space.

    >>> to_latin("José Ñúñez"), to_latin("عمر"), to_latin("Łukasz & Søn")
    ('Jose Nunez', 'Amr', 'Lukasz + Son')
    """
    words = unicodedata.normalize("NFC", text).split()
    return " ".join(filter(None, (_word(word) for word in words)))


def _word(word: str) -> str:
    written = "".join(map(_letter, word))
    foreign = bool(written) and word[0] in _ARABIC
    return written[0].upper() + written[1:] if foreign else written.strip()


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if not ALLOWED.match(letter) else _LETTERS.get(letter, " ")
    found = _LETTERS.get(letter)
    if found is None and (lower := _LETTERS.get(letter.lower())) is not None:
        found = lower.capitalize()
    if found is not None:
        return found
    if letter.isdigit() and (digit := unicodedata.digit(letter, None)) is not None:
        return str(digit)
    parts = unicodedata.normalize("NFKD", letter)
    plain = "".join(part for part in parts if part.isascii() and not ALLOWED.match(part))
    return plain or ("" if unicodedata.combining(letter) else " ")


def swift_text(text: str, most: int = 140) -> str:
    """Return `text` as a payment message may carry it, at most `most` characters; "" if nothing is left.

    Neither "//" nor a "/" at either end may stand, because older systems read them as the start of a code.

    >>> swift_text("//Wages: week 32 – site «Al Husn»")
    "Wages: week 32 - site 'Al Husn'"
    """
    plain = " ".join(re.sub("/{2,}", "/", to_latin(text)).split())
    return plain.strip("/ ")[:most].strip("/ ")
