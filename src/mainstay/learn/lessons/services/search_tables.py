"""What the search needs beside the tables of Django: FTS5 in SQLite, a GIN index in PostgreSQL."""

from typing import Any

FTS = "lessons_search"
VECTOR = "to_tsvector('simple', words_title || ' ' || words_body)"

_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS} USING fts5(title, body, tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
)
_POSTGRESQL = (
    f"CREATE INDEX IF NOT EXISTS lessons_search_words ON lessons_searchentry USING gin ({VECTOR})",
)


def set_up(connection: Any) -> None:
    """Make the index of the search on a database that has the tables; done again it changes nothing."""
    statements = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def migrate(_apps: Any, schema_editor: Any) -> None:
    """Do `set_up` from a migration."""
    set_up(schema_editor.connection)
