"""The table that comes back from bank, operator or pay table: who was paid, who was not, and why."""

from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet

CONFIRMATIONS = Sheet(
    "confirmations",
    (
        Column("reference", _("Payment reference"), required=True, max_length=35),
        Column("paid", _("Paid"), "bool", required=True),
        Column("amount", _("Amount"), "decimal"),
        Column("paid_on", _("Paid on"), "date"),
        Column("receipt", _("Receipt"), max_length=80),
        Column("failure", _("Why not paid"), max_length=200),
        Column("witnesses", _("Witnesses"), max_length=200),
        Column("delegate", _("Fetched by (written delegate)"), max_length=120),
    ),
    key=("reference",),
    label=_("Confirmation of payments"),
)
