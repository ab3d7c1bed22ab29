"""Django's name for cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The spine of every crisis."""

    name = "mainstay.cases"
    label = "cases"

    def ready(self) -> None:
        """Register how cases answer to scopes, the checks of their clocks, and what partners tell."""
        from . import permissions, receivers, tasks  # noqa: F401
