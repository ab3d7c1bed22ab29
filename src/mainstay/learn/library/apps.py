"""Django's name for the library."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Documents, their versions and languages, and the record of their use."""

    name = "mainstay.learn.library"
    label = "library"

    def ready(self) -> None:
        """Register scopes, what the search may find here, and what institutional indicators count, the register."""
        from . import permissions, selectors  # noqa: F401
        from .tables import register  # noqa: F401
