"""Django's name for measure."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    """Facts, indicators, targets, verification and publication."""

    name = "mainstay.measure"
    label = "measure"

    def ready(self) -> None:
        """Register how records answer to scopes, the long tasks, and the records that registers read."""
        from . import permissions, tasks  # noqa: F401
        from .selectors import institutions  # noqa: F401
