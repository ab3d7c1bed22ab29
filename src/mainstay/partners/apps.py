"""Django's name for partners."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Organisations and those who speak for them."""

    name = "mainstay.partners"
    label = "partners"

    def ready(self) -> None:
        """Register how organisations answer to scopes, and what is due."""
        from . import permissions, tasks  # noqa: F401
        from .services import forgetting  # noqa: F401
