"""What the search needs beside the tables of Django: FTS5 in SQLite, a column with a GIN index in PostgreSQL.

Both follow the rows by themselves, whichever way these are written. A later migration of SQLite that makes the table
anew drops the triggers: it calls `set_up` again.
"""

from typing import Any

from mainstay.web.models import SearchEntry

FTS = "web_search"
TABLE = SearchEntry._meta.db_table

_COLUMNS = "words_title, words_body"
_FTS5 = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS} USING fts5({_COLUMNS}, content='{TABLE}', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')"
)
_OLD = f"INSERT INTO {FTS} ({FTS}, rowid, {_COLUMNS}) VALUES ('delete', old.id, old.words_title, old.words_body);"  # noqa: S608
_NEW = f"INSERT INTO {FTS} (rowid, {_COLUMNS}) VALUES (new.id, new.words_title, new.words_body);"  # noqa: S608
_SQLITE = (
    _FTS5,
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_added AFTER INSERT ON {TABLE} BEGIN {_NEW} END",
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_gone AFTER DELETE ON {TABLE} BEGIN {_OLD} END",
    f"CREATE TRIGGER IF NOT EXISTS {FTS}_changed AFTER UPDATE ON {TABLE} BEGIN {_OLD} {_NEW} END",
)
_VECTOR = (
    "setweight(to_tsvector('simple'::regconfig, words_title), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, words_body), 'D')"
)
_POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    f"CREATE INDEX IF NOT EXISTS {FTS}_words ON {TABLE} USING gin (vector)",
)


def set_up(connection: Any) -> None:
    """Make the index of words on a database that has the table; done again it changes nothing."""
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def take_down(connection: Any) -> None:
    """Take the index of words away: before its table goes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TABLE IF EXISTS {FTS}")


def forwards(_apps: Any, schema_editor: Any) -> None:
    """Do `set_up` from a migration."""
    if schema_editor.connection.alias == "default":
        set_up(schema_editor.connection)


def backwards(_apps: Any, schema_editor: Any) -> None:
    """Do `take_down` from a migration."""
    if schema_editor.connection.alias == "default":
        take_down(schema_editor.connection)
