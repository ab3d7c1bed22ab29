"""The list of alerts."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted
from mainstay.watch import selectors
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
    count = rows.count()
    answer = counted(
        count,
        ngettext("{count} alert.", "{count} alerts.", count),
        none=gettext("No alert here.") if state else gettext("No alert is open."),
    )
    return listed(
        request, "watch/alerts.html", AlertTable(rows), {"answer": answer}, name="alerts", filters=form
    )
