"""A project as an IATI activity, from live records: money from the ledger, results as they were published."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.common import clock
from mainstay.design.selectors import option_of
from mainstay.exchange.iati import (
    Activity,
    ActivityDate,
    Budget,
    Indicator,
    Location,
    Measure,
    Organisation,
    Participant,
    Period,
    Recipient,
    Result,
    Sector,
    Tag,
    Transaction,
)
from mainstay.fund.selectors import project_movements
from mainstay.measure.methods.groups import group_of
from mainstay.measure.models import Definition, Publication

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: 1 pipeline, 2 implementation, 3 finalisation, 4 closed (IATI codelist ActivityStatus).
STATUS = {"FUNDED": "2", "ACTIVE": "2", "REVISION": "2", "HANDED_OVER": "3", "CLOSED": "4"}
RESULT_TYPE = {"output": "1", "outcome": "2", "impact": "3"}
EMPLOYMENT_CREATION = "16020"
"""Purpose code of the OECD DAC."""


def project_activity(
    project: "Project", *, reporting_ref: str, reporting_name: str, language: str = "en"
) -> Activity:
    """Return the activity of a project. No person is in it; places are areas; figures are the published ones."""
    office = Organisation(reporting_ref, {language: reporting_name}, "40")
    published = Publication.objects.filter(project=project, state="PUBLISHED").order_by("-as_of").first()
    synthetic = "Synthetic data. " if project.synthetic else ""
    return Activity(
        identifier=f"{reporting_ref}-{re.sub('[^A-Za-z0-9.-]', '-', project.reference)}",
        reporting=office,
        title={language: f"{synthetic}{project.title}"},
        descriptions=[("1", {language: f"{synthetic}{project.goal or project.title}"})],
        participants=[*_donors(project, language), Participant(office, "2"), Participant(office, "4")],
        status=STATUS.get(project.state, "1"),
        dates=list(_dates(project)),
        language=language,
        humanitarian=project.case.onset_at is not None,
        recipients=[Recipient(project.country.iso2)],
        locations=list(_locations(project, language)),
        sectors=[Sector(EMPLOYMENT_CREATION)],
        tags=[Tag(code) for code in _goals(project)],
        flow_type="10",
        finance_type="110",
        aid_type="C01",
        budgets=list(_budgets(project)),
        transactions=list(_transactions(project, office, language)),
        results=list(_results(project, published, language)) if published else [],
    )


def _donors(project: "Project", language: str) -> Iterator[Participant]:
    for key, name in sorted({(row["donor_key"], row["donor"]) for row in project_movements([project.pk])}):
        yield Participant(Organisation(f"donor-{key}", {language: name}), "1")


def _dates(project: "Project") -> Iterator[ActivityDate]:
    begins = project.starts_on or project.created_at.date()
    yield ActivityDate("1", begins)
    if project.running and begins <= clock.today():
        yield ActivityDate("2", begins)
    if project.ends_on:
        yield ActivityDate("3", project.ends_on)
    if project.state == "CLOSED" and project.closed_at:
        yield ActivityDate("4", project.closed_at.date())


def _locations(project: "Project", language: str) -> Iterator[Location]:
    for row in project.case.areas.select_related("area").order_by("area_id"):
        yield Location(row.area_id, {language: row.area.name}, location_class="1")


def _goals(project: "Project") -> list[str]:
    found = (
        Definition.objects.filter(project=project).exclude(state="ENDED").values_list("crosswalk", flat=True)
    )
    codes = {code for crosswalk in found for code in crosswalk.get("sdg", ())}
    return sorted(code for code in codes if re.fullmatch(r"\d{1,2}\.[0-9a-d]{1,2}", code))


def _budgets(project: "Project") -> Iterator[Budget]:
    """Yield the budget by year of the project, in proportion to the days of each."""
    option = option_of(project)
    if option is None or project.starts_on is None or project.ends_on is None:
        return
    cents = sum(round(Decimal(line.quantity) * line.unit_cost_minor) for line in option.lines.all())
    days = (project.ends_on - project.starts_on).days + 1
    first, left = project.starts_on, cents
    while first <= project.ends_on and cents:
        last = min(project.ends_on, _year_later(first) - timedelta(days=1))
        part = left if last == project.ends_on else cents * ((last - first).days + 1) // days
        left -= part
        value_date = project.approved_at.date() if project.approved_at else project.starts_on
        yield Budget(first, last, Decimal(part) / 100, "USD", value_date)
        first = last + timedelta(days=1)


def _year_later(day: date) -> date:
    return date(day.year + 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _transactions(project: "Project", office: Organisation, language: str) -> Iterator[Transaction]:
    for row in project_movements([project.pk]):
        incoming = row["kind"] == "ADVANCE"
        yield Transaction(
            "1" if incoming else "4",
            row["day"],
            Decimal(row["usd_cents"]) / 100,
            "USD",
            row["day"],
            {language: row["grant"]},
            provider=Organisation(f"donor-{row['donor_key']}", {language: row["donor"]})
            if incoming
            else office,
            receiver=office if incoming else None,
            ref=row["key"],
        )


def _results(project: "Project", published: Publication, language: str) -> Iterator[Result]:
    content, known = published.content, playbook.current().indicators
    by_code: dict[str, list[dict[str, Any]]] = {}
    for row in content["rows"]:
        by_code.setdefault(row["code"], []).append(row)
    first = date.fromisoformat(content["first_on"]) if content["first_on"] else project.starts_on
    first = min(first or published.as_of, published.as_of)
    for kind in dict.fromkeys(known[code].result_level for code in by_code):
        codes = [code for code in by_code if known[code].result_level == kind]
        yield Result(
            RESULT_TYPE.get(kind, "9"),
            {language: kind.capitalize()},
            [
                _indicator(project, code, by_code[code], content, first, published.as_of, language)
                for code in codes
            ],
            aggregation=False,
        )


def _indicator(
    project: "Project", code: str, rows: list[dict[str, Any]], content: dict[str, Any], first: date, last: date,
    language: str,
) -> Indicator:  # fmt: skip
    told, known = content["definitions"][code], playbook.current().indicators[code]
    base = Definition.objects.filter(project=project, code=code).exclude(state="ENDED").first()
    baselines = base.baselines.filter(group="") if base else []
    return Indicator(
        {language: f"{code} {told['name']}"},
        "2" if told["unit"] == "percent" else "1",
        [
            Period(
                first, last, list(_values(rows, "target", language)), list(_values(rows, "value", language))
            )
        ],
        description={language: f"{told['formula']} ({told['unit']}; {told['aggregation']})"},
        baselines=[Measure(row.value, year=row.on.year, day=row.on) for row in baselines],
        ascending=known.direction != "down",
        aggregation=told["aggregation"] == "sum",
    )


def _values(rows: list[dict[str, Any]], name: str, language: str) -> Iterator[Measure]:
    for row in rows:
        if "month" in dict(group_of(row["group"])) or (name == "target" and row[name] is None):
            continue
        comment = {language: "Not shown: too few persons."} if name == "value" and row["hidden"] else {}
        amount = None if row[name] is None else Decimal(row[name])
        yield Measure(amount, dict(group_of(row["group"])), comment)
