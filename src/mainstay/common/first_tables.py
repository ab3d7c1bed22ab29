"""Creating all tables of an app in one step of a migration.

Django renders every model that hangs on a table each time one is created. With two hundred tables that all lead to a
person or a case, a new database took more than a minute of that; created together, the models are rendered once an app.
Each constraint that is added to such a table by itself has them rendered again: those of new tables are made with them.
"""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class CreateTogether(Operation):
    """Creates the tables of many `CreateModel` operations; the state is rendered once, after the last.

    Fields, indexes and constraints that are added to these tables, and to no other, may follow among the operations: the
    tables are created with them. A ValueError names what is about another table.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[CreateModel | AddField | AddIndex | AddConstraint]) -> None:
        self.operations = operations
        self.created = [operation for operation in operations if isinstance(operation, CreateModel)]
        new = {operation.name_lower for operation in self.created}
        for operation in operations:
            if not isinstance(operation, CreateModel) and operation.model_name.lower() not in new:
                raise ValueError(
                    f"{operation.describe()}: only what is about the new tables is created with them"
                )

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return how the operation is written in a migration."""
        return type(self).__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add every model to the state with what belongs to it, and let it be rendered anew when it is asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables in their order, each with all that the operations add to it."""
        for operation in self.created:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the tables, the last first."""
        for operation in reversed(self.created):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return what the operation does, in words."""
        return f"Create {len(self.created)} tables together"
