"""Django's name for the page floor."""

from django.apps import AppConfig


class PageConfig(AppConfig):
    """Templates, styles and tags that every door uses."""

    name = "mainstay.page"
    label = "page"

    def ready(self) -> None:
        """Register the check that no address is without a named action; write numbers as the reader's place does."""
        from . import checks, numerals  # noqa: F401

        numerals.install()
