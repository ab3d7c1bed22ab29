"""Looking again: odd data, random samples, and what the looks found."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.permissions import may
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.deliver.works.selectors.names import site_names
from mainstay.measure.models import Anomaly, VerificationSample
from mainstay.measure.selectors.oddities import anomaly_found, looked_through_at, rows_of_anomaly
from mainstay.measure.selectors.pages import project_of
from mainstay.measure.selectors.trust import anomalies_of, sample_found, samples_of
from mainstay.measure.selectors.verification import sample_result
from mainstay.measure.services import record_verification
from mainstay.measure.tables import AnomalyTable, PlainColumn, RowTable, SampleTable, month_shown
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, named, number

PER_PAGE = 50
FINDINGS = (
    ("", _("not looked at yet")),
    ("CONFIRMED", _("as recorded")),
    ("DIFFERENT", _("different")),
    ("NOT_FOUND", _("not found")),
)


@door("measure.read_indicators")
def odd_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show data that look too good or cannot be, and what became of each."""
    person = who(request)
    project = project_of(person, uid)
    found = list(anomalies_of(person, project))
    names = site_names(person, project)
    opens = may(person, "measure.read_rows", project)
    rows = [
        {
            "anomaly": row,
            "words": oddity_words(row, names),
            "state": row.state,
            "link": reverse("odd_thing", args=[row.pk])
            if opens
            else reverse("record", args=["measure", "anomaly", row.pk]),
        }
        for row in found
    ]
    shown = {
        "title": gettext("Odd data"),
        "question": gettext("What looks too good, or cannot be?"),
        "answer": _odd_said(found, looked_through_at(project)),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("figures", args=[project.uid]), gettext("The results framework"))],
        "acts_on": project,
        "acts_only": "flag-anomalies",
    }
    return listed(request, "page/list.html", AnomalyTable(rows), shown, name=f"{project.reference}-odd-data")


def _odd_said(found: Sequence[Anomaly], looked: datetime | None) -> str:
    """Return what is open, and when the data were looked through: where nobody looked, nothing found says nothing."""
    waiting = sum(1 for row in found if row.state == "OPEN")
    if looked is None and not found:
        return gettext("Nobody has looked for odd data yet.")
    text = ngettext(
        "{count} thing looks odd and waits for somebody to look.",
        "{count} things look odd and wait for somebody to look.",
        waiting,
    )
    said = counted(waiting, text, none=gettext("Nothing odd is open."))
    if looked is None:
        return said
    last = gettext("The data were last looked through on {day}.").format(day=day(looked))
    return f"{said} {last}"


@door("measure.read_rows")
def odd_thing_page(request: HttpRequest, key: int) -> HttpResponse:
    """Show the rows that make something odd; who looked says what it was, with a reason."""
    person = who(request)
    anomaly = anomaly_found(person, key)
    project, rows = anomaly.project, rows_of_anomaly(person, anomaly)
    columns = [(name, PlainColumn(name=name)) for name in (rows[0] if rows else {})]
    words = [oddity_words(anomaly, site_names(person, project))]
    if anomaly.state != "OPEN" and anomaly.settled_by is not None:
        words.append(
            gettext("{name} looked: “{words}”").format(name=anomaly.settled_by.name, words=anomaly.words)
        )
    shown: dict[str, Any] = {
        "title": gettext("What looks odd"),
        "question": gettext("Which rows make it odd, and what was it?"),
        "answer": " ".join(words),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("odd_data", args=[project.uid]), gettext("All that looks odd"))],
        "acts_on": anomaly,
    }
    return listed(
        request, "page/list.html", RowTable(rows, extra_columns=columns), shown, name=f"odd-{anomaly.pk}"
    )


