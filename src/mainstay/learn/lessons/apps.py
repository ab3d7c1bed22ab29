"""Django's name for lessons."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """Lessons, after-action reviews and the search."""

    name = "mainstay.learn.lessons"
    label = "lessons"

    def ready(self) -> None:
        """Register scopes, what a case needs before it closes, and reminders."""
        from . import permissions, tasks  # noqa: F401
        from .services import reviewing  # noqa: F401
