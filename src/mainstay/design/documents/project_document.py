"""The project document, from live data: why, what, for whom, when, at what cost, how it ends; DOCX and PDF."""

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require
from mainstay.assess.selectors import approved_newest
from mainstay.common import clock
from mainstay.common.errors import AppError
from mainstay.common.money import from_minor
from mainstay.design.models import Project
from mainstay.design.panels import apart, promised
from mainstay.design.selectors import (
    basis_of,
    horizons,
    labour_content_of,
    line_words,
    option_of,
    package_diff,
    precautions_standing,
    source_told,
)
from mainstay.design.tables import PROJECT_MARKS
from mainstay.page import numerals
from mainstay.page.words import day, enumerated, fact, named, number, percent, side

if TYPE_CHECKING:
    from mainstay.design.methods.labour_content import LabourContent
    from mainstay.exchange.documents import Report, Section

POINTS = {"DIVIDER": gettext_lazy("divider"), "CONNECTOR": gettext_lazy("connector")}
TAGS = {
    "sdg": gettext_lazy("Sustainable Development Goals"), "r205": gettext_lazy("Recommendation 205, Parts"),
    "objectives": gettext_lazy("Strategic objectives"),
}  # fmt: skip


def whole(value: float) -> str:
    """Return a number without decimals in the reader's language."""
    return number(value, 0)


def dollars(cents: int | None) -> str:
    """Return US cents as dollars with two decimals."""
    if cents is None:
        return "–"
    return str(number_format(from_minor(cents, "USD"), decimal_pos=2, use_l10n=True, force_grouping=True))


def write_document(*, by: Person, project: Project, kind: str, locale: str = "en") -> bytes:
    """Return the project document as ``pdf`` or ``docx``, as it stands now; `by` may read the design."""
    from mainstay.exchange.documents import report_docx, report_pdf

    require(by, "design.read_designs", project)
    make = {"pdf": report_pdf, "docx": report_docx}[kind]
    with translation.override(locale), numerals.written_for(project.country.iso2):
        return make(project_document(project), locale=locale, made_at=clock.now())


def project_document(project: Project) -> "Report":
    """Return the project document of a design."""
    from mainstay.exchange.documents import Report

    return Report(
        title=project.title,
        subtitle=f"{project.reference} · {project.country}",
        answer=_answer(project),
        facts=_facts(project),
        sections=[
            *_why(project),
            _package(project),
            *_when(project),
            _targets(project),
            *_money(project),
            _dialogue(project),
            *_care(project),
            *_how_it_ends(project),
        ],
        note=_("Synthetic data") if project.synthetic else "",
        digits=numerals.current().digits,
        footer=_("Playbook {version}").format(version=project.playbook_version),
    )


def _content(project: Project) -> "LabourContent | None":
    try:
        return labour_content_of(project)
    except AppError:
        return None


def _answer(project: Project) -> str:
    content = _content(project)
    if content is None or content.cost_per_worker_day is None:
        return project.goal
    return f"{promised(content)} {apart(content)}".strip()


def _facts(project: Project) -> list[tuple[str, str]]:
    assessment = approved_newest(project.case)
    return [
        (_("State"), str(PROJECT_MARKS[project.state][1])),
        (_("From"), day(project.starts_on)),
        (_("To"), day(project.ends_on)),
        (_("Rests on"), assessment.reference if assessment else _("no approved assessment")),
        (_("Working days of a year"), number(project.workdays_per_year)),
        (_("Programme"), named("flagships", project.programme)),
    ]


def _why(project: Project) -> "list[Section]":
    from mainstay.exchange.documents import Section

    drivers = {"OPPORTUNITY": project.opportunity, "CONTACT": project.contact, "GRIEVANCE": project.grievance}
    names = playbook.current().drivers
    return [
        Section(_("Aim"), paragraphs=[project.goal or "–"]),
        Section(_("Root causes"), paragraphs=[project.root_causes or "–"]),
        Section(
            _("How work serves peace"),
            points=[
                f"{named('drivers', code)}: {text or '–'}" for code, text in drivers.items() if code in names
            ],
        ),
    ]


def _package(project: Project) -> "Section":
    from mainstay.exchange.documents import Section, Table

    rows = [
        [row["module"], row["title"], named("phases", row["phase"]), fact(row["change"]), row["reason"]]
        for row in package_diff(project)
    ]
    said = _("Standard package {package}; what differs from it is told with its reason.").format(
        package=project.package or "–"
    )
    return Section(
        _("Modules"),
        paragraphs=[said],
        table=Table(headers=[_("Code"), _("Module"), _("Phase"), _("Change"), _("Reason")], rows=rows),
    )


def _when(project: Project) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    both = horizons(project)
    headers = [_("Module"), _("From week"), _("To week"), _("Slack"), _("Leads to")]
    return [
        Section(
            heading,
            table=Table(
                headers=headers,
                rows=[
                    [
                        f"{bar['module']} {bar['title']}",
                        whole(bar["start_week"]),
                        whole(bar["end_week"]),
                        whole(bar["slack_weeks"]),
                        bar["leads_to"],
                    ]
                    for bar in both[name]
                ],
                numeric=[1, 2, 3],
            ),
        )
        for name, heading in (
            ("DAY1", _("Day-1 list: within 30 days")),
            ("PATH", _("Path of one to five years")),
        )
        if both[name]
    ]


