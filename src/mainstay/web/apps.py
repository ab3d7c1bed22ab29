"""Django's name for the web floor."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages that belong to the whole."""

    name = "mainstay.web"
    label = "web"

    def ready(self) -> None:
        """Load the panels that stages put on the case page."""
        from mainstay.project.stages import APPS

        for app in APPS:
            if find_spec(f"{app}.panels") is not None:
                import_module(f"{app}.panels")
