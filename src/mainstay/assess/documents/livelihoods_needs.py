"""What the chapter says of recovery: needs by horizon, each need, priorities, other chapters, who does what."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay.assess.models import Assessment
from mainstay.assess.selectors.needs import HorizonSum, NeedLine, NeedsOf
from mainstay.assess.selectors.places import place_names
from mainstay.assess.tables import FUNCTION_MARKS
from mainstay.common.money import from_minor
from mainstay.page.words import currency_name, day, money, named, number

from .livelihoods_parts import findings_on, section
from .need_words import horizon_said, reckoned, rise_said, scheme_said

if TYPE_CHECKING:
    from mainstay.exchange.documents import Section, Table


def strategy(assessment: Assessment, needs: NeedsOf) -> "list[Section]":
    """Return the recovery strategy: needs with their cost, priorities, links to other chapters."""
    return [
        section(_("Recovery strategy")),
        section(
            _("Needs by horizon"),
            paragraphs=[rise_said(needs.price_rise, needs.price_source)] if needs.lines else [],
            table=_horizons(needs),
            level=2,
        ),
        section(_("Each need"), table=_each(needs), level=2),
        *(
            [section(_("How each need was computed"), points=_computed(needs), level=2)]
            if needs.lines
            else []
        ),
        section(_("Priorities"), table=findings_on(assessment, {"NEEDS"}), level=2),
        section(_("Costed options"), table=_options(assessment), level=2),
        section(
            _("Links to other chapters"), paragraphs=_not_linked(needs), table=_elsewhere(needs), level=2
        ),
    ]


def _horizons(needs: NeedsOf) -> "Table | None":
    from mainstay.exchange.documents import Table

    if not needs.lines:
        return None
    return Table(
        headers=[
            _("Horizon"),
            _("Needs"),
            _("Full cost"),
            _("Counted elsewhere"),
            _("Counted here"),
            _("Left"),
        ],
        rows=[_horizon(each, needs.currency) for each in (*needs.horizons, needs.whole)],
        numeric=[1, 2, 3, 4, 5],
        caption=_in(needs.currency),
    )


def _in(currency: str) -> str:
    return _("Amounts in {currency}.").format(currency=currency_name(currency))


def _whole(minor: int | None, currency: str) -> str:
    """Return an amount in whole units: its currency stands below the table."""
    return "–" if not minor else number(from_minor(minor, currency), 0)


def _horizon(each: HorizonSum, currency: str) -> list[str]:
    amounts = [_whole(amount, currency) for amount in (each.full, each.elsewhere, each.cost, each.left)]
    return [horizon_said(each.horizon.code, months=True), number(len(each.lines)), *amounts]


def _each(needs: NeedsOf) -> "Table | None":
    from mainstay.exchange.documents import Table

    if not needs.lines:
        return None
    return Table(
        headers=[_("Need"), _("Horizon"), _("People"), _("Full cost"), _("For each person"), _("Counted here"), _("Left")],
        rows=[_need(line, needs.currency) for line in needs.lines],
        numeric=[2, 3, 4, 5, 6],
        caption=_in(needs.currency),
    )  # fmt: skip


def _need(line: NeedLine, currency: str) -> list[str]:
    return [
        line.record.item, horizon_said(line.record.horizon), number(line.record.beneficiaries or None),
        _whole(line.costed.full_cost, currency), _whole(line.costed.per_beneficiary, currency),
        _whole(line.costed.cost, currency), _whole(line.gap.left, currency),
    ]  # fmt: skip


def _computed(needs: NeedsOf) -> list[str]:
    """Return for each need how its cost was computed."""
    said = []
    for line in needs.lines:
        steps = [reckoned(line.record, line.costed, needs.price_rise)]
        scheme = getattr(line.record, "scheme", None)
        if scheme is not None:
            steps += scheme_said(scheme, needs.currency)
        said.append(f"{line.record.item}: {' '.join(steps)}")
    return said


def _options(assessment: Assessment) -> "Table | None":
    from mainstay.exchange.documents import Table

    rows = list(assessment.options.order_by("pk"))
    if not rows:
        return None
    return Table(
        headers=[_("Option"), _("Cost"), _("Worker-days"), _("Workers"), _("First day")],
        rows=[
            [
                row.title,
                f"{money(row.typical_minor)} ({money(row.low_minor)}–{money(row.high_minor)})",
                number(row.worker_days or None),
                number(row.workers or None),
                number(row.first_day),
            ]
            for row in rows
        ],
        numeric=[1, 2, 3, 4],
        caption=_("Unit costs are planning defaults, to be replaced by the country's."),
    )


def _elsewhere(needs: NeedsOf) -> "Table | None":
    from mainstay.exchange.documents import Table

    lines = [line for line in needs.lines if line.elsewhere]
    if not lines:
        return None
    return Table(
        headers=[_("Need"), _("Chapter that has it"), _("Called there"), _("Counted there")],
        rows=[
            [
                line.record.item,
                line.record.elsewhere_chapter,
                line.record.elsewhere_item,
                money(line.elsewhere, needs.currency),
            ]
            for line in lines
        ],
        numeric=[3],
        caption=_("These amounts are taken off here, so that nothing is counted twice."),
    )


def _not_linked(needs: NeedsOf) -> list[str]:
    if not needs.lines or any(line.elsewhere for line in needs.lines):
        return []
    return [_("No other chapter is recorded to have any of these needs.")]


def implementation(assessment: Assessment, needs: NeedsOf) -> "list[Section]":
    """Return who does what: the joint mission, which institutions can deliver what, and what others cover of each need.

    Coordination forums are left out: an evaluator may read the chapter and not them. So are agreements with partners,
    which constituents may not read. Risks and monitoring stand with the design, a later stage.
    """
    mission = [assessment.joint_mission] if assessment.joint_mission.strip() else []
    return [
        section(_("Implementation arrangements")),
        section(_("Joint mission"), paragraphs=mission, level=2),
        section(_("Institutions"), table=_able(assessment), level=2),
        section(_("What others cover"), table=_covered(needs), level=2),
    ]


def _able(assessment: Assessment) -> "Table | None":
    """Return the institutions of the map that function, wholly or in part, with what they can do, who says so and when."""
    from mainstay.exchange.documents import Table

    rows = assessment.institutions.filter(functioning__in=("WORKS", "PARTLY")).exclude(capacity="")
    if not rows:
        return None
    names = place_names(row.place for row in rows)
    return Table(
        headers=[_("Institution"), _("Place"), _("What it can do"), _("Source"), _("As of")],
        rows=[
            [
                f"{named('assessing.institution_kinds', row.kind)}, {row.name} ({FUNCTION_MARKS[row.functioning][1]})",
                names.get(row.place, row.place), row.capacity, row.citation, day(row.as_of),
            ]
            for row in rows
        ],
    )  # fmt: skip


def _covered(needs: NeedsOf) -> "Table | None":
    from mainstay.exchange.documents import Table

    rows = [
        [line.record.item, cover.organisation, money(cover.amount_minor, needs.currency), cover.source, day(cover.as_of)]
        for line in needs.lines
        for cover in line.covers
    ]  # fmt: skip
    if not rows:
        return None
    return Table(headers=[_("Need"), _("Who"), _("Amount"), _("Source"), _("As of")], rows=rows, numeric=[2])
