"""Reminders and escalations of the time limits of alerts; the board of the quarter."""

from datetime import datetime, timedelta

from mainstay import playbook
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.cases.rules import reminder_at
from mainstay.common import clock, notices
from mainstay.common.texts import noop as _
from mainstay.watch.models import Alert, AlertReminder, RiskBoard

from .telling import tell_of_alert

#: Each time limit: its target in the playbook, where it stands, since when it runs, and what ends it.
LIMITS = (
    ("confirm_watch", "confirm_due_at", "raised_at", "confirmed_at"),
    ("call_alert", "call_due_at", "alerted_at", "called_at"),
    ("decide_no_regret", "decide_due_at", "alerted_at", "decided_at"),
)


def remind_alerts() -> int:
    """Remind at three quarters of each time limit of an alert and escalate at its end; return how many went out."""
    now, sent = clock.now(), 0
    for alert in Alert.objects.filter(state__in=["WATCH", "ALERT"]).select_related("country"):
        for target, due_field, since_field, met_field in LIMITS:
            due, since = getattr(alert, due_field), getattr(alert, since_field)
            if due is None or getattr(alert, met_field) is not None:
                continue
            if now >= due:
                sent += _send(alert, target, "late", due)
            elif now >= reminder_at(since, due):
                sent += _send(alert, target, "remind", due)
    return sent


def _send(alert: Alert, target: str, kind: str, due: datetime) -> int:
    limit = playbook.current().sla[target]
    roles = [limit.owner] if kind == "remind" else [limit.owner, limit.escalates_to]
    if AlertReminder.objects.filter(alert=alert, target=target, kind=kind).exists():
        return 0
    action = "watch.remind_alert" if kind == "remind" else "watch.escalate_alert"
    with act(action, by=system_person(), on=alert) as entry:
        AlertReminder.objects.create(alert=alert, target=target, kind=kind, sent_at=clock.now())
        entry.note(target=target, due=due)
        msgid = (
            _("{alert}: “{target}” is due by {due}.")
            if kind == "remind"
            else _("{alert}: “{target}” is late since {due}.")
        )
        tell_of_alert(
            holders_of(roles, [("country", alert.country_id), ("region", alert.country.region)]), alert, f"alert_{kind}", msgid,
            key=f"alert:{alert.pk}:{target}:{kind}", alert=alert.reference, target=limit.name,
            due=due.isoformat(timespec="minutes"),
        )  # fmt: skip
    return 1


def call_quarterly_board() -> int:
    """Call the board of the quarter when the last one was called so many months ago; return how many were called."""
    now = clock.now()
    months = playbook.current().warning_rules.method.board_every_months
    last = RiskBoard.objects.filter(kind="QUARTERLY").order_by("-called_at").first()
    if last is not None and last.called_at > now - timedelta(days=round(months * 30.44)):
        return 0
    if last is None and not Alert.objects.exists():
        return 0
    with act("watch.call_board", by=system_person()) as entry:
        board = RiskBoard.objects.create(kind="QUARTERLY", called_at=now, due_at=now + timedelta(days=14))
        entry.note(board=board.pk, kind="QUARTERLY", due=board.due_at)
        notices.tell(
            holders_of(["RO", "TT_COORD"], []), "risk_board", _("The risk board of the quarter is due by {due}."),
            key=f"board:{board.pk}", due=board.due_at.date().isoformat(),
        )  # fmt: skip
    return 1
