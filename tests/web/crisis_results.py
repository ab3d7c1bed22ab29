"""The figures of the small crisis: facts from rows, indicators agreed, targets set, counted once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from mainstay.common import clock
from mainstay.measure.services import choose_indicators, compute_indicators, lock_definitions, set_target
from tests.measure import builders as facts

CODES = ["JB-01", "JB-02", "JB-04", "JB-06"]
TARGETS = {"JB-01": Decimal(2000), "JB-02": Decimal(90), "JB-06": Decimal(30)}


def count(made: Any) -> None:
    """Count 49 women and 36 men of the project's first days."""
    from mainstay.measure.models import Definition

    monitor, project = made.people["monitor"], made.made["project"]
    today = made.now.date()
    root = settings.FACTS_FOLDER
    root.mkdir(parents=True, exist_ok=True)
    rows = facts.crew(project.pk, women=35, men=44, unknown=6, days=8)
    for place, row in enumerate(rows):
        row["day"] = today - timedelta(days=8 - place % 8 + (30 if place % 3 == 0 else 0))
        row["site"] = made.sites[place // 8 % 2].code
    facts.store(root, worker_day=rows)
    with clock.at(made.now - timedelta(hours=2)):
        choose_indicators(by=monitor, project=project, codes=CODES)
        lock_definitions(by=monitor, project=project)
        for definition in Definition.objects.filter(project=project, code__in=TARGETS):
            set_target(
                by=monitor, definition=definition, value=TARGETS[definition.code],
                first_on=today - timedelta(days=60), last_on=today + timedelta(days=60),
            )  # fmt: skip
        made.made["run"] = compute_indicators(by=monitor, project=project)
