"""Django's name for design."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Projects: drafted, consulted, reviewed, approved, funded, carried out, handed over, closed."""

    name = "mainstay.design"
    label = "design"

    def ready(self) -> None:
        """Register how projects answer to scopes."""
        from . import permissions  # noqa: F401
