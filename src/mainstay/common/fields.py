"""Columns with a meaning of their own."""

from typing import Any

from django.db import models

from . import crypto


class EncryptedTextField(models.BinaryField):
    """A text that lies encrypted in the database and is read as text; it cannot be searched or sorted by.

    Beside it stands, where equality search is needed, a column with `crypto.lookup_digest` of the value.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """Return the stored value as text."""
        return None if value is None else crypto.decrypt(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return the value as the database keeps it: encrypted."""
        if isinstance(value, str):
            value = crypto.encrypt(value)
        return super().get_db_prep_value(value, connection, prepared)

    def to_python(self, value: Any) -> Any:
        """Return the value as text."""
        return value if value is None or isinstance(value, str) else crypto.decrypt(bytes(value))
