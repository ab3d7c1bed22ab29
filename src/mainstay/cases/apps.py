"""Django's name for cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The spine of every crisis."""

    name = "mainstay.cases"
    label = "cases"

    def ready(self) -> None:
        """Register how cases answer to scopes, the checks of their clocks, what partners tell, and the
        register of rules set aside.
        """
        from . import permissions, receivers, tables, tasks  # noqa: F401
