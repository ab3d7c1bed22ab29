"""Django's name for watch."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Watch and prepare."""

    name = "mainstay.watch"
    label = "watch"

    def ready(self) -> None:
        """Register how its records answer to scopes, and what runs when its time has come."""
        from . import permissions, tasks  # noqa: F401
