"""Counting: indicators agreed at the start, facts from the records, figures published by another than who computed."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from mainstay.common import clock
from mainstay.common.errors import NotFound
from mainstay.fund.selectors import contributions_visible
from mainstay.measure.methods.catalogue import MEASURES
from mainstay.measure.selectors import definitions_in_force
from mainstay.measure.services import (
    approve_donor_report,
    build_facts,
    choose_indicators,
    compute_indicators,
    draft_donor_report,
    export_charts,
    export_publication,
    lock_definitions,
    publish_figures,
    set_target,
    submit_donor_report,
    write_activity,
)
from mainstay.rehearsal.theatre import Theatre

from .days import after, before
from .funding import GIFT

if TYPE_CHECKING:
    from mainstay.measure.models import Computation, Publication

#: Families of indicators that a response of works reports on: jobs, decent work, skills, and how the office performs.
FAMILIES = ("JB-", "DW-", "SK-", "IF-")
CHARTS = (("JB-01", "month"), ("JB-02", "sex"))


def agree(theatre: Theatre, families: tuple[str, ...] = FAMILIES) -> None:
    """Play how the indicators are chosen, aimed at and locked before the works begin."""
    theatre.act("measure", "indicators agreed", before(theatre, 69), lambda: _agree(theatre, families))


def _agree(theatre: Theatre, families: tuple[str, ...]) -> None:
    monitor, project, scenario = theatre.person("monitor"), theatre.props["project"], theatre.scenario
    codes = [code for code in MEASURES if code.startswith(families)]
    choose_indicators(by=monitor, project=project, codes=codes)
    lock_definitions(by=monitor, project=project)
    locked = {row.code: row for row in definitions_in_force(monitor, project)}
    persons = Decimal(scenario.target("persons", theatre.scale))
    women = round(persons * scenario.share("share_women"))
    first, last = scenario.phases[0].first, scenario.until
    for code, group, value in (
        ("JB-01", "", Decimal(scenario.target("worker_days", theatre.scale))),
        ("JB-02", "", persons),
        ("JB-02", "sex=F", Decimal(women)),
    ):
        set_target(
            by=monitor, definition=locked[code], value=value, first_on=first, last_on=last, group=group
        )


def count(theatre: Theatre) -> None:
    """Play how facts are made of the records and the figures published, with tables and charts."""
    until = theatre.scenario.until
    theatre.act("measure", "facts built", after(until, 50), lambda: build_facts(by=theatre.person("monitor")))
    theatre.act("measure", "figures published", after(until, 52), lambda: _publish(theatre))


def compute(theatre: Theatre) -> "Computation":
    """Count the project's indicators from its first day of works up to its end, or to today."""
    scenario = theatre.scenario
    return compute_indicators(
        by=theatre.person("monitor"), project=theatre.props["project"], first_on=scenario.phases[0].first,
        last_on=min(scenario.until, clock.today()),
    )  # fmt: skip


def publish(theatre: Theatre) -> "Publication":
    """Count, and let another person publish."""
    return publish_figures(
        by=theatre.person("second_monitor"), run=compute(theatre), title=f"{theatre.scenario.title} (synthetic)",
        risks_accepted="Everybody in these figures is synthetic.",
    )  # fmt: skip


def _publish(theatre: Theatre) -> None:
    second, published = theatre.person("second_monitor"), publish(theatre)
    export_publication(by=second, publication=published, to=theatre.out / "indicators")
    for pair in CHARTS:
        try:
            export_charts(by=second, publication=published, to=theatre.out / "charts", charts=[pair])
        except NotFound as absent:  # of few people every cell may be hidden: then there is nothing to draw
            theatre.say(f"No chart: {absent}")


def report(theatre: Theatre) -> None:
    """Write to the donor of the works what became of the contribution; the country director approves it."""
    officer, title = theatre.person("officer"), theatre.scenario.tells("gift", GIFT)
    written = draft_donor_report(
        by=officer, project=theatre.props["project"], contribution=contributions_visible(officer).get(title=title),
        narrative="Synthetic: people of the flooded places cleared drains and mended the roads to the market, were paid "
        "for every day, and finished a course on safe maintenance.",
        difficulties="Synthetic: one site began a week late, until the land was agreed on.",
        next_steps="Synthetic: the municipality keeps the drains clear with a team of its own.",
        due_on=clock.today() + timedelta(days=30),
    )  # fmt: skip
    submit_donor_report(by=officer, report=written)
    approve_donor_report(by=theatre.person("director"), report=written)


def tell(theatre: Theatre) -> None:
    """Play how the activity file is written for everybody who follows the money."""
    theatre.act("measure", "activity file", after(theatre.scenario.until, 85), lambda: _tell(theatre))


def _tell(theatre: Theatre) -> None:
    write_activity(
        by=theatre.person("second_monitor"),
        project=theatre.props["project"],
        to=theatre.out / "iati-activity.xml",
    )
