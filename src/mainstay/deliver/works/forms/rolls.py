"""The table of daily rolls: one mark a row, of one or many sites and periods."""

from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet

ROLLS = Sheet(
    "rolls",
    (
        Column("site", _("Site"), required=True, max_length=24),
        Column("card", _("Card number"), required=True, max_length=20),
        Column("day", _("Day"), "date", required=True),
        Column("code", _("Code"), required=True, max_length=2),
        Column("hours", _("Hours"), "decimal", places=2),
        Column("quantity", _("Quantity"), "decimal", places=3),
        Column("task", _("Task"), max_length=20),
    ),
    label=_("Muster roll"),
)
