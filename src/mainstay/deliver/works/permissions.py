"""How the records of works answer to scopes, who acted on them, and the conditions of their grants."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from mainstay.accounts.permissions import register, register_places
from mainstay.accounts.rules import Scope
from mainstay.design.permissions import project_scopes

from .models import (
    Complaint,
    Contract,
    CorrectionPlan,
    EarlyStart,
    Finding,
    ImportBatch,
    Incident,
    Mark,
    MarkBatch,
    MarkClash,
    MarkCorrection,
    Measurement,
    PayLine,
    Payment,
    PaymentBatch,
    Payroll,
    ProtectionCase,
    Roll,
    SeaCase,
    Selection,
    Site,
    TaskClass,
    Terms,
    VerificationSample,
    Waiver,
    Worker,
    WorkerStatus,
)
from .rules.rolls import small_site_excepted
from .rules.states import WRITABLE

SEA = "harassment_sea"
#: The separations that a small site with a recorded reason may keep with one person less.
SMALL_SITE_EXCEPTIONS = ("SD-PAY", "SD-ROLL", "SD-VERIFY")


def site_scopes(prefix: str = "site") -> dict[str, str]:
    """Return the paths by which a record answers through its site; `prefix` leads there (``roll__site``)."""
    to = f"{prefix}__" if prefix else ""
    return {
        **project_scopes(f"{to}project"),
        "site": f"{to}pk",
        "agreement": f"{to}partner_id",
        "organisation": f"{to}partner__organisation_id",
    }


def roll_writers(rolls: Collection[int]) -> dict[int, set[int]]:
    """Return for each roll who wrote marks on it."""
    found: dict[int, set[int]] = {}
    for roll, by in (
        MarkBatch.objects.filter(entries__roll__in=rolls).values_list("entries__roll", "by_id").distinct()
    ):
        found.setdefault(roll, set()).add(by)
    return found


def roll_acts(roll: Roll) -> Mapping[str, Collection[int | None]]:
    """Return who did what on the chain of a roll."""
    return {
        "works.mark_roll": roll_writers([roll.pk]).get(roll.pk, set()),
        "works.certify_roll": {roll.certified_by_id},
        "works.measure_roll": {roll.measured_by_id},
        "works.approve_roll": {roll.approved_by_id},
    }


def roll_exceptions(roll: Roll) -> Collection[str]:
    """Return the separations whose exception holds on a roll: a small site with a recorded reason."""
    workers = roll.workers
    if workers is None:
        workers = Mark.objects.filter(roll=roll, superseded=False).values("worker").distinct().count()
    excepted = small_site_excepted(workers=workers, reason=roll.few_persons_reason)
    return SMALL_SITE_EXCEPTIONS if excepted else ()


def payroll_acts(payroll: Payroll) -> dict[str, set[int | None]]:
    """Return who marked and certified the rolls of a payroll."""
    rolls = Roll.objects.filter(payroll=payroll)
    wrote = MarkBatch.objects.filter(entries__roll__in=rolls).values_list("by_id", flat=True).distinct()
    return {
        "works.mark_roll": set(wrote),
        "works.certify_roll": set(rolls.values_list("certified_by_id", flat=True).distinct()),
    }


def batch_acts(batch: PaymentBatch) -> dict[str, set[int | None]]:
    """Return who did what on the chain of a payment batch, from its rolls to its signatures."""
    return {
        **payroll_acts(batch.payroll),
        "works.create_batch": {batch.created_by_id},
        "works.approve_batch": set(batch.approvals.values_list("by_id", flat=True)),
    }


def _payment_acts(payment: Payment) -> dict[str, set[int | None]]:
    return {**batch_acts(payment.batch), "works.request_reversal": {payment.reversal_asked_by_id}}


def _sample_acts(sample: VerificationSample) -> dict[str, set[int | None]]:
    acts = payroll_acts(sample.payroll)
    signed = sample.payroll.batches.values_list("approvals__by_id", flat=True)
    return {**acts, "works.approve_batch": set(signed)}


def _has_no_office(project: object) -> bool:
    return not project.country.has_office  # type: ignore[attr-defined]


def _sites_round(keys: Collection[str]) -> dict[str, set[Scope]]:
    paths = project_scopes("project")
    found: dict[str, set[Scope]] = {}
    numbers = [key for key in keys if key.isdigit()]
    for site, *values in Site.objects.filter(pk__in=numbers).values_list("pk", *paths.values()):
        places = ((kind, str(value)) for kind, value in zip(paths, values, strict=True) if value is not None)
        found.setdefault(str(site), set()).update(places)
    return found


register_places("site", _sites_round)


for _model in (Terms, TaskClass, ImportBatch, Payroll):
    register(
        _model,
        case="project__case_id",
        scopes=project_scopes("project"),
        acts=payroll_acts if _model is Payroll else None,
        conditions={"no_office_in_country": lambda _person, record: _has_no_office(record.project)},
    )
register(
    Site,
    case="project__case_id",
    scopes=site_scopes(""),
    acts=lambda site: {"project_lead": {site.project.lead_id}},
    conditions={
        "no_office_in_country": lambda _person, site: _has_no_office(site.project),
        "without_names": lambda _person, _site: True,
    },
    visible_when={
        "no_office_in_country": lambda _person: Q(project__country__has_office=False),
        "without_names": lambda _person: Q(),
    },
)
register(
    Worker,
    case="project__case_id",
    scopes={
        **project_scopes("project"),
        "site": "contracts__site_id",
        "agreement": "contracts__site__partner_id",
    },
    conditions={"no_office_in_country": lambda _person, worker: _has_no_office(worker.project)},
)
register(WorkerStatus, case="worker__project__case_id", scopes=project_scopes("worker__project"))
register(
    Roll,
    case="site__project__case_id",
    scopes=site_scopes("site"),
    acts=roll_acts,
    exceptions=roll_exceptions,
    conditions={
        "roll_is_open": lambda _person, roll: roll.state in WRITABLE,
        "no_office_in_country": lambda _person, roll: _has_no_office(roll.site.project),
    },
    visible_when={"roll_is_open": lambda _person: Q(state__in=WRITABLE)},
)
register(
    EarlyStart,
    case="project__case_id",
    scopes=project_scopes("project"),
    conditions={
        "no_office_in_country": lambda _person, early: _has_no_office(early.project),
        "without_names": lambda _person, _early: True,
    },
    visible_when={"without_names": lambda _person: Q()},
)
for _on_site in (Contract, Selection, Waiver, Incident):
    register(_on_site, case="site__project__case_id", scopes=site_scopes("site"))
register(
    Finding,
    case="site__project__case_id",
    scopes=site_scopes("site"),
    conditions={"without_names": lambda _person, _finding: True},
    visible_when={"without_names": lambda _person: Q()},
)
register(CorrectionPlan, case="finding__site__project__case_id", scopes=site_scopes("finding__site"))
register(
    MarkCorrection,
    case="roll__site__project__case_id",
    scopes=site_scopes("roll__site"),
    acts=lambda correction: {"works.correct_mark": {correction.by_id}},
)
register(Measurement, case="roll__site__project__case_id", scopes=site_scopes("roll__site"))
register(MarkClash, case="roll__site__project__case_id", scopes=site_scopes("roll__site"))
register(
    PayLine,
    case="payroll__project__case_id",
    scopes={**project_scopes("payroll__project"), "site": "site_id"},
)
register(
    PaymentBatch,
    case="payroll__project__case_id",
    scopes=project_scopes("payroll__project"),
    acts=batch_acts,
    exceptions=lambda batch: _exceptions_of(batch.payroll),
)
register(
    Payment,
    case="batch__payroll__project__case_id",
    scopes=project_scopes("batch__payroll__project"),
    acts=_payment_acts,
)
register(
    VerificationSample,
    case="payroll__project__case_id",
    scopes=project_scopes("payroll__project"),
    acts=_sample_acts,
    exceptions=lambda sample: _exceptions_of(sample.payroll),
)
register(
    Complaint,
    case="project__case_id",
    scopes={**project_scopes("project"), "assigned": "routed_to_id"},
    conditions={
        "not_sea": lambda _person, complaint: complaint.category != SEA,
        "without_names": lambda _person, _complaint: True,
    },
    visible_when={"not_sea": lambda _person: ~Q(category=SEA), "without_names": lambda _person: Q()},
)
register(SeaCase, scopes=project_scopes("project"), restricted=True)
register(
    ProtectionCase,
    scopes={**project_scopes("project"), "assigned": "assigned_to_id"},
    restricted=True,
)


def _exceptions_of(payroll: Payroll) -> Collection[str]:
    rolls = list(payroll.rolls.all())
    return SMALL_SITE_EXCEPTIONS if rolls and all(roll_exceptions(roll) for roll in rolls) else ()
