"""The table of contracts that were signed: one row for each, all of one site."""

from decimal import Decimal

from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet

CONTRACTS = Sheet(
    "contracts",
    (
        Column("card", _("Card number"), required=True, max_length=20),
        Column("task", _("Task"), required=True, max_length=20),
        Column("starts_on", _("First day"), "date", required=True),
        Column("ends_on", _("Last day"), "date", required=True),
        Column("signed_on", _("Signed on"), "date", required=True),
        Column(
            "signature", _("How signed"), "choice",
            choices={"SIGNED": (_("signed"),), "THUMBPRINT": (_("thumbprint"),)},
        ),
        Column("witness", _("Witness"), max_length=120, help=_("Needed where a thumbprint stands for the signature.")),
        Column("language", _("Language read in"), max_length=5),
        Column("read_aloud", _("Read aloud"), "bool"),
        Column(
            "day_rate", _("Wage a day"), "decimal", minimum=Decimal(0),
            help=_("Leave empty for the rate of the task; another is refused."),
        ),
    ),
    label=_("Contracts"),
)  # fmt: skip
