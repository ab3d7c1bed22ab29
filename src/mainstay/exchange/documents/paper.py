"""PDF by Typst, inside this process: no browser, no system library, no network, the same bytes each time."""

import datetime as dt
import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.exchange.tables.xlsx_writing import is_right_to_left

from .report import Picture, Report, values_of

FONTS = Path(__file__).parents[1] / "fonts"
_TEMPLATES = Path(__file__).parent / "typst"


def render_pdf(
    source: str | Path,
    given: Mapping[str, Any],
    *,
    locale: str = "en",
    made_at: dt.datetime,
    pictures: Mapping[str, Picture] | None = None,
) -> bytes:
    """Return the PDF of a Typst source (text, or the path of a template) with the given values.

    The source reads them with ``json("data.json")``, where `language` and `direction` are added; values are
    never markup. `pictures` lie beside it under their names. The document carries `made_at` and no clock.
    BadInput when the source does not compile or asks for a package from the network.
    """
    import typst

    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    if "@preview" in text or "@local" in text:
        raise BadInput(
            "template_asks_for_package",
            _(
                "The template imports a package, which would be fetched from the network. Copy what it needs into it."
            ),
        )
    direction = "rtl" if is_right_to_left(locale) else "ltr"
    values = {"language": locale.split("-", maxsplit=1)[0].lower(), "direction": direction, **given}
    with tempfile.TemporaryDirectory(prefix="mainstay-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(text, encoding="utf-8")
        (folder / "data.json").write_text(
            json.dumps(values, ensure_ascii=False, default=str), encoding="utf-8"
        )
        for file, picture in (pictures or {}).items():
            (folder / file).write_bytes(picture.content)
        compiler = typst.Compiler(
            folder / "main.typ", root=folder, font_paths=[FONTS], ignore_system_fonts=True
        )
        try:
            made = compiler.compile(format="pdf", timestamp=_fixed(made_at))
        except typst.TypstError as error:
            raise BadInput(
                "template_not_compilable", _("The document could not be made: {why}"), why=error.message
            ) from None
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _fixed(moment: dt.datetime) -> dt.datetime:
    """Return the moment with a fixed offset, to the second; one without offset is universal."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).replace(microsecond=0)


def report_pdf(report: Report, *, locale: str = "en", made_at: dt.datetime) -> bytes:
    """Return a report as PDF in the house's look; Arabic runs from right to left."""
    values = values_of(report)
    pictures: dict[str, Picture] = {}
    for at, section in enumerate(values["sections"]):
        picture = section["picture"]
        if picture is not None:
            file = f"picture{at}.{_suffix(picture)}"
            pictures[file] = picture
            section["picture"] = {"file": file, "width_mm": picture.width_mm, "text": picture.text}
    source = _TEMPLATES / "report.typ"
    return render_pdf(source, values, locale=locale, made_at=made_at, pictures=pictures)


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF of ours has: its page objects, which Typst writes outside of compressed streams."""
    return len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", pdf))


def _suffix(picture: Picture) -> str:
    if picture.content.startswith(b"\x89PNG"):
        return "png"
    return "svg" if b"<svg" in picture.content[:200] else "jpg"
