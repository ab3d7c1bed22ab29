"""The list of alerts."""

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.common import clock
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted
from mainstay.watch import selectors
from mainstay.watch.models import Alert
from mainstay.watch.tables import ALERT_MARKS, AlertTable


class AlertFilter(forms.Form):
    """What the list of alerts is narrowed by."""

    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[
            ("", _("Open")),
            ("all", _("All")),
            *((code, word) for code, (_mark, word) in ALERT_MARKS.items()),
        ],
    )


@door("watch.read_alerts")
def alert_list(request: HttpRequest) -> HttpResponse:
    """Show the alerts that this person may see, open ones unless she asks for others."""
    form = AlertFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = selectors.alerts_visible(who(request), open_only=not state)
    if state and state != "all":
        rows = rows.filter(state=state)
    answer = _answer(selectors.alerts_visible(who(request), open_only=False))
    return listed(
        request, "watch/alerts.html", AlertTable(rows), {"answer": answer}, name="alerts", filters=form
    )


def _answer(rows: QuerySet[Alert]) -> str:
    """Return how many alerts are open, how many of their time limits have passed, and what became of the others."""
    now = clock.now()
    late = (
        Q(confirm_due_at__lt=now, confirmed_at__isnull=True)
        | Q(call_due_at__lt=now, called_at__isnull=True)
        | Q(decide_due_at__lt=now, decided_at__isnull=True)
    )
    is_open = Q(state__in=["WATCH", "ALERT"])
    held = rows.order_by().aggregate(
        open=Count("pk", filter=is_open),
        late=Count("pk", filter=is_open & late),
        cases=Count("pk", filter=Q(state="ACTIVATED")),
        closed=Count("pk", filter=Q(state__startswith="CLOSED")),
    )
    texts = {
        "open": ngettext("{count} alert is open.", "{count} alerts are open.", held["open"]),
        "late": ngettext(
            "{count} has passed a time limit.", "{count} have passed a time limit.", held["late"]
        ),
        "cases": ngettext("{count} became a case.", "{count} became cases.", held["cases"]),
        "closed": ngettext("{count} is closed.", "{count} are closed.", held["closed"]),
    }
    nothing = gettext("No alert is open.")
    said = [counted(held[name], text, none=nothing if name == "open" else "") for name, text in texts.items()]
    return " ".join(part for part in said if part)
