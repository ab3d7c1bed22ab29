"""Django's name for cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The spine of every crisis."""

    name = "mainstay.cases"
    label = "cases"

    def ready(self) -> None:
        """Register how cases answer to scopes, and the checks of their clocks."""
        from . import permissions, tasks  # noqa: F401
