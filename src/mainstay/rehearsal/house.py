"""A rehearsal from an empty folder to its table of figures."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from mainstay.accounts.services.people import ensure_own_accounts
from mainstay.cases.services.places import load_places
from mainstay.common import audit, tables
from mainstay.common.errors import BadInput
from mainstay.common.models import Area
from mainstay.common.texts import noop as _
from mainstay.page.errors import sentence

from .results import comparison
from .run import costs, play
from .scenario import Scenario, load

Say = Callable[[str], None]


def rehearse(name: str, *, scale: Decimal, out: Path, say: Say, without_site: int | None) -> bool:
    """Play scenario `name` in the database of the settings; return whether its counts agree and the audit is whole."""
    scenario = load(name)
    began = time.perf_counter()
    say(f"{scenario.title}: scale {scale}, seed {scenario.seed}. Everybody in it is synthetic.")
    tables.bring_up_to_date()
    load_places()
    _require_areas(scenario)
    ensure_own_accounts()
    played = play(scenario, scale=scale, out=out, say=say, without_site=without_site)
    rows = comparison.compare(played)
    comparison.write(rows, out / "comparison.csv")
    faults = [sentence(fault) for fault in audit.verify()]
    (out / "audit.json").write_text(json.dumps({"faults": faults}, indent=1), encoding="utf-8")
    took: list[dict[str, object]] = [
        *costs(played.theatre),
        {"stage": "all", "seconds": round(time.perf_counter() - began, 1)},
    ]
    (out / "costs.json").write_text(json.dumps(took, indent=1), encoding="utf-8")
    _tell(rows, took, faults, say)
    return not faults and (without_site is not None or all(row.agrees for row in rows))


def _require_areas(scenario: Scenario) -> None:
    """Raise where the scenario names an area that is not on the list of places."""
    named = {code for phase in scenario.phases for code in phase.governorates}
    known = set(Area.objects.filter(pk__in=named, country=scenario.country).values_list("pk", flat=True))
    if unknown := sorted(named - known):
        raise BadInput(
            "unknown_area",
            _(
                "{country} has no area {areas} on our list. Use the P-codes of the list of areas in the scenario's phases."
            ),
            country=scenario.country,
            areas=", ".join(unknown),
        )


def _tell(rows: list[comparison.Row], took: list[dict[str, object]], faults: list[str], say: Say) -> None:
    from mainstay.page.terminal import Format, emit

    emit([row.told() for row in rows], Format.TABLE, title=comparison.HEADING)
    emit(
        [
            {
                "stage": row["stage"],
                "acts": row.get("acts"),
                "seconds": row["seconds"],
                "peak MiB": row.get("peak_mib"),
            }
            for row in took
        ],
        Format.TABLE,
    )
    say("The audit is whole." if not faults else "\n".join(faults))
