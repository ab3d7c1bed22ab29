"""What a line of a register holds in a column: as a file keeps it, and as a person reads it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from mainstay.exchange.tables import Column
from mainstay.page.words import country_name

from .registers import Register


def shown_label(register: Register, column: Column) -> str:
    """Return what a column is called on a page."""
    face = register.faces.get(column.name)
    return str(face[0]) if face else gettext(column.label)


def file_value(register: Register, line: Any, column: Column) -> Any:
    """Return what a line holds in a column as a file keeps it: e-mails, codes of countries, days as ISO 8601."""
    value = register.value(line, column.name)
    if value is None or value == "":
        return ""
    if column.name == "state":
        return str(register.marks.get(value, ("", value))[1])
    if column.kind == "choice":
        return column.choice_labels().get(value, (value,))[0]
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return value.isoformat()
    for name in ("email", "iso3"):
        if hasattr(value, name):
            return getattr(value, name)
    return value if isinstance(value, int) else str(value)


def shown_value(register: Register, line: Any, column: Column) -> Any:
    """Return what a line holds in a column as a person reads it."""
    face = register.faces.get(column.name, ("", None))[1]
    if face is not None:
        return face(line)
    value = register.value(line, column.name)
    if hasattr(value, "names"):
        return country_name(value.names, value.name)
    if isinstance(value, date):
        return value
    if hasattr(value, "email"):  # a person is named; her address stands in the file alone
        return str(value.name)
    return file_value(register, line, column)
