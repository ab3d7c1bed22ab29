"""What no overlay may lower: an organisation may be stricter than we are, never looser on these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    from .book import Playbook


def lowered_floors(shipped: Playbook, laid: Playbook) -> Iterator[Problem]:
    """Yield each floor that `laid` (ours with an overlay) holds lower than `shipped`."""
    yield from _waivers(shipped, laid)
    yield from _separations(shipped, laid)
    for code, limit in shipped.limits.items():
        if code not in laid.limits or set(laid.limits[code].readers) - set(limit.readers):
            yield _problem(
                f"rights/limits.yaml: {code}", "floor_limit", _("more roles may not read these records")
            )
    if laid.disclosure.public.min_cell < shipped.disclosure.public.min_cell:
        yield _problem(
            "disclosure.yaml: public/min_cell", "floor_cell", _("smaller cells may not be published")
        )
    for code in shipped.clearance_rules.never_waived:
        if code not in laid.clearance_rules.never_waived:
            yield _problem(
                f"clearances.yaml: {code}", "floor_clearance", _("this clearance may not become waivable")
            )
    if laid.retention.biometrics and not shipped.retention.biometrics:
        yield _problem(
            "retention.yaml: biometrics",
            "floor_biometrics",
            _("biometrics are switched on by a country after an impact assessment, not by an overlay"),
        )


def _waivers(shipped: Playbook, laid: Playbook) -> Iterator[Problem]:
    for code in shipped.safeguard_rules.waiver.never_waivable:
        place = f"safeguards.yaml: {code}"
        if code not in laid.safeguards or code not in laid.safeguard_rules.waiver.never_waivable:
            yield _problem(place, "floor_waiver", _("this safeguard can never be waived and stays so"))
        elif (
            laid.safeguards[code].severity != "block"
            or laid.safeguards[code].stops != shipped.safeguards[code].stops
        ):
            yield _problem(place, "floor_block", _("this safeguard goes on stopping what it stops"))
    age = (
        laid.safeguards["SG-AGE-01"].params.get("min_age_hazardous", 0)
        if "SG-AGE-01" in laid.safeguards
        else 18
    )
    if age < 18:
        yield _problem("safeguards.yaml: SG-AGE-01", "floor_age", _("works take people from 18"))


def _separations(shipped: Playbook, laid: Playbook) -> Iterator[Problem]:
    for code, group in shipped.separations.items():
        now = laid.separations.get(code)
        looser = (
            now is None
            or set(group.acts) - set(now.acts)
            or now.persons < group.persons
            or set(group.holders) - set(now.holders)
            or (now.exception is not None and now.exception != group.exception)
        )
        if looser:
            yield _problem(
                f"rights/separations.yaml: {code}",
                "floor_separation",
                _("a separation of duties is never loosened"),
            )


def _problem(place: str, code: str, msgid: str) -> Problem:
    return Problem(Reason(f"playbook.{code}", msgid), field=place)
