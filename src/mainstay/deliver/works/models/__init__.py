"""The tables of works: terms and rates, sites, workers, contracts, rolls, pay, safeguards, complaints."""

from .clashes import MarkClash
from .complaints import Complaint, ProtectionCase, ProtectionCheck, SeaCase
from .contracts import Contract, Induction, InsurancePolicy, InsuredWorker, PpeIssue
from .early_starts import EarlyStart
from .pay import (
    Arrear,
    BatchApproval,
    Deduction,
    PayLine,
    Payment,
    PaymentBatch,
    Payroll,
    Verification,
    VerificationSample,
)
from .rolls import Mark, MarkBatch, MarkCorrection, Measurement, Roll, RollEntry
from .safeguards import CorrectionPlan, Finding, Incident, Waiver
from .sites import Agreement, DayPlan, Site, SiteCheck, Suspension, Talk
from .terms import PaySegment, TaskClass, Terms, WageFloor, WageRate
from .workers import (
    AgeCheck,
    Consent,
    DuplicatePair,
    ImportBatch,
    Selection,
    SelectionPlace,
    Worker,
    WorkerStatus,
)

__all__ = [
    "AgeCheck", "Agreement", "Arrear", "BatchApproval", "Complaint", "Consent", "Contract", "CorrectionPlan",
    "DayPlan", "Deduction", "DuplicatePair", "EarlyStart", "Finding", "ImportBatch", "Incident", "Induction", "InsurancePolicy",
    "InsuredWorker", "Mark", "MarkBatch", "MarkClash", "MarkCorrection", "Measurement", "PayLine", "PaySegment", "Payment",
    "PaymentBatch", "Payroll", "PpeIssue", "ProtectionCase", "ProtectionCheck", "Roll", "RollEntry", "SeaCase", "Selection", "SelectionPlace", "Site",
    "SiteCheck", "Suspension", "Talk", "TaskClass", "Terms", "Verification", "VerificationSample",
    "WageFloor", "WageRate", "Waiver", "Worker", "WorkerStatus",
]  # fmt: skip
