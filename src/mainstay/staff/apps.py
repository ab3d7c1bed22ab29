"""Django's name for staff."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Roster, clearances and missions."""

    name = "mainstay.staff"
    label = "staff"

    def ready(self) -> None:
        """Register how its records answer to scopes, and what is due."""
        from . import permissions, tasks  # noqa: F401
