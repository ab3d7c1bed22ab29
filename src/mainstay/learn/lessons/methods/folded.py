"""Texts as the search knows them: no capitals, no accents, no marks."""

import re
import unicodedata

_WORD = re.compile(r"\w+", re.UNICODE)
#: Letters that people write either way: alef with and without hamza, yeh and alef maksura, teh marbuta and heh.
_ALIKE = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ـ": "",
        "ß": "ss",
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
    }
)


def folded(text: str) -> str:
    """Return `text` without case, accents, Arabic vowel marks and lengthening, letters that are alike made one.

    >>> folded("São Tomé: ÉVALUATION"), folded("إعادة الإعمار")
    ('sao tome: evaluation', 'اعاده الاعمار')
    """
    # Letters for print (a mathematical 𝘈) become plain ones first, so that the lower case finds them. Letters that
    # are alike come before letters are taken apart: an alef with hamza would no longer be one letter.
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in their order.

    >>> words("Cash-for-work, 2 sites")
    ['cash', 'for', 'work', '2', 'sites']
    """
    return _WORD.findall(folded(text))
