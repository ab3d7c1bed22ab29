"""Django's name for the fund."""

from django.apps import AppConfig


class FundConfig(AppConfig):
    """The money."""

    name = "mainstay.fund"
    label = "fund"

    def ready(self) -> None:
        """Register how its records answer to scopes, and what is due."""
        from . import permissions, tasks  # noqa: F401
