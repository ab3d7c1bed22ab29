"""Django's name for accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Persons, roles and scopes."""

    name = "mainstay.accounts"
    label = "accounts"
