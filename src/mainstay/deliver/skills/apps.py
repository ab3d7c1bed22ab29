"""Django's name for skills."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    """Courses and certificates."""

    name = "mainstay.deliver.skills"
    label = "skills"

    def ready(self) -> None:
        """Register how the records answer to scopes."""
        from . import permissions, tasks  # noqa: F401
