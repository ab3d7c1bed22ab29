"""Alerts: raised from readings, confirmed on the ground, called, decided, turned into a case, closed."""

from collections.abc import Sequence
from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.cases.services import note, open_case, report_stage, start_alert_clock
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.watch import rules
from mainstay.watch.methods.country_warning import IndicatorState
from mainstay.watch.models import Alert, AlertDriver
from mainstay.watch.selectors.preparedness import responses_called
from mainstay.watch.selectors.triggers import line_of, trigger_rules

from .boards import call_ad_hoc_board
from .telling import tell_of_alert

LEVELS = {"WATCH": 1, "ALERT": 2}


def raise_alert(
    *,
    by: Person,
    country: Country,
    level: str,
    title: str,
    drivers: Sequence[IndicatorState] = (),
    evidence: str = "",
    crisis_types: Sequence[str] = (),
    window: tuple[date, date] | None = None,
    likelihood: str = "",
    workers: tuple[int, int] | None = None,
    synthetic: bool | None = None,
) -> Alert:
    """Return the alert of a country at WATCH or ALERT; one that is open is raised further instead of doubled.

    What a synthetic person raises is synthetic unless it is said otherwise; it never joins a real alert.
    """
    _check(level, crisis_types, drivers, evidence)
    made_up = by.synthetic if synthetic is None else synthetic
    with act("watch.raise_alert", by=by, on=_place(country)) as entry:
        standing = Alert.objects.filter(country=country, state__in=LEVELS, synthetic=made_up)
        alert = standing.select_related("country").first() or _new(by, country, title, made_up)
        before, now = alert.state, clock.now()
        if LEVELS.get(alert.state, 0) < LEVELS[level]:
            alert.state = rules.ALERT.move(alert.state, level.lower())
        alert.evidence = "\n".join(filter(None, [alert.evidence, evidence.strip()]))
        alert.crisis_types = sorted({*alert.crisis_types, *crisis_types})
        alert.likelihood = likelihood or alert.likelihood
        if window:
            alert.window_from, alert.window_to = window
        if workers:
            alert.workers_low, alert.workers_high = workers
        _set_limits(alert)
        alert.save()
        _write_drivers(alert, drivers)
        entry.on(alert)
        entry.change("state", before, alert.state)
        entry.note(reference=alert.reference, drivers=[state.code for state in drivers])
        if before != alert.state:
            _announce(alert)
        if alert.state == "ALERT" and alert.alerted_at == now:
            call_ad_hoc_board(synthetic=made_up)
    return alert


def confirm_alert(*, by: Person, alert: Alert, context: str, false: bool = False) -> Alert:
    """Return the alert that somebody near confirmed with what is seen on the ground; `false` closes it."""
    require(rules.why_not_confirm(state=alert.state, context=context))
    require(rules.ALERT.why_not(alert.state, "activate"))
    with act("watch.confirm_alert", by=by, on=alert) as entry:
        alert.confirmed_at, alert.confirmed_by, alert.context = clock.now(), by, context.strip()
        entry.note(questioned=false)
        if false:
            entry.change("state", alert.state, "CLOSED_FALSE")
            alert.state = rules.ALERT.move(alert.state, "close_false")
            alert.closed_at, alert.closed_reason = clock.now(), context.strip()
        alert.save()
    return alert


def call_alert(
    *, by: Person, alert: Alert, present: Sequence[str], record: str, escalate: bool = True
) -> Alert:
    """Return the alert whose call was held; without `escalate` it goes back to a watch."""
    require(rules.why_not_call(state=alert.state, present=present))
    require(rules.ALERT.why_not(alert.state, "lower"))
    with act("watch.call_alert", by=by, on=alert) as entry:
        alert.called_at = clock.now()
        alert.call_record = {"present": list(present), "record": record.strip()}
        entry.note(present=list(present))
        if not escalate:
            entry.change("state", alert.state, "WATCH")
            alert.state = rules.ALERT.move(alert.state, "lower")
        alert.save()
    return alert


def decide_no_regret(*, by: Person, alert: Alert, decision: str, reason: str) -> Alert:
    """Return the alert with the decision on what is right in any case: ACT, PREPARE or NOTHING, with its reason."""
    require(rules.why_not_decide(state=alert.state, decision=decision, reason=reason))
    require(rules.ALERT.why_not(alert.state, "activate"))
    with act("watch.decide_no_regret", by=by, on=alert, reason=reason) as entry:
        entry.change("no_regret", alert.no_regret, decision)
        alert.no_regret, alert.no_regret_reason = decision, reason.strip()
        alert.decided_at, alert.decided_by = clock.now(), by
        alert.save()
    return alert


def activate_alert(*, by: Person, alert: Alert, case: Case) -> Alert:
    """Return the alert that belongs to `case` from now on; both chains of the audit name the other."""
    require(rules.why_not_activate(crisis_types=["given"], case=alert.case_id is not None))
    require(rules.why_not_join(synthetic=alert.synthetic, case_synthetic=case.synthetic))
    with act("watch.activate_alert", by=by, on=alert, also=[case]) as entry:
        entry.change("state", alert.state, "ACTIVATED")
        alert.state = rules.ALERT.move(alert.state, "activate")
        alert.case = case
        alert.save()
        entry.note(case=case.reference)
        start_alert_clock(case, since=alert.alerted_at or alert.raised_at)
        note(case, by=by, stage="watch", msgid=_("Alert {alert} became this case."), alert=alert.reference)
        for row in responses_called(alert):
            note(
                case, by=by, stage="watch",
                msgid=_("The trigger map calls for {modules} within {days} days, led by {lead}, from window {window}."),
                modules=", ".join(row.modules), days=row.lead_days, lead=row.lead_role, window=row.window,
            )  # fmt: skip
        report_stage(
            case, "watch", state="DONE", record_state="ACTIVATED", msgid=_("Alert {alert} was raised on {on}: {title}."),
            alert=alert.reference, on=alert.raised_at.date().isoformat(), title=alert.title,
        )  # fmt: skip
    return alert


