"""Django's name for the web floor."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class WebConfig(AppConfig):
    """Pages that belong to the whole."""

    name = "mainstay.web"
    label = "web"

    def ready(self) -> None:
        """Load the panels that stages put on the case page; let the search hear of each act."""
        import_module("mainstay.web.tasks")
        for app in apps.get_app_configs():
            if app.name.startswith("mainstay.") and find_spec(f"{app.name}.panels") is not None:
                import_module(f"{app.name}.panels")