def _targets(project: Project) -> "Section":
    from mainstay.exchange.documents import Section, Table

    rows = [
        [
            row.indicator,
            named("indicators", row.indicator),
            _("everybody") if row.group == "ALL" else named("target_groups", row.group),
            number(row.baseline),
            whole(float(row.value)),
            day(row.due_on),
        ]
        for row in project.targets.all()
    ]
    headers = [_("Code"), _("Indicator"), _("Group"), _("Baseline"), _("Target"), _("Due")]
    return Section(_("Targets"), table=Table(headers=headers, rows=rows, numeric=[3, 4]))


def _money(project: Project) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    option = option_of(project)
    lines = list(option.lines.filter(quantity__gt=0)) if option else []
    content = _content(project)
    rows = [
        [
            *line_words(row),
            whole(float(row.quantity)),
            dollars(row.unit_cost_minor),
            percent(float(row.labour_share)),
            dollars(int(row.quantity * row.unit_cost_minor)),
            row.reason,
        ]
        for row in lines
    ]
    said = []
    if content is not None:
        said = [
            _("USD {cost}, of it USD {wages} wages.").format(
                cost=dollars(content.cost), wages=dollars(content.wages)
            ),
            _("Daily wage {wage} {currency}; {days} days for each worker.").format(
                wage=number(from_minor(project.daily_wage_minor or 0, project.currency)),
                currency=project.currency,
                days=number(project.days_per_worker),
            ),
        ]
    headers = [_("Line"), _("Unit"), _("Quantity"), _("USD each"), _("Wages"), _("USD"), _("Reason")]
    return [
        Section(_("Budget"), paragraphs=said, table=Table(headers=headers, rows=rows, numeric=[2, 3, 4, 5]))
    ]


def _dialogue(project: Project) -> "Section":
    from mainstay.exchange.documents import Section

    basis = basis_of(project)
    heard = enumerated(side(body) for body in sorted(basis.heard))
    points = [_("Heard: {bodies}").format(bodies=heard or "–")]
    points += [
        f"{row.body}: {row.why} – {row.plan} ({row.module})" for row in project.missing_constituents.all()
    ]
    points += [
        _("Waived until {until} ({kind}, signed as {role}): {reason}").format(
            until=day(row.until),
            kind=fact(row.kind.lower()),
            role=named("roles", row.role),
            reason=row.reason,
        )
        for row in project.waivers.all()
    ]
    taken, refused = _("taken"), _("not taken")
    points += [
        f"{row.field}: {row.words} – {taken if row.taken else refused}. {row.answer}"
        for row in project.comments.filter(taken__isnull=False)
    ]
    return Section(_("Consultation"), points=points)


def _care(project: Project) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    risks = [
        [row.text, number(row.rating), row.mitigation, named("roles", row.owner_role)]
        for row in project.risks.all()
    ]
    conflict = [
        [str(POINTS.get(row.kind, row.kind)), row.text, row.effect, row.answer]
        for row in project.conflict_points.all()
    ]
    found = [
        Section(
            _("Risks"),
            table=Table(
                headers=[_("Risk"), _("Rating, of 25"), _("What is done"), _("By")], rows=risks, numeric=[1]
            ),
        )
    ]
    if conflict:
        table = Table(headers=[_("Kind"), _("What"), _("Effect"), _("What is done")], rows=conflict)
        found.append(Section(_("Dividers and connectors"), table=table))
    found += _precautions(project)
    markers = playbook.current().markers
    shown = [
        f"{named('markers', code)}: {value}" for code, value in project.markers.items() if code in markers
    ]
    tags = [
        f"{TAGS.get(kind, kind)}: {enumerated(_tag(kind, code) for code in codes)}"
        for kind, codes in project.tags.items()
    ]
    found.append(Section(_("Markers and tags"), points=[*shown, *tags]))
    return [*found, _blocks(project)]


def _precautions(project: Project) -> "list[Section]":
    from mainstay.exchange.documents import Section, Table

    rows = [
        [row.measure, row.risk, named("roles", row.owner_role), row.due, source_told(row) or "–"]
        for row in precautions_standing(project)
    ]
    heads = [
        _("What is done differently"),
        _("Risk that it answers"),
        _("By whom"),
        _("When"),
        _("Read by a panel"),
    ]
    return [Section(_("Do no harm"), table=Table(headers=heads, rows=rows))] if rows else []


def _blocks(project: Project) -> "Section":
    from mainstay.exchange.documents import Section, Table

    cells = {
        cell.code: cell.name
        for block in playbook.current().building_blocks.values()
        for cell in block.cells.values()
    }
    blocks = [
        [
            cells.get(row.block, row.block),
            row.filled_by or _("not applicable: {why}").format(why=row.not_applicable_because),
        ]
        for row in project.blocks.all()
    ]
    return Section(_("Building blocks"), table=Table(headers=[_("Block"), _("Answer")], rows=blocks))


def _how_it_ends(project: Project) -> "list[Section]":
    from mainstay.exchange.documents import Section

    found = [Section(_("Exit and hand-over"), paragraphs=[project.exit_plan or "–"])]
    versions = [
        f"{row.number} · {day(row.at)} · {row.sha256[:12]} {row.why}" for row in project.versions.all()
    ]
    if versions:
        found.append(Section(_("Approved versions"), points=versions))
    return found


def _tag(kind: str, code: str) -> str:
    """Return a tag with its name, where the playbook has one."""
    lists = {"sdg": "sdg_targets" if "." in code else "sdg_goals", "r205": "r205_parts"}
    name = named(lists[kind], code) if kind in lists else code
    return code if name == code else f"{code} {name}"
