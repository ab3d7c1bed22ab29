"""What the triggers would have done over the readings at hand, kept with edition, version and time."""

from collections.abc import Collection

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.playbook.schemas.triggers import TriggerRule
from mainstay.watch.methods.trigger_backcast import trigger_backcast
from mainstay.watch.methods.trigger_report import trigger_report
from mainstay.watch.models import TriggerBackcast
from mainstay.watch.selectors.triggers import trigger_readings, trigger_rules


def backcast_triggers(*, by: Person, codes: Collection[str] | None = None) -> list[TriggerBackcast]:
    """Return the back-casts of the named triggers (all, if None), made anew from the readings at hand.

    A trigger of whose series nothing is known has none: what stood there before is taken away.
    """
    rules = trigger_rules()
    unknown = [code for code in codes or () if code not in rules]
    if unknown:
        raise BadInput(
            "unknown_trigger", _("{unknown} is no trigger. There are: {codes}."),
            unknown=", ".join(unknown), codes=", ".join(rules),
        )  # fmt: skip
    with act("watch.backcast_triggers", by=by) as entry:
        made = [row for code in codes or rules if (row := _made(rules[code])) is not None]
        entry.note(triggers=[row.code for row in made])
    return made


def _made(rule: TriggerRule) -> TriggerBackcast | None:
    book = playbook.current()
    held = trigger_readings(rule, today=clock.today(), longest=True)
    if not len(held.panel):
        TriggerBackcast.objects.filter(code=rule.code).delete()
        return None
    levels = book.trigger_rules.confidences
    stages = [trigger_backcast(rule, held.panel, stage, confidences=levels) for stage in rule.stages]
    found = trigger_report(rule, held.panel, stages, mitigate_at=book.trigger_rules.mitigate_at)
    row, _new = TriggerBackcast.objects.update_or_create(
        code=rule.code,
        defaults={
            "playbook_version": book.version, "editions": ", ".join(held.editions)[:300], "computed_at": clock.now(),
            "document": found,
        },
    )  # fmt: skip
    return row
