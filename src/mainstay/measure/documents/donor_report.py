"""A report to a donor on paper: what was done, the published figures with their version, the money, corrections."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mainstay.common import clock
from mainstay.measure.models import DonorReport
from mainstay.measure.tables import GRADES, formula_words, indicator_words
from mainstay.page.units import measured
from mainstay.page.words import day, money

if TYPE_CHECKING:
    from mainstay.exchange.documents import Report, Section


def write_donor_report(report: DonorReport, *, kind: str, locale: str = "en") -> bytes:
    """Return a report to a donor as ``pdf`` or ``docx``; whoever calls has found it among what may be read."""
    from mainstay.exchange.documents import report_docx, report_pdf

    make = {"pdf": report_pdf, "docx": report_docx}[kind]
    return make(donor_report(report), locale=locale, made_at=report.approved_at or clock.now())


def donor_report(report: DonorReport) -> "Report":
    """Return a report to a donor as plain values."""
    from mainstay.exchange.documents import Report

    told = report.content
    return Report(
        title=_("Report to {donor}").format(donor=report.contribution.donor.name),
        subtitle=f"{report.contribution.reference} · {report.project.title} · {report.project.reference}",
        answer=_("Figures counted to {day}, version {version}, as they are published.").format(
            day=day(date.fromisoformat(told["as_of"])), version=told["version"]
        ),
        facts=[(name, value) for name, value in money_words(told["money"])],
        sections=list(_sections(report)),
        note=_("Synthetic data") if report.synthetic else "",
        footer=_("Approved by {name} on {day}. Digest {sha256}").format(
            name=report.approved_by.name, day=day(report.approved_at), sha256=report.sha256
        )
        if report.approved_by and report.approved_at
        else _("Draft: not approved"),
    )


def money_words(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the money of a report as names and amounts."""
    return [
        (_("Contribution"), money(told["amount"], told["currency"])),
        (_("Came in"), money(told["received_usd"])),
        (_("Spent of it, in all projects"), money(told["spent_usd"])),
        (_("With this project, not spent yet"), money(told["project_paid_out_usd"])),
        (_("Spent by this project"), money(told["project_spent_usd"])),
    ]


def figure_rows(figures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the figures of a report as they are read, those with a target first; what is hidden is said in words."""
    return [
        {
            **row,
            "name": indicator_words(row["code"], row["name"]),
            "how": formula_words(row["code"], row["formula"]) or row["formula"],
            "grade": GRADES.get(row["grade"], row["grade"]) if row["value"] is not None else "",
            "said": _("hidden") if row["hidden"] else _said(row["value"], row["unit"]),
            "aim": _said(row["target"], row["unit"]),
        }
        for row in sorted(figures, key=lambda row: row["target"] is None)
    ]


def _said(value: str | None, unit: str) -> str:
    return "–" if value is None else str(measured(Decimal(value), unit))


def _sections(report: DonorReport) -> "Iterable[Section]":
    from mainstay.exchange.documents import Section, Table

    for heading, words in (
        (_("What was done"), report.narrative),
        (_("What was difficult"), report.difficulties),
        (_("What comes next"), report.next_steps),
    ):
        if words:
            yield Section(heading, paragraphs=words.split("\n"))
    told = report.content
    yield Section(
        _("Results"),
        paragraphs=[told["method"]],
        table=Table(
            [_("Indicator"), _("Value"), _("Target"), _("Definition"), _("Confidence")],
            [
                [
                    row["name"],
                    row["said"],
                    row["aim"],
                    f"{row['code']} v{row['definition_version']}",
                    row["grade"],
                ]
                for row in figure_rows(told["figures"])
            ],
            numeric=(1, 2),
        ),
    )
    yield Section(
        _("Versions of these figures"),
        table=Table(
            [_("Version"), _("Published"), _("Why it was corrected")],
            [
                [str(row["version"]), day(date.fromisoformat(row["published_on"])), row["reason"] or "–"]
                for row in told["corrections"]
            ],
        ),
    )
