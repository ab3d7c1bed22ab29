"""Things that depend on one another must not go in circles, and must come in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from mainstay.common.texts import noop as _

from .fault import Fault, fault

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook
    from mainstay.playbook.schemas.packages import Module, Package


def graph_faults(book: Playbook) -> Iterator[Fault]:
    """Yield circles, packages that lack what their modules require, clearances that cannot come in time."""
    needs = {item.code: item.prerequisites for item in book.clearances.values()}
    yield from _circle("clearances.yaml", needs)
    yield from _circle("packages.yaml", {module.code: module.requires for module in book.modules.values()})
    yield from _circle(
        "rights/scopes.yaml", {k.code: (k.within,) if k.within else () for k in book.scope_kinds.values()}
    )
    for package in book.packages.values():
        yield from _package(book, package)
    covered = [package.crisis_type for package in book.packages.values()]
    for code in book.crisis_types:
        if covered.count(code) != 1:
            yield fault(
                "packages.yaml",
                "packages",
                "package_count",
                _("hold {count} packages for {crisis_type}; each crisis type has one standard package."),
                count=covered.count(code),
                crisis_type=code,
            )
    if not _first_circle(needs):
        yield from _clearances_in_time(book)


def _first_circle(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    done: set[str] = set()

    def walk(code: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if code in path:
            return (*path[path.index(code) :], code)
        if code in done:
            return ()
        found = next((ring for need in needs.get(code, ()) if (ring := walk(need, (*path, code)))), ())
        done.add(code)
        return found

    return next((ring for code in needs if (ring := walk(code, ()))), ())


def _circle(file: str, needs: Mapping[str, Iterable[str]]) -> Iterator[Fault]:
    ring = _first_circle(needs)
    if ring:
        yield fault(
            file,
            ring[0],
            "circle",
            _("waits for itself: {ring}. Take one of these out."),
            ring=" → ".join(ring),
        )


def _package(book: Playbook, package: Package) -> Iterator[Fault]:
    file = "packages.yaml"
    held = [book.modules[code] for code in package.modules if code in book.modules]
    for level in package.levels:
        if level not in {module.level for module in held}:
            yield fault(
                file, package.code, "level_missing", _("has no module at the level {level}."), level=level
            )
    for code in package.must_have:
        if code not in package.modules:
            yield fault(
                file, package.code, "must_have_missing", _("lacks {module}, which it must have."), module=code
            )
    yield from _package_order(book, package, held)


def _package_order(book: Playbook, package: Package, held: list[Module]) -> Iterator[Fault]:
    """Yield modules that come before what they require, and phases that do not exist."""
    file = "packages.yaml"
    order = {phase.code: phase.order for phase in book.phases.values()}
    at = {code: order.get(stage.phase, 99) for stage in reversed(package.stages) for code in stage.modules}
    for module in held:
        for need in module.requires:
            if at.get(need, 99) > at[module.code]:
                yield fault(
                    file,
                    package.code,
                    "requires_unmet",
                    _("places {module} before {need}, which it requires, or without it."),
                    module=module.code,
                    need=need,
                )
        if package.crisis_type not in module.crisis_types:
            yield fault(
                file,
                package.code,
                "wrong_crisis",
                _("places {module}, which is not for {crisis_type}."),
                module=module.code,
                crisis_type=package.crisis_type,
            )
    for stage in package.stages:
        if stage.phase not in book.phases:
            yield fault(
                file,
                package.code,
                "unknown_code",
                _("names the phase {named}, which does not exist."),
                named=stage.phase,
            )


def _clearances_in_time(book: Playbook) -> Iterator[Fault]:
    for tier in book.tiers.values():
        ready: dict[str, int] = {}

        def hours(code: str, tier_code: str = tier.code, ready: dict[str, int] = ready) -> int:
            if code not in ready:
                item = book.clearances[code]
                before = max(
                    (hours(need) for need in item.prerequisites if need in book.clearances), default=0
                )
                ready[code] = before + item.hours.get(tier_code, 0)
            return ready[code]

        for item in book.clearances.values():
            if tier.code not in item.hours:
                yield fault(
                    "clearances.yaml",
                    item.code,
                    "no_hours",
                    _("gives no hours for the tier {tier}."),
                    tier=tier.code,
                )
        longest = max((hours(item.code) for item in book.clearances.values() if item.blocking), default=0)
        if longest > tier.total_h:
            yield fault(
                "clearances.yaml",
                tier.code,
                "too_long",
                _("promises {promised} hours, but its blocking clearances take {needed}."),
                promised=tier.total_h,
                needed=longest,
            )
