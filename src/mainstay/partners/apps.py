"""Django's name for partners."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Organisations and those who speak for them."""

    name = "mainstay.partners"
    label = "partners"

    def ready(self) -> None:
        """Register how organisations answer to scopes, what is due, what waits, and the registers."""
        from . import panels, permissions, tasks  # noqa: F401
        from .services import forgetting  # noqa: F401
        from .tables import declared, focal_points  # noqa: F401
