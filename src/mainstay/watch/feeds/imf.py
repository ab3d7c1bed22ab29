"""World Economic Outlook of the IMF: the tab-separated table of all countries, in UTF-16 or in an older encoding.

What lies after the column “Estimates Start After” is an estimate or a projection of the IMF's staff and is marked so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .faults import fault
from .forms import csv_rows
from .items import Item, Parsed, plain

CODE = "imf"
ANY_ENCODING = True
_NAME = "IMF WEO"
_NEEDED = ("ISO", "WEO Subject Code", "Units", "Scale", "Estimates Start After")
_EDITION = re.compile(r"weo[-_ ]?([a-z]{3})[a-z]*[-_ ]?(\d{4})", re.IGNORECASE)
_MONTHS = {"apr": "04", "oct": "10", "sep": "09", "jan": "01", "jul": "07"}
#: What is kept of some forty subjects: unemployment, employment, growth, prices, public debt and balance, people.
SUBJECTS = ("LUR", "LE", "NGDP_RPCH", "NGDPDPC", "PCPIPCH", "GGXWDG_NGDP", "GGXCNL_NGDP", "BCA_NGDPD", "LP")


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of a table, whose file is named after its edition (WEOOct2025all.xls)."""
    named = _EDITION.search(path.name)
    if named is None or named[1].lower() not in _MONTHS:
        raise fault(
            "not_the_form",
            file=path.name,
            source=_NAME,
            fault="no edition in its name, such as WEOOct2025all.xls",
        )
    lines = _text(path).splitlines()
    held: dict[str, list[list[Any]]] = defaultdict(list)
    for row in csv_rows(lines, _NEEDED, file=path.name, source=_NAME, delimiter="\t"):
        if row["WEO Subject Code"] in SUBJECTS:
            years = {
                name: cell.replace(",", "") for name, cell in row.items() if re.fullmatch(r"\d{4}", name)
            }
            cells = [[int(year), plain(cell)] for year, cell in years.items() if cell.strip()]
            held[row["ISO"]].append([row["WEO Subject Code"], row["Units"], row["Scale"], plain(row["Estimates Start After"]), cells])  # fmt: skip
    for iso3, rows in sorted(held.items()):
        content = {
            "iso3": iso3,
            "columns": ["subject", "units", "scale", "estimates_after", "years"],
            "rows": rows,
        }
        yield Item(iso3, f"{named[2]}-{_MONTHS[named[1].lower()]}", content)


def _text(path: Path) -> str:
    """Return the text, by its mark or by the zeros that UTF-16 leaves; the IMF has published all three encodings."""
    content = path.read_bytes()
    if content.startswith((b"\xd0\xcf\x11\xe0", b"PK\x03\x04")):
        raise fault("not_the_form", file=path.name, source=_NAME, fault="a workbook; take the tab-delimited file “by countries”")  # fmt: skip
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if content[1:400:2].count(0) > 100:
        return content.decode("utf-16-le")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def parse(item: Item) -> Parsed:
    """Return the yearly values of one country; what the IMF estimates or projects has a lower confidence."""
    found = Parsed()
    iso3, edition = str(item.content["iso3"]), int(item.version[:4])
    for row, (subject, _units, _scale, after, cells) in enumerate(item.content["rows"], start=1):
        for year, raw in cells:
            confidence, method = 3, "published"
            if after == "" or year > float(after):
                confidence, method = (1, "projected") if year >= edition else (2, "estimated")
            found.reading(
                f"imf.{subject}",
                iso3,
                year,
                raw,
                row=row,
                field=f"{subject} {year}",
                confidence=confidence,
                method=method,
            )
    return found
