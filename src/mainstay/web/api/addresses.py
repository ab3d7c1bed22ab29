"""The addresses of the API, made when the first of them is asked for: a page never waits for them."""

from threading import Lock
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

PREFIX = "api/v1/"
_lock = Lock()


class ApiAddresses(URLResolver):
    """All addresses below one prefix; none can be found by name, for none is ever linked by it."""

    def __init__(self, prefix: str) -> None:
        super().__init__(RoutePattern(prefix, is_endpoint=False), [], None)
        self.made: list[URLPattern] = []

    def make(self) -> list[URLPattern]:
        """Return the addresses, made now if they were not asked for yet."""
        with _lock:
            if not self.made:
                from .root import addresses

                self.made = addresses()
        return self.made

    @property
    def url_patterns(self) -> Any:
        """The addresses that are made so far."""
        return self.made

    def resolve(self, path: Any) -> Any:
        """Return what answers `path`."""
        if self.pattern.match(str(path)):
            self.make()
        return super().resolve(path)

    def _populate(self) -> None:
        """Say that no address is found by name here, without making them."""
        language = get_language()
        for found in ("_reverse_dict", "_namespace_dict", "_app_dict"):
            getattr(self, found)[language] = MultiValueDict()
        self._populated = True
