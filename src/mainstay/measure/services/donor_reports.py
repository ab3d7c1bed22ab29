"""Reports to donors: written on published figures, handed in, approved by another person; never changed afterwards."""

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.cases.services import note
from mainstay.common import clock, notices
from mainstay.common.audit import Draft, canonical
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.measure import rules
from mainstay.measure.models import DonorReport, Publication
from mainstay.measure.selectors.donor_reports import newest_publication, report_content
from mainstay.partners.selectors import speakers

if TYPE_CHECKING:
    from mainstay.design.models import Project
    from mainstay.fund.models import Contribution


def draft_donor_report(
    *,
    by: Person,
    project: "Project",
    contribution: "Contribution",
    narrative: str = "",
    difficulties: str = "",
    next_steps: str = "",
    due_on: date | None = None,
) -> DonorReport:
    """Return the draft of a report to a donor, with the newest published figures of the project and the money so far."""
    with act("measure.write_donor_report", by=by, on=project) as entry:
        published = _published(project)
        report = DonorReport.objects.create(
            project=project,
            contribution=contribution,
            publication=published,
            narrative=narrative.strip(),
            difficulties=difficulties.strip(),
            next_steps=next_steps.strip(),
            content=_content(contribution, published),
            due_on=due_on,
            written_by=by,
            written_at=clock.now(),
            synthetic=project.synthetic or contribution.synthetic,
        )
        entry.on(report)
        entry.note(
            contribution=contribution.reference, publication=str(published.uid), version=published.version
        )
    return report


def _published(project: "Project") -> Publication:
    found = newest_publication(project)
    if found is None:
        raise RuleBroken(
            "nothing_published",
            _(
                "No figures of {project} are published yet. Publish them first: a report says what everybody can check."
            ),
            project=project.reference,
        )
    return found


def _content(contribution: "Contribution", published: Publication) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads(canonical(report_content(contribution, published)))
    return found


def edit_donor_report(
    *,
    by: Person,
    report: DonorReport,
    narrative: str | None = None,
    difficulties: str | None = None,
    next_steps: str | None = None,
    due_on: date | None = None,
) -> None:
    """Change the words of a draft, or the day on which it is due; what is left out stays."""
    given = {"narrative": narrative, "difficulties": difficulties, "next_steps": next_steps, "due_on": due_on}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise BadInput("nothing_changed", _("Say what changes: the words, or the day."))
    with act("measure.write_donor_report", by=by, on=report) as entry:
        _require_draft(report)
        for name, value in changes.items():
            trimmed = value.strip() if isinstance(value, str) else value
            entry.change(name, str(getattr(report, name) or ""), str(trimmed))
            setattr(report, name, trimmed)
        report.told_late_on = None
        report.save(update_fields=[*changes, "told_late_on"])


def _require_draft(report: DonorReport) -> None:
    if report.state != "DRAFT":
        raise RuleBroken(
            "report_not_draft", _("This report is handed in. Have it given back before you change it.")
        )


def renew_donor_report(*, by: Person, report: DonorReport) -> None:
    """Take over the newest published figures and the money as it stands now."""
    with act("measure.write_donor_report", by=by, on=report) as entry:
        _require_draft(report)
        published = _published(report.project)
        entry.change("publication", str(report.publication.uid), str(published.uid))
        report.publication, report.content = published, _content(report.contribution, published)
        report.save(update_fields=["publication", "content"])


