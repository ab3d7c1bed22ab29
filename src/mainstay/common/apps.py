"""Django's name for the lowest floor."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Audit, jobs, files, notices and places."""

    name = "mainstay.common"
    label = "common"
