"""Bringing the databases up to date: a new one is made by the same migrations as one that exists."""

from django.conf import settings
from django.core.management import call_command

from .router import APPS_APART


def bring_up_to_date() -> None:
    """Migrate the records, and the database of queue, jobs and sessions where there is one.

    That one has its own apps' migrations only: to play those of all others for no table would take as long again.
    Killed in between, the next start goes on behind the last migration that was whole.
    """
    call_command("migrate", database="default", verbosity=0, interactive=False)
    if "jobs" in settings.DATABASES:
        for app in APPS_APART:
            call_command("migrate", app, database="jobs", verbosity=0, interactive=False)
