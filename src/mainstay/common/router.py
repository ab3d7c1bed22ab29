"""Which database keeps what: queue, job progress, sessions and cache lie apart from the records.

An import that holds the write lock of the records then stops nobody from signing in or seeing its progress.
Where no ``jobs`` database is set (PostgreSQL), all lies in one.
"""

from typing import Any

from django.conf import settings
from django.db.models import Model

APART = {"django_tasks_database", "sessions"}
#: The apps that have tables in the database of jobs.
APPS_APART = ("common", *sorted(APART))


def _apart(app_label: str, model_name: str | None) -> bool:
    return app_label in APART or (app_label, model_name) == ("common", "job")


class JobsRouter:
    """Sends queue, jobs and sessions to the ``jobs`` database where there is one."""

    def _home(self, model: type[Model]) -> str | None:
        if "jobs" in settings.DATABASES and _apart(model._meta.app_label, model._meta.model_name):
            return "jobs"
        return None

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Return the database to read `model` from."""
        return self._home(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        """Return the database to write `model` to."""
        return self._home(model)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        """Return whether the table belongs into `db`."""
        if "jobs" not in settings.DATABASES:
            return None
        if model_name is None:
            return (db == "jobs") == (app_label in APART)
        return (db == "jobs") == _apart(app_label, model_name)
