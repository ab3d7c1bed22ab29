"""What the chapter says of before, of the effects and of people: baseline, losses, findings, estimates."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mainstay import playbook
from mainstay.assess.models import Assessment, BaselineValue, Estimate, LossEstimate
from mainstay.assess.selectors.baselines import JOBS_LOST
from mainstay.assess.selectors.institutions import WORST_FIRST, institutions_by_place
from mainstay.assess.selectors.labour import labour_market, mapped_module
from mainstay.assess.selectors.needs import income_lost
from mainstay.assess.services.analysing import published
from mainstay.assess.services.losing import losses_total
from mainstay.assess.tables import FUNCTION_MARKS
from mainstay.common.errors import BadInput
from mainstay.page.units import measured
from mainstay.page.words import day, fact, money, named, number, parted, percent

from . import words
from .livelihoods_parts import estimates_table, findings_on, section
from .lost_work import lost_beside

if TYPE_CHECKING:
    from mainstay.exchange.documents import Section, Table

#: Estimates in one table of the chapter: what is more belongs into the data set.
MOST_ROWS = 40


def before_it(assessment: Assessment) -> "list[Section]":
    """Return who worked where before, the frozen baseline, and the labour market as interviews found it."""
    rows = list(assessment.losses.all())
    return [
        section(_("The situation before")),
        section(_("Who worked before"), table=_worked(rows), level=2),
        section(_("Baseline"), paragraphs=[_asked_when(assessment)], table=_baseline(assessment), level=2),
        section(_("Labour market"), table=_rates(assessment, by=""), level=2),
    ]


def _worked(rows: list[LossEstimate]) -> "Table | None":
    from mainstay.exchange.documents import Table

    if not rows:
        return None
    return Table(
        headers=[_("Sector"), _("Sex"), _("Worked before"), _("Source")],
        rows=[
            [fact(row.sector), _sex(row.sex), number(row.employed, 0), f"{row.source}, {day(row.as_of)}"]
            for row in rows
        ],
        numeric=[2],
    )


def _sex(code: str) -> str:
    return str(words.SEXES.get(code, code))


def _asked_when(assessment: Assessment) -> str:
    """Return that baseline values were asked after the event, where they were: they tell of no earlier day."""
    onset = assessment.case.onset_at
    first = assessment.baseline.order_by("as_of").first()
    if first is None or onset is None or first.as_of < onset.date():
        return ""
    return _("These values were asked after the event of {day}; they say what results are measured against, not what was before.").format(
        day=day(onset)
    )  # fmt: skip


def _baseline(assessment: Assessment) -> "Table | None":
    from mainstay.exchange.documents import Table

    limit = playbook.current().assessment.limits.publish_cell_n
    rows = [row for row in assessment.baseline.all() if row.publishable or row.n is None]
    if not rows:
        return None
    return Table(
        headers=[_("Indicator"), _("Group"), _("Value"), _("People asked"), _("As of")],
        rows=[_frozen(row) for row in rows],
        numeric=[2, 3],
        caption=_("Cells of fewer than {n} people are not shown.").format(n=number(limit)),
    )


def _frozen(row: BaselineValue) -> list[str]:
    name = _("Jobs lost") if row.indicator == JOBS_LOST else named("indicators", row.indicator)
    bounds = "" if row.low is None else f" ({number(row.low)}–{number(row.high)})"
    group = row.group.partition("=")[2] or row.group
    return [
        name, _("everybody") if group == "ALL" else _sex(group), measured(row.value, row.unit) + bounds,
        number(row.n), day(row.as_of),
    ]  # fmt: skip


def _rates(assessment: Assessment, *, by: str, only: frozenset[str] = frozenset()) -> "Table | None":
    """Return the rates of the labour market that may leave the house; nothing where it was not asked."""
    from mainstay.exchange.documents import Table

    if not mapped_module(assessment):
        return None
    try:
        market = labour_market(assessment, by=by)
    except BadInput:
        return None
    held = [
        row
        for row in (market.rows if market else [])
        if not row.inside and row.rated.mark != "unpublishable" and (not only or row.asked.field in only)
    ]
    if market is None or not held:
        return None
    return Table(
        headers=[_("Rate"), _("Group"), _("Estimate"), _("95 % interval"), _("People asked"), _("Use")],
        rows=[
            [
                fact(market.found.names[row.asked.field]),
                " · ".join(fact(str(value)) for value in row.row.domain.values()) or _("everybody"),
                percent(row.row.estimate, 1),
                "–" if row.row.ci_low is None else f"{percent(row.row.ci_low, 1)} – {percent(row.row.ci_high, 1)}",
                number(row.row.n),
                _("use with caution") if row.rated.mark == "caution" else "–",
            ]
            for row in held
        ],
        numeric=[2, 4],
        caption=_("As the interviews found it, with data until {day}.").format(day=day(assessment.collected_until)),
    )  # fmt: skip


def effects(assessment: Assessment) -> "list[Section]":
    """Return what the event disrupted, in the order of the guidelines: livelihoods, workplaces, institutions, risks."""
    return [
        section(_("Effects of the event")),
        section(_("Livelihoods"), table=findings_on(assessment, {"SCALE"}), level=2),
        section(_("Workplaces and markets"), table=findings_on(assessment, {"MARKETS"}), level=2),
        section(
            _("Governance and institutions"),
            points=_institutions(assessment),
            table=findings_on(assessment, {"INSTITUTIONS"}),
            level=2,
        ),
        section(_("New risks"), table=findings_on(assessment, {"CONFLICT"}), level=2),
    ]


def _institutions(assessment: Assessment) -> list[str]:
    """Return which institutions of the map function, those that do not first."""
    _places, lines = institutions_by_place(assessment)
    held = [row for line in lines for cell in line.cells for row in cell]
    return [
        f"{named('assessing.institution_kinds', row.kind)}, {row.name} ({row.place}): {FUNCTION_MARKS[row.functioning][1]}"
        for row in sorted(held, key=lambda row: WORST_FIRST.index(row.functioning))
    ]


def value_of_effects(assessment: Assessment) -> "list[Section]":
    """Return jobs, workdays and income lost, as a scenario with its bounds; jobs at risk stay apart from jobs lost."""
    rows = list(assessment.losses.all())
    return [
        section(_("The value of what was lost")),
        section(_("Jobs, workdays and income lost"), paragraphs=_lost(rows), table=_losses(rows), level=2),
        *([] if any(row.at_risk_high for row in rows) else [section(_("Jobs at risk"), level=2)]),
        *lost_beside(assessment),
    ]


def _lost(rows: list[LossEstimate]) -> list[str]:
    if not rows:
        return []
    total = losses_total(rows)
    said = [
        _("{days} workdays lost ({low}–{high}).").format(
            days=number(total["workdays"].central, 0),
            low=number(total["workdays"].low, 0),
            high=number(total["workdays"].high, 0),
        )
    ]
    income, currency = income_lost(rows)
    if income is None:
        return [*said, _("Income lost: not assessed.")]
    return [
        *said,
        _("Personal income lost, for comparison: {central} ({low}–{high}). It is no need and part of no sum here.").format(
            central=money(round(income.central), currency), low=money(round(income.low), currency),
            high=money(round(income.high), currency),
        ),
    ]  # fmt: skip


def _losses(rows: list[LossEstimate]) -> "Table | None":
    from mainstay.exchange.documents import Table

    if not rows:
        return None
    return Table(
        headers=[_("Sector"), _("Sex"), _("Jobs lost"), _("Workdays lost"), _("Wages lost"), _("Own-account income lost")],
        rows=[
            [
                fact(row.sector), _sex(row.sex), f"{number(row.jobs, 0)} ({number(row.jobs_low, 0)}–{number(row.jobs_high, 0)})",
                number(row.workdays, 0), money(row.income_wage_minor, row.currency),
                money(row.income_own_account_minor, row.currency),
            ]
            for row in rows
        ],
        numeric=[2, 3, 4, 5],
        caption=_("A scenario from baseline, exposure and impact, not a survey estimate. Source: {source}").format(
            source=parted(dict.fromkeys(row.source for row in rows))
        ),
    )  # fmt: skip


def human_impact(assessment: Assessment) -> "list[Section]":
    """Return who was hit: findings on groups, and what interviews say over everybody."""
    return [
        section(_("Impact on people")),
        section(_("Who lost it?"), table=findings_on(assessment, {"GROUPS"}), level=2),
        section(_("What people say"), table=_estimates(assessment, everybody=True), level=2),
    ]


def _estimates(assessment: Assessment, *, everybody: bool) -> "Table | None":
    """Return published estimates over everybody, or those by sex."""
    chosen = [row for row in _published(assessment) if (not row.domain) is everybody]
    if not everybody:
        chosen = [row for row in chosen if row.domain.startswith("sex=")]
    left_out = len(chosen) - MOST_ROWS
    said = _("Cells of fewer than {n} people are not shown.").format(
        n=number(playbook.current().assessment.limits.publish_cell_n)
    )
    if left_out > 0:
        said += " " + _("{n} more estimates stand in the data set.").format(n=number(left_out))
    return estimates_table(assessment, chosen[:MOST_ROWS], caption=said)


def _published(assessment: Assessment) -> list[Estimate]:
    """Return what may leave the house and was answered by somebody."""
    rows = published(assessment.estimates.filter(value__isnull=False))
    return [row for row in rows if row.statistic != "proportion" or row.value]


def cross_cutting(assessment: Assessment) -> "list[Section]":
    """Return gender, youth, decent work and social protection, each from what is on record."""
    losses = list(assessment.losses.all())
    women = losses_total(losses)["women_share"] if losses else None
    held = [
        _("Women held {share} of the jobs that were lost.").format(share=percent(women, 1))
        if women is not None
        else ""
    ]
    return [
        section(_("Across all of it")),
        section(_("Gender"), paragraphs=held, table=_estimates(assessment, everybody=False), level=2),
        section(_("Youth"), table=_rates(assessment, by="age_group", only=YOUNG), level=2),
        section(_("Decent work"), table=findings_on(assessment, {"RIGHTS"}), level=2),
        section(_("Social protection"), points=_protecting(assessment), level=2),
    ]


#: The rates that tell of young people beside older ones: unemployment, employment, neither at work nor learning.
YOUNG = frozenset({"LU1", "EPOP", "NEET"})


def _protecting(assessment: Assessment) -> list[str]:
    """Return the costed options that hold a module of social protection."""
    return [
        _("Costed option with social protection: {option}.").format(option=option.title)
        for option in assessment.options.order_by("pk")
        if any(code.startswith("SPR-") for code in option.modules)
    ]
