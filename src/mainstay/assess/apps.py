"""Django's name for assess."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """What a crisis took: asked, estimated, weighed, validated, frozen as a baseline."""

    name = "mainstay.assess"
    label = "assess"

    def ready(self) -> None:
        """Register how assessments answer to scopes, and what is due on them."""
        from . import permissions, tasks  # noqa: F401
