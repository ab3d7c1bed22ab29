"""What was done to a record, on the pages made for its kind."""

from typing import Any

from django import template
from django.db.models import Model

from mainstay.web.selectors.done import history_of

register = template.Library()


@register.inclusion_tag("web/history.html")
def what_was_done(record: Model) -> dict[str, Any]:
    """Show what was done to a record, the latest first."""
    return {"history": history_of(record)}
