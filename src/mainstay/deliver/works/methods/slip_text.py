"""A pay slip short enough for a text message."""

from decimal import Decimal

GSM = 160
UNICODE = 70


def slip_text(template: str, facts: dict[str, str]) -> tuple[str, int]:
    """Return the text of a slip and how many messages it takes.

    One message holds 160 characters of the GSM alphabet or 70 of any other; longer texts are cut in parts of 153 or
    67 (3GPP TS 23.040). ASCII stands for the GSM alphabet here.

    >>> slip_text("{card}: {days} d, {net}", {"card": "W-12", "days": "22", "net": "JOD 186.164"})
    ('W-12: 22 d, JOD 186.164', 1)
    """
    text = template.format_map(facts)
    single, part = (GSM, 153) if text.isascii() else (UNICODE, 67)
    return text, 1 if len(text) <= single else -(-len(text) // part)


def days_shown(centi: int) -> str:
    """Return hundredths of a day as a person writes them.

    >>> days_shown(2250), days_shown(2200)
    ('22.5', '22')
    """
    return format((Decimal(centi) / 100).normalize(), "f")
