"""Which action of the rights data a view needs.

Every view says so with `door`, or is named with `label_views` when a library wrote it. A view that says nothing
is refused by ``DefaultDeny`` and stops the start: what is forgotten is shut.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_http_methods

PUBLIC = "public"
SIGNED_IN = "signed_in"

View = Callable[..., HttpResponseBase]


def door(action: str, *, methods: Iterable[str] = ("GET", "HEAD")) -> Callable[[View], View]:
    """Return a decorator that names the action a view needs and the methods it answers.

    `action` is a code of the rights data, ``public`` (anyone) or ``signed_in`` (anyone with an account, for pages
    about oneself). The door only asks whether the person holds the action anywhere; service and selector ask for
    the record.
    """
    answered = [*methods]

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return require_http_methods(answered)(view)(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        guarded.methods = answered  # type: ignore[attr-defined]
        return guarded

    return decorate


def who(request: HttpRequest) -> Any:
    """Return the person who asks, as the record itself: behind a door that is not public there always is one."""
    asked = request.user
    return getattr(asked, "_wrapped", asked) if asked.is_authenticated else asked


def action_of(view: Any) -> str | None:
    """Return the action a view names, or None when it names none."""
    return getattr(view, "action", None)


def walk(patterns: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address below `patterns` with its route."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern


def label_views(included: Any, actions: Mapping[str, str]) -> None:
    """Name the action of each view of a library's addresses, by the address's name; others stay shut."""
    module = included[0]
    for _route, pattern in walk(getattr(module, "urlpatterns", module)):
        if pattern.name and pattern.name in actions:
            view: Any = pattern.callback
            view.action = actions[pattern.name]
