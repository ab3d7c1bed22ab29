"""Writing what the search knows, inside the act that writes the record."""

from datetime import date

from django.db import connection

from mainstay.learn.lessons.methods.folded import words
from mainstay.learn.lessons.models import SearchEntry

from .search_tables import FTS


def index_record(
    kind: str, record_id: int, *, title: str, body: str, dated_on: date, language: str = "en"
) -> None:
    """Let the search find a record by its words; called inside the act that writes it, so both happen or neither."""
    entry, _made = SearchEntry.objects.update_or_create(
        kind=kind,
        record_id=record_id,
        defaults={
            "title": title[:300],
            "language": language,
            "words_title": " ".join(words(title)),
            "words_body": " ".join(words(body)),
            "dated_on": dated_on,
        },
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {FTS} WHERE rowid = %s", [entry.pk])  # noqa: S608 - our own table
            cursor.execute(
                f"INSERT INTO {FTS} (rowid, title, body) VALUES (%s, %s, %s)",  # noqa: S608 - our own table
                [entry.pk, entry.words_title, entry.words_body],
            )


def forget_record(kind: str, record_id: int) -> None:
    """Take a record out of the search, inside the act that withdraws it."""
    entry = SearchEntry.objects.filter(kind=kind, record_id=record_id).first()
    if entry is None:
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {FTS} WHERE rowid = %s", [entry.pk])  # noqa: S608 - our own table
    entry.delete()
