"""The table of workers: out to be filled or corrected, and back in."""

from datetime import date

from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet

WASHINGTON = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
_ANSWER = _("1 no difficulty, 2 some, 3 a lot, 4 cannot do at all")

#: Optional columns that are kept apart, encrypted, and never go out by default.
STATUS_COLUMNS = ("population_status", "nationality", *(f"wg_{question}" for question in WASHINGTON))

WORKERS = Sheet(
    "workers",
    (
        Column("card", _("Card number"), max_length=20, help=_("Leave empty for somebody new: a number is given.")),
        Column("name", _("Name"), required=True, max_length=120),
        Column(
            "sex", _("Sex"), "choice", required=True,
            choices={"F": (_("woman"), "female", "f"), "M": (_("man"), "male", "m"), "X": (_("other"), "x")},
        ),
        Column("birth_date", _("Date of birth"), "date", minimum=date(1900, 1, 1)),
        Column("birth_year", _("Year of birth"), "int", minimum=1900, maximum=2100),
        Column(
            "age_proof", _("Proof of age"), "choice",
            choices={"DOCUMENT": (_("document"),), "COMMUNITY": (_("community"),)},
        ),
        Column("area", _("Area (P-code)"), max_length=20),
        Column("local", _("From the target community"), "bool"),
        Column("household", _("Household number"), max_length=60),
        Column("household_size", _("People in the household"), "int", minimum=1, maximum=60),
        Column("small_children", _("Children under six"), "int", minimum=0, maximum=20),
        Column("phone", _("Telephone"), "phone"),
        Column(
            "channel", _("How to pay"), "choice",
            choices={"CASH": (_("cash"),), "BANK": (_("bank"),), "MOBILE": (_("mobile money"),)},
        ),
        Column("account", _("Account or wallet"), max_length=60),
        Column("skills", _("Skills"), max_length=200, help=_("Separated by commas.")),
        Column("language", _("Language"), max_length=5),
        Column("reads", _("Can read"), "bool"),
        Column("consent", _("Consent to registration and pay"), "bool", required=True),
        Column("fee_asked", _("Was asked for a fee"), "bool"),
        Column("population_status", _("Status (optional, confidential)"), max_length=40),
        Column("nationality", _("Nationality (optional, confidential)"), max_length=60),
        *(
            Column(f"wg_{question}", _("Difficulty") + f": {question}", "int", minimum=1, maximum=4, help=_ANSWER)
            for question in WASHINGTON
        ),
        Column("version", _("Version"), "int", hidden=True),
    ),
    key=("card",),
    label=_("Workers"),
)  # fmt: skip