def open_case_from_alert(
    *,
    by: Person,
    alert: Alert,
    name: str = "",
    crisis_types: Sequence[str] = (),
    level: str = "L1",
    areas: Sequence[str] = (),
) -> Case:
    """Return the case that an alert becomes; its alert clock runs from the moment of the alert.

    A synthetic alert becomes a synthetic case.
    """
    types = list(crisis_types or alert.crisis_types)
    require(rules.why_not_activate(crisis_types=types, case=alert.case_id is not None))
    with act("watch.activate_alert", by=by, on=alert) as entry:
        rules.ALERT.move(alert.state, "activate")
        case = open_case(
            by=by, name=name or alert.title, countries=[alert.country_id], crisis_types=types, areas=areas, level=level,
            alerted_at=alert.alerted_at or alert.raised_at, synthetic=alert.synthetic,
        )  # fmt: skip
        entry.note(case=case.reference)
        activate_alert(by=by, alert=alert, case=case)
    return case


def close_alert(*, by: Person, alert: Alert, event: bool, reason: str) -> Alert:
    """Return the closed alert: the event came, or it was false; precision is counted from this."""
    require(rules.why_not_close(reason=reason))
    with act("watch.close_alert", by=by, on=alert, reason=reason) as entry:
        before = alert.state
        alert.state = rules.ALERT.move(alert.state, "close_event" if event else "close_false")
        alert.closed_at, alert.closed_reason = clock.now(), reason.strip()
        alert.save()
        entry.change("state", before, alert.state)
    return alert


def _place(country: Country) -> list[tuple[str, str]]:
    return [("country", country.pk), ("region", country.region)]


def _check(level: str, crisis_types: Sequence[str], drivers: Sequence[IndicatorState], evidence: str) -> None:
    if level not in LEVELS:
        raise BadInput("level", _("An alert is raised at WATCH or ALERT."))
    unknown = [code for code in crisis_types if code not in playbook.current().crisis_types]
    if unknown:
        raise BadInput("crisis_type", _("Unknown crisis types: {codes}."), codes=", ".join(unknown))
    if not drivers and not evidence.strip():
        raise BadInput(
            "evidence_missing", _("Name the indicators that drive the alert, or write what is seen.")
        )


def _new(by: Person, country: Country, title: str, synthetic: bool) -> Alert:
    now = clock.now()
    number = Alert.objects.filter(country=country, raised_at__year=now.year).count() + 1
    return Alert(
        reference=f"AL-{country.pk}-{now.year}-{number:03d}", country=country, title=title.strip()[:160], raised_by=by,
        raised_at=now, playbook_version=playbook.current().version, synthetic=synthetic,
    )  # fmt: skip


def _set_limits(alert: Alert) -> None:
    sla, now = playbook.current().sla, clock.now()

    def allowed(code: str) -> timedelta:
        value, unit = sla[code].allowance()
        return timedelta(hours=value * {"h": 1, "d": 24}.get(unit, 24))

    if alert.confirm_due_at is None:
        alert.confirm_due_at = alert.raised_at + allowed("confirm_watch")
    if alert.state == "ALERT" and alert.alerted_at is None:
        alert.alerted_at = now
        alert.call_due_at = now + allowed("call_alert")
        alert.decide_due_at = now + allowed("decide_no_regret")


def _write_drivers(alert: Alert, drivers: Sequence[IndicatorState]) -> None:
    now = clock.now()
    rows = [
        AlertDriver(
            alert=alert, indicator=state.code, level=state.level or 0, value=state.value, series=state.series,
            threshold=_line(state), on=state.on, vintage=state.vintage, added_at=now,
        )
        for state in drivers
    ]  # fmt: skip
    changed = ["level", "value", "threshold", "series", "on", "vintage"]
    AlertDriver.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["alert", "indicator"], update_fields=changed
    )


def _line(state: IndicatorState) -> str:
    rules = trigger_rules()
    if state.code in rules:
        return line_of(rules[state.code], state.level or 0)
    line = getattr(playbook.current().early_warning[state.code], "alert" if state.level == 2 else "watch")
    return str(line.at if line.at is not None else line.level)


def _announce(alert: Alert) -> None:
    roles = ["CPO", "CD", "RO"] if alert.state == "WATCH" else ["CPO", "CD", "RO", "TT_COORD"]
    msgid = (
        _("{reference}: {title}. Confirm with what is seen on the ground by {due}.")
        if alert.state == "WATCH"
        else _("{reference}: {title}. Call the country office by {due}.")
    )
    due = alert.call_due_at if alert.state == "ALERT" else alert.confirm_due_at
    tell_of_alert(
        holders_of(roles, _place(alert.country)), alert, "alert", msgid, key=f"alert:{alert.pk}:{alert.state}",
        reference=alert.reference, title=alert.title, due=due.isoformat(timespec="minutes") if due else "",
    )  # fmt: skip
    for row in responses_called(alert):
        tell_of_alert(
            holders_of([row.lead_role], _place(alert.country)), alert, "trigger",
            _("{reference}: the trigger map calls for {modules} within {days} days, from window {window}; you lead."),
            key=f"trigger:{alert.pk}:{row.pk}:{alert.state}", reference=alert.reference, modules=", ".join(row.modules),
            days=row.lead_days, window=row.window,
        )  # fmt: skip
