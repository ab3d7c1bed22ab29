"""Risk boards: called each quarter, or out of turn when alerts come close together."""

from datetime import timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.watch import rules
from mainstay.watch.models import Alert, BoardAlert, RiskBoard


def call_ad_hoc_board(*, synthetic: bool = False) -> RiskBoard | None:
    """Return the board that meets out of turn because enough alerts fell within the window; part of the alert's act."""
    method, now = playbook.current().warning_rules.method, clock.now()
    since = now - timedelta(days=method.ad_hoc_days)
    fallen = Alert.objects.filter(alerted_at__gte=since, alerted_at__lte=now, synthetic=synthetic)
    recent = list(fallen.order_by("alerted_at"))
    moments = [alert.alerted_at for alert in recent if alert.alerted_at]
    if not rules.board_needed(moments, now=now, days=method.ad_hoc_days, least=method.ad_hoc_alerts):
        return None
    board = RiskBoard.objects.filter(kind="AD_HOC", held_at__isnull=True).first()
    if board is None:
        due = playbook.current().sla["ad_hoc_board"].allowance()
        board = RiskBoard.objects.create(kind="AD_HOC", called_at=now, due_at=now + timedelta(days=due.value))
        notices.tell(
            holders_of(["TT_COORD", "TT_CHAIR"], []), "risk_board",
            _("{count} alerts fell within {days} days: hold the risk board by {due}."),
            key=f"board:{board.pk}", count=len(recent), days=method.ad_hoc_days, due=board.due_at.date().isoformat(),
        )  # fmt: skip
    BoardAlert.objects.bulk_create(
        [BoardAlert(board=board, alert=alert) for alert in recent], ignore_conflicts=True
    )
    return board


def hold_board(*, by: Person, board: RiskBoard, conclusions: str) -> RiskBoard:
    """Return the board that was held, with what it concluded."""
    if not conclusions.strip():
        raise BadInput("conclusions_missing", _("Write what the board concluded for each alert."))
    with act("watch.hold_board", by=by, on=board) as entry:
        if board.held_at is not None:
            raise RuleBroken(
                "board_held", _("This board was held on {on}."), on=board.held_at.date().isoformat()
            )
        board.held_at, board.chaired_by, board.conclusions = clock.now(), by, conclusions.strip()
        board.save(update_fields=["held_at", "chaired_by", "conclusions"])
        entry.note(alerts=list(board.alerts.values_list("alert_id", flat=True)))
    return board
