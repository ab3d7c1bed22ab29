"""Django's name for accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Persons, roles and scopes."""

    name = "mainstay.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register how accounts answer to scopes, and what is due."""
        from . import permissions, tasks  # noqa: F401
