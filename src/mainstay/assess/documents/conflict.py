"""What joins and what must be done differently, on paper; nothing of what lies encrypted."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay.assess.models import Assessment
from mainstay.assess.selectors.conflict import conflict_unread, measure_rows, readings_told
from mainstay.assess.tables.conflict import READING_MARKS
from mainstay.page.words import day, parted

if TYPE_CHECKING:
    from mainstay.exchange.documents import Section


def conflict_sections(assessment: Assessment) -> "list[Section]":
    """Return the part on the conflict: what is done differently by whom and when, then what joins; or why it is unread."""
    from mainstay.exchange.documents import Section, Table

    readings = readings_told(assessment)
    unread = conflict_unread(assessment)
    if not readings and unread is None:
        return []
    table = Table(
        headers=[
            _("What is done differently"), _("Risk that it answers"), _("By whom"), _("When"), _("Place"), _("Read on"),
            _("Reading"),
        ],
        rows=[
            [
                row["measure"], row["risk"], row["owner"], row["due"], row["place"], day(row["held_on"]),
                str(READING_MARKS[row["stands"]][1]),
            ]
            for row in measure_rows(readings)
        ],
    )  # fmt: skip
    said = [] if unread is None else [
        _("No panel could read the conflict: {because} Done instead: {instead}").format(
            because=unread.because, instead=unread.instead
        )
    ]  # fmt: skip
    said += [
        _("What joins in {place}, read on {day}: {words}").format(
            place=reading.place_name, day=day(reading.held_on), words=parted(row.words for row in reading.connectors.all())
        )
        for reading in readings
        if reading.connectors.all()
    ]  # fmt: skip
    return [Section(_("What must be done differently"), paragraphs=said, table=table if table.rows else None)]
