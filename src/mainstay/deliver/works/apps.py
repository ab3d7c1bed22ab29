"""Django's name for works."""

from django.apps import AppConfig


class WorksConfig(AppConfig):
    """Employment-intensive works."""

    name = "mainstay.deliver.works"
    label = "works"

    def ready(self) -> None:
        """Register how the records answer to scopes, the jobs and what is due."""
        from . import permissions, tasks  # noqa: F401
