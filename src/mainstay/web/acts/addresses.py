"""Where a record is read: on the page that was made for its kind, or on the page that every record has."""

from collections.abc import Mapping
from operator import attrgetter

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from .finding import kind_of_model

#: The pages made for a kind: the name of the address and what of the record stands in it.
MADE: Mapping[str, tuple[str, ...]] = {
    "assess.Assessment": ("assessment", "uid"),
    "assess.ConflictReading": ("assess_conflict", "assessment.uid"),
    "assess.RecoveryNeed": ("assess_need", "assessment.uid", "pk"),
    "cases.Case": ("case", "reference"),
    "cases.Decision": ("decision", "case.reference", "uid"),
    "decide.Request": ("request", "reference"),
    "fund.Contribution": ("contribution", "uid"),
    "fund.Grant": ("grant", "uid"),
    "fund.LedgerEntry": ("ledger_entry", "pk"),
    "design.Project": ("project", "uid"),
    "lessons.Lesson": ("lesson", "uid"),
    "lessons.Review": ("review", "uid"),
    "library.Document": ("document", "uid"),
    "measure.DonorReport": ("donor_report", "uid"),
    "measure.VerificationSample": ("sample", "uid"),
    "cases.RuleWaiver": ("line_waivers", "pk"),
    "partners.Advice": ("line_advice", "uid"),
    "partners.Consultation": ("consultation", "uid"),
    "partners.Event": ("line_events", "uid"),
    "partners.FocalPoint": ("line_focal-points", "uid"),
    "partners.Forum": ("line_forums", "uid"),
    "partners.HouseRisk": ("line_risks", "uid"),
    "partners.JointMission": ("line_missions", "uid"),
    "partners.Message": ("line_messages", "uid"),
    "partners.Position": ("line_positions", "uid"),
    "partners.Researcher": ("line_researchers", "uid"),
    "skills.Course": ("course", "uid"),
    "staff.Deployment": ("mission", "uid"),
    "staff.Expert": ("expert", "uid"),
    "staff.Recruitment": ("recruitment", "uid"),
    "staff.TeamRequest": ("team_request", "uid"),
    "watch.Alert": ("alert", "reference"),
    "works.MarkClash": ("works_clash", "pk"),
    "works.Roll": ("works_roll", "uid"),
    "works.Site": ("works_site", "uid"),
}

#: Pages on which a record is read beside its own: the name of the address, what stands in it, and in which states it is there.
BESIDE: Mapping[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "measure.Publication": (("public_figures", "uid"), frozenset({"PUBLISHED"})),
    "watch.RiskBoard": (("risk_board",), frozenset()),
}


def beside(record: Model) -> str:
    """Return the page made for a record beside the one that every record has; nothing where it has none now."""
    made, states = BESIDE.get(record._meta.label, ((), frozenset()))
    if not made or (states and getattr(record, "state", "") not in states):
        return ""
    return reverse(made[0], args=[attrgetter(path)(record) for path in made[1:]])


def address_of(record: Model) -> str:
    """Return the address of the page of a record; nothing where its kind has none."""
    made = MADE.get(record._meta.label)
    if made is not None:
        try:
            return reverse(made[0], args=[attrgetter(path)(record) for path in made[1:]])
        except NoReverseMatch:  # a request that was not sent has no reference yet
            return ""
    return record_page(record)


def record_page(record: Model) -> str:
    """Return the address of the page that every record has: its fields, its history, what can be done."""
    kind = kind_of_model(type(record))
    return reverse("record", args=[kind.stage, kind.name, record.pk]) if kind is not None else ""
