"""DOCX from Word templates with Jinja marks, the same bytes each time."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .report import Picture, Report, values_of
from .templates import build_template


def render_docx(template: bytes | Path, context: Mapping[str, Any], *, made_at: dt.datetime) -> bytes:
    """Return the DOCX of a template with the values of `context`.

    Values are text, never markup; marks may loop and choose, but reach nothing of the program (sandbox). A
    `Picture` anywhere in the context becomes a picture. BadInput when the template's marks are wrong.
    """
    import docxtpl
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    content = template.read_bytes() if isinstance(template, Path) else template
    document = docxtpl.DocxTemplate(io.BytesIO(content))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document.render(_with_pictures(context, document), environment, autoescape=True)
    except TemplateError as error:
        raise BadInput(
            "template_not_renderable",
            _("The Word template is wrong: {why}. Compare its marks with the house's template."),
            why=str(error),
        ) from None
    properties = document.docx.core_properties
    moment = made_at.astimezone(dt.UTC).replace(tzinfo=None) if made_at.tzinfo else made_at
    properties.created = properties.modified = moment.replace(microsecond=0)
    properties.author = properties.last_modified_by = "Mainstay"
    properties.title = str(context.get("title", ""))
    out = io.BytesIO()
    document.save(out)
    return _with_fixed_dates(out.getvalue())


def report_docx(
    report: Report, *, locale: str = "en", made_at: dt.datetime, template: bytes | Path | None = None
) -> bytes:
    """Return a report as DOCX, in the house's template or in an organisation's own."""
    return render_docx(
        template or build_template(locale, compact=report.compact), values_of(report), made_at=made_at
    )


def _with_pictures(value: Any, document: Any) -> Any:
    """Return the context with each picture as docxtpl wants it."""
    if isinstance(value, Picture):
        return _described(value, document)
    if isinstance(value, Mapping):
        return {key: _with_pictures(each, document) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_pictures(each, document) for each in value]
    return value


def _described(picture: Picture, document: Any) -> Any:
    """Return a picture as docxtpl wants it, with its text for who cannot see it."""
    import docxtpl
    from docx.shared import Mm

    class Described(docxtpl.InlineImage):
        def _insert_image(self) -> str:
            part = self.tpl.current_rendering_part
            inline = part.new_pic_inline(self.image_descriptor, self.width, self.height)
            for shown in inline.xpath("./wp:docPr | .//pic:cNvPr"):
                shown.set("descr", picture.text)
            return (
                f'</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r><w:t xml:space="preserve">'
            )

    return Described(document, io.BytesIO(picture.content), width=Mm(picture.width_mm))


def _with_fixed_dates(content: bytes) -> bytes:
    """Return the archive with the same date on every part, so that equal documents are equal files."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
