"""Amounts of money as whole minor units, never as binary fractions.

Minor units per currency follow ISO 4217; a currency that is not in the table has two decimals.
"""

from decimal import ROUND_HALF_UP, Decimal

DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def decimals(currency: str) -> int:
    """Return the number of decimal places of `currency` (ISO 4217 code).

    >>> decimals("JOD"), decimals("KMF"), decimals("USD")
    (3, 0, 2)
    """
    return DECIMALS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """Return `amount` in whole minor units, rounded half up once.

    >>> to_minor(Decimal("8.4615"), "JOD")
    8462
    """
    scaled = amount.scaleb(decimals(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_minor(minor: int, currency: str) -> Decimal:
    """Return whole minor units as an exact decimal amount.

    >>> from_minor(8462, "JOD")
    Decimal('8.462')
    """
    return Decimal(minor).scaleb(-decimals(currency))


def convert(minor: int, currency: str, rate: Decimal, into: str) -> int:
    """Return `minor` units of `currency` in minor units of `into`, at `rate` units of `into` for one of `currency`.

    >>> convert(709_000, "JOD", Decimal(1) / Decimal("0.709"), "USD")
    100000
    """
    return to_minor(from_minor(minor, currency) * rate, into)