def submit_donor_report(*, by: Person, report: DonorReport) -> None:
    """Hand a report in for approval; its figures must be those that are published now."""
    with act("measure.write_donor_report", by=by, on=report) as entry:
        state = rules.DONOR_REPORT.move(report.state, "submit")
        newest = newest_publication(report.project)
        require(
            rules.why_not_submit_report(
                narrative=report.narrative,
                published=newest is not None,
                newest=newest is not None and newest.pk == report.publication_id,
            )
        )
        _move(report, state, entry)
        report.submitted_by, report.submitted_at, report.returned_reason = by, clock.now(), ""
        report.save(update_fields=["state", "submitted_by", "submitted_at", "returned_reason"])
        notices.tell(
            holders_of(["CD"], [("country", report.project.country_id)]),
            "donor_report",
            _("The report on {contribution} waits for your approval."),
            key=f"donor-report:{report.pk}:{report.submitted_at.isoformat()}",
            link=f"/measure/reports/{report.uid}/",
            contribution=report.contribution.reference,
        )


def _move(report: DonorReport, state: str, entry: Draft) -> None:
    entry.change("state", report.state, state)
    report.state = state


def approve_donor_report(*, by: Person, report: DonorReport) -> None:
    """Approve a report that another person handed in: it goes to the donor, and never changes again."""
    with act("measure.approve_donor_report", by=by, on=report) as entry:
        state = rules.DONOR_REPORT.move(report.state, "approve")
        require(rules.why_not_approve_report(submitted_by=report.submitted_by_id, by=by.pk))
        _move(report, state, entry)
        report.approved_by, report.approved_at = by, clock.now()
        report.sha256 = digest_of(report)
        report.save(update_fields=["state", "approved_by", "approved_at", "sha256"])
        entry.note(sha256=report.sha256, contribution=report.contribution.reference)
        note(
            report.project.case, by=by, stage="measure", msgid=_("The report on {contribution} went to {donor}."),
            contribution=report.contribution.reference, donor=report.contribution.donor.name,
        )  # fmt: skip
        notices.tell(
            speakers([report.contribution.donor]),
            "donor_report_given",
            _("A report on your contribution {contribution} is there to read."),
            key=f"donor-report:{report.pk}:approved",
            link=f"/measure/reports/{report.uid}/",
            contribution=report.contribution.reference,
        )


def digest_of(report: DonorReport) -> str:
    """Return the digest of a report: of its words, its figures and its money."""
    told = [report.narrative, report.difficulties, report.next_steps, report.content]
    return hashlib.sha256(canonical(told)).hexdigest()


def return_donor_report(*, by: Person, report: DonorReport, reason: str) -> None:
    """Give a report back to who wrote it, saying what is wrong."""
    with act("measure.approve_donor_report", by=by, on=report, reason=reason) as entry:
        state = rules.DONOR_REPORT.move(report.state, "give_back")
        if not reason.strip():
            raise BadInput("reason_missing", _("Write what is to be corrected."))
        _move(report, state, entry)
        report.returned_reason = reason.strip()[:300]
        report.save(update_fields=["state", "returned_reason"])
        notices.tell(
            [report.written_by_id],
            "donor_report_returned",
            _("The report on {contribution} came back: {reason}"),
            key=f"donor-report:{report.pk}:returned:{clock.now().isoformat()}",
            link=f"/measure/reports/{report.uid}/",
            contribution=report.contribution.reference,
            reason=report.returned_reason,
        )


def remind_donor_reports() -> int:
    """Tell who writes a report to a donor that its day has passed, once for each day; return how many."""
    today = clock.today()
    late = DonorReport.objects.filter(due_on__lt=today, told_late_on__isnull=True).exclude(state="APPROVED")
    found = list(late.select_related("project__case", "contribution"))
    for report in found:
        assert report.due_on is not None
        with act("measure.remind_donor_report", by=system_person(), on=report) as entry:
            notices.tell(
                [report.written_by_id],
                "donor_report_late",
                _("The report on {contribution} was due on {day}."),
                key=f"donor-report:{report.pk}:late:{report.due_on}",
                link=f"/measure/reports/{report.uid}/",
                contribution=report.contribution.reference,
                day=report.due_on.isoformat(),
            )
            entry.note(due=report.due_on)
            report.told_late_on = today
            report.save(update_fields=["told_late_on"])
    return len(found)
