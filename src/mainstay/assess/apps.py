"""Django's name for assess."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """What a crisis took: asked, estimated, weighed, validated, frozen as a baseline."""

    name = "mainstay.assess"
    label = "assess"

    def ready(self) -> None:
        """Register how assessments answer to scopes."""
        from . import permissions  # noqa: F401
