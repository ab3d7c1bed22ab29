"""Django's name for decide."""

from django.apps import AppConfig


class DecideConfig(AppConfig):
    """Requests, scores, decisions."""

    name = "mainstay.decide"
    label = "decide"

    def ready(self) -> None:
        """Register how its records answer to scopes, and what runs when its time has come."""
        from . import permissions, tasks  # noqa: F401
