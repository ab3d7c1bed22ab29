"""Django's name for works."""

from django.apps import AppConfig


class WorksConfig(AppConfig):
    """Employment-intensive works."""

    name = "mainstay.deliver.works"
    label = "works"

    def ready(self) -> None:
        """Register how the records answer to scopes, the jobs, what is due, what a case needs before it closes."""
        from . import permissions, tasks  # noqa: F401
        from .selectors import floors_of_case  # noqa: F401
        from .services import ending  # noqa: F401
