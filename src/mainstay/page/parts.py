"""Templates that give what a page is made of, instead of the page, to whoever asks for it."""

from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, Template, reraise
from django.utils.safestring import SafeString


class Asked:
    """What the pages of one request are made of: the context of each, instead of its text."""

    def __init__(self) -> None:
        self.contexts: list[dict[str, Any]] = []


def ask_for_parts(request: HttpRequest) -> Asked:
    """Return where the parts of this request's page will stand; the page itself is not written then."""
    asked = Asked()
    request.asked_parts = asked  # type: ignore[attr-defined]
    return asked


class PageTemplate(Template):
    """A template that is not rendered where only its parts were asked for."""

    def render(self, context: Any = None, request: HttpRequest | None = None) -> SafeString:
        """Return the page, or nothing once its parts are handed over."""
        asked = getattr(request, "asked_parts", None)
        if asked is None:
            return SafeString(super().render(context, request))
        asked.contexts.append(dict(context or {}))
        return SafeString("")


class PageTemplates(DjangoTemplates):
    """Django's templates, whose parts can be asked for."""

    def get_template(self, template_name: str) -> PageTemplate:
        """Return a template by its name."""
        try:
            return PageTemplate(self.engine.get_template(template_name), self)
        except TemplateDoesNotExist as missing:
            reraise(missing, self)
            raise
