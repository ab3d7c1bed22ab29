"""What every page shows around its content: the rail of stages, the languages, the reader."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

#: The nine stages in the order of the road.
STAGES = {
    "watch": _("Watch"),
    "decide": _("Decide"),
    "assess": _("Assess"),
    "design": _("Design"),
    "fund": _("Fund"),
    "staff": _("Staff"),
    "deliver": _("Deliver"),
    "measure": _("Measure"),
    "learn": _("Learn"),
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame template needs on every page."""
    return {"organisation": settings.ORGANISATION, "road": STAGES}
