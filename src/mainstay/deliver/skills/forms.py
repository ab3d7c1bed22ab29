"""The tables that come in for a course: who is enrolled, what each reached; and the file that is given."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy

from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet

ENROLMENTS = Sheet(
    "enrolments",
    (
        Column("card", _("Card number"), max_length=20, help=_("Of a worker of the register; leave empty for somebody else.")),
        Column("name", _("Name"), max_length=120),
        Column(
            "sex", _("Sex"), "choice",
            choices={"F": (_("woman"), "female", "f"), "M": (_("man"), "male", "m"), "X": (_("other"), "x")},
        ),
        Column("birth_year", _("Year of birth"), "int", minimum=1900, maximum=2100),
    ),
    label=_("Enrolments"),
)  # fmt: skip
GRADES = Sheet(
    "grades",
    (
        Column("number", _("Number on the course"), required=True, max_length=30),
        Column("score", _("Score"), "decimal", places=2, minimum=Decimal(0)),
        Column("passed", _("Passed"), "bool", required=True),
    ),
    key=("number",),
    label=_("Grades"),
)


class TableForm(forms.Form):
    """One file of rows."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("XLSX or CSV. One wrong row changes nothing.")
    )
