"""One message a person and day with all that is new about alerts; what has become an alert goes at once."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.utils import translation

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import persons_by_key, system_person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.page.errors import sentence
from mainstay.watch.models import Alert, AlertNews

#: More than so many lines are counted, not told one by one: the list of alerts holds them.
MOST = 40


def tell_of_alert(
    person_ids: Iterable[int], alert: Alert, kind: str, msgid: str, /, *, key: str, **facts: Any
) -> int:
    """Tell people about an alert; return how many are new. What is only watched waits for the digest of the day."""
    if alert.state != "WATCH":
        return notices.tell(person_ids, kind, msgid, key=key, **facts)
    wanted = [*dict.fromkeys(person_ids)]
    told = set(AlertNews.objects.filter(key=key, person__in=wanted).values_list("person_id", flat=True))
    rows = [
        AlertNews(person_id=pk, alert=alert, key=key, msgid=msgid, facts=facts, written_at=clock.now())
        for pk in wanted
        if pk not in told
    ]
    return len(AlertNews.objects.bulk_create(rows))


def send_digests() -> int:
    """Send each person what has waited for her, in one message a day from the playbook's hour on; return how many.

    What is about an alert that somebody has closed since is not told any more.
    """
    now = clock.now()
    if now.hour < playbook.current().trigger_rules.digest_hour:
        return 0
    begun = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
    waiting = AlertNews.objects.filter(sent_at__isnull=True, written_at__lte=now)
    done_today = AlertNews.objects.filter(sent_at__gte=begun).values("person")
    rows: dict[int, list[AlertNews]] = {}
    for row in waiting.exclude(person__in=done_today).select_related("alert"):
        rows.setdefault(row.person_id, []).append(row)
    if not rows:
        return 0
    people = persons_by_key([*rows])
    with act("watch.send_digest", by=system_person()) as entry:
        entry.note(people=len(rows), lines=sum(len(held) for held in rows.values()))
        for pk, held in rows.items():
            _send(people[pk], [row for row in held if row.alert.state in {"WATCH", "ALERT"}], now)
        AlertNews.objects.filter(pk__in=[row.pk for held in rows.values() for row in held]).update(
            sent_at=now
        )
    return len(rows)


def _send(person: Person, held: list[AlertNews], now: datetime) -> None:
    if not held:
        return
    with translation.override(person.language):
        lines = [sentence(Reason("news", row.msgid, row.facts)) for row in held[:MOST]]
        if len(held) > MOST:
            lines.append(sentence(Reason("news", _("And {count} more."), {"count": len(held) - MOST})))
    notices.tell(
        [person.pk], "alert_digest", _("New about alerts, {count}:\n{lines}"), key=f"alerts:{now.date().isoformat()}",
        count=len(held), lines="\n".join(lines),
    )  # fmt: skip