@door("measure.read_indicators")
def samples_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the samples drawn in a project: of which indicator, by which seed, how far each was looked at."""
    person = who(request)
    project = project_of(person, uid)
    rows = samples_of(person, project)
    count = rows.count()
    shown = {
        "title": gettext("Verification"),
        "question": gettext("Was what is recorded really so?"),
        "answer": counted(
            count,
            ngettext("{count} sample was drawn.", "{count} samples were drawn.", count),
            none=gettext("No sample was drawn yet. Draw a random sample, and look at its rows in the field."),
        ),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("figures", args=[project.uid]), gettext("The results framework"))],
        "acts_on": project,
        "acts_only": "draw-sample",
    }
    table = SampleTable(rows, opens=may(person, "measure.read_rows", project))
    return listed(request, "page/list.html", table, shown, name=f"{project.reference}-samples")


class FoundForm(forms.Form):
    """The day on which the rows of a page were looked at."""

    found_on = forms.DateField(label=_("Looked at on"), widget=forms.DateInput(attrs={"type": "date"}))


@door("measure.read_rows", methods=["GET", "HEAD", "POST"])
def sample_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the rows of a sample, page by page, and write down what was found at each."""
    person = who(request)
    sample = sample_found(person, uid)
    page = Paginator(sample.rows.select_related("found_by"), PER_PAGE).get_page(request.GET.get("page"))
    form = FoundForm(request.POST or None, initial={"found_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            number_written = _recorded(request, sample, page, form.cleaned_data["found_on"])
        except BadInput as error:
            form.add_error(None, sentence(error.reason))
        else:
            words = ngettext(
                "{count} finding written down.", "{count} findings written down.", number_written
            )
            messages.success(request, words.format(count=number_written))
            return redirect(f"{reverse('sample', args=[sample.uid])}?page={page.number}")
    shown = {
        "sample": sample,
        "head": head_of(person, sample.project.case.reference),
        "project": sample.project,
        "name": named("indicators", sample.code),
        "answer": _answer(sample),
        "page": page,
        "rows": [_row(row, request) for row in page],
        "columns": list(page[0].row) if len(page) else [],
        "findings": FINDINGS,
        "form": form,
        "records": may(person, "measure.record_verification", sample) and not sample.closed_at,
    }
    return render(request, "measure/sample.html", shown, status=422 if form.errors else 200)


def _recorded(request: HttpRequest, sample: VerificationSample, page: Any, found_on: date) -> int:
    given = {
        row.position: (request.POST.get(f"finding-{row.position}", ""), request.POST.get(f"words-{row.position}", ""))
        for row in page
    }  # fmt: skip
    findings = {position: told for position, told in given.items() if told[0]}
    if findings:
        record_verification(by=who(request), sample=sample, findings=findings, found_on=found_on)
    return len(findings)


def _row(row: Any, request: HttpRequest) -> dict[str, Any]:
    return {
        "row": row,
        "values": [(name, "–" if value is None else value) for name, value in row.row.items()],
        "finding": request.POST.get(f"finding-{row.position}", row.finding),
        "words": request.POST.get(f"words-{row.position}", row.words),
    }


def _answer(sample: VerificationSample) -> str:
    result = sample_result(sample)
    words = [
        gettext("{size} of {frame} rows, drawn by seed {seed}.").format(
            size=number(sample.size), frame=number(sample.frame), seed=sample.seed
        ),
        gettext("{looked} looked at, {confirmed} as recorded.").format(
            looked=number(int(result["looked"])), confirmed=number(int(result["confirmed"]))
        ),
    ]
    if sample.closed_at:
        words.append(
            gettext("Between {low} and {high} % of all rows are as recorded. Closed on {day}.").format(
                low=number(100 * float(result["low"])),
                high=number(100 * float(result["high"])),
                day=day(sample.closed_at),
            )
        )
    return " ".join(words)


def oddity_words(row: Any, sites: Mapping[str, str]) -> str:
    """Return what looks odd as a sentence with its numbers and its place."""
    site, _space, month = row.place.partition(" ")
    facts = {
        name: number(value) if isinstance(value, int | float) else value for name, value in row.facts.items()
    }
    place = " · ".join(part for part in (sites.get(site, site), month_shown(month) if month else "") if part)
    texts = {
        "AGE_HEAPING": gettext("Ages end in 0 and 5 too often: index {whipple} of 100 expected, among {persons} persons."),
        "PERFECT_ATTENDANCE": gettext("Nobody was ever absent: {days} days of {workers} workers at {place}."),
        "SHARED_PHONE": gettext("{phones} telephone numbers belong to {workers} workers, one of them to {most}."),
        "PAY_AFTER_EXIT": gettext("{lines} pay lines of {workers} workers are for days after the contract ended, at {place}."),
        "SAME_QUANTITY": gettext("The same quantity day after day: {workers} workers on {days} days at {place}."),
        "ROUND_NUMBERS": gettext("Nearly all of {rows} quantities of {workers} workers are round numbers, at {place}."),
        "NO_REST": gettext("No day of rest in a month: {workers} workers, the longest with {most} days, at {place}."),
        "IMPROBABLE_AGE": gettext("Ages that can hardly be: {workers} workers, from {youngest} to {oldest} years."),
        "OVER_NORM": gettext("Far over the norm: {workers} workers did {quantity} units at {place}."),
    }  # fmt: skip
    try:
        return texts[row.kind].format(place=place, **facts)
    except KeyError:
        return f"{row.kind} {place}".strip()
