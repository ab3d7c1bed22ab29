"""What the list of a kind of record is headed by: the kind in the plural."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

PLURALS: Mapping[str, Any] = {
    "accounts.Breach": _("Breaches of data protection"), "accounts.BreakGlass": _("Emergency accesses"),
    "accounts.DataRequest": _("Requests about one's own data"), "accounts.Person": _("Persons"),
    "partners.Advice": _("Policy advice"), "partners.Agreement": _("Agreements"), "partners.Consultation": _("Consultations"),
    "partners.ConsultationPoint": _("Points of consultations"), "partners.ConsultedBody": _("Consulted bodies"),
    "partners.Contact": _("Contact persons"), "partners.Dispute": _("Disputes"), "partners.Event": _("Events and workshops"),
    "partners.EventParticipant": _("Participants of events"), "partners.FocalPoint": _("Focal points"),
    "partners.Forum": _("Coordination forums"), "partners.HireReport": _("Reports of people hired"), "partners.HouseRisk": _("Risks"),
    "partners.IndependenceNote": _("Notes on independence"), "partners.InternalNote": _("Internal notes"),
    "partners.JointMission": _("Joint missions, plans and appeals"), "partners.Mechanism": _("Dialogue mechanisms"),
    "partners.Message": _("Public messages"), "partners.Organisation": _("Organisations"), "partners.PartnerCheck": _("Checks of partners"),
    "partners.Position": _("Advocacy positions"), "partners.Researcher": _("Researchers"), "partners.Roadmap": _("Roadmaps"),
    "cases.Case": _("Cases"), "cases.CaseTask": _("Tasks"), "cases.Decision": _("Decisions"), "cases.Idea": _("Ideas"),
    "cases.Lead": _("Who leads"), "cases.RollAnswer": _("Answers to roll calls"), "cases.RollCall": _("Roll calls"),
    "cases.RuleWaiver": _("Rules set aside"), "cases.Seat": _("Seats"), "cases.TimelineEntry": _("Entries of timelines"),
    "watch.Alert": _("Alerts"), "watch.CountryThreshold": _("Thresholds of countries"), "watch.PreparednessItem": _("Preparedness"), "watch.Reading": _("Readings"),
    "watch.RiskBoard": _("Meetings on risks"), "watch.Source": _("Sources"), "watch.TriggerResponse": _("Agreed responses to warnings"), "watch.Vintage": _("Editions of data"),
    "watch.WarningSystem": _("Warning systems"), "decide.Request": _("Requests"), "decide.Merge": _("Merged requests"),
    "decide.Decision": _("Decisions"), "assess.Assessment": _("Assessments"), "assess.Finding": _("Findings"), "assess.Form": _("Questionnaires"),
    "assess.Option": _("Costed options"), "assess.Submission": _("Interviews"), "assess.RestrictedAnswer": _("Restricted answers"), "design.Comment": _("Comments"),
    "design.Project": _("Projects"), "fund.Contribution": _("Contributions"), "fund.Grant": _("Grants"), "fund.Lead": _("Chances of money"),
    "fund.LedgerEntry": _("Entries of the ledger"), "staff.CheckIn": _("Check-ins"), "staff.Clearance": _("Clearances"),
    "staff.Deployment": _("Missions"), "staff.Expert": _("Experts"), "staff.PanelScore": _("Points of interviews"),
    "staff.Recruitment": _("Recruitments"), "staff.Reference": _("References"), "staff.Release": _("Releases by units"),
    "staff.TeamRequest": _("Requests for people"), "works.Complaint": _("Complaints"), "works.Contract": _("Contracts"),
    "works.CorrectionPlan": _("Plans of correction"), "works.DuplicatePair": _("Possible duplicates"), "works.EarlyStart": _("Early starts"),
    "works.Finding": _("Findings"), "works.ImportBatch": _("Files taken in"), "works.Incident": _("Accidents and dangers"),
    "works.InsurancePolicy": _("Insurance policies"), "works.MarkClash": _("Days claimed by two sites"), "works.Measurement": _("Measurements"),
    "works.Payment": _("Payments"), "works.PaymentBatch": _("Payment batches"), "works.Payroll": _("Payrolls"),
    "works.ProtectionCase": _("Protection cases"), "works.Roll": _("Rolls"), "works.SeaCase": _("Cases of sexual exploitation or abuse"),
    "works.Site": _("Sites"), "works.Worker": _("Workers"), "works.WorkerStatus": _("Situations of workers"),
    "skills.Certificate": _("Certificates"), "skills.Course": _("Courses"), "skills.Tracer": _("Tracer interviews"),
    "skills.Trainee": _("Trainees"), "skills.Vacancy": _("Vacancies"), "measure.ActivityFile": _("Activity files"),
    "measure.Anomaly": _("Odd data"), "measure.Baseline": _("Baselines"), "measure.Computation": _("Counts of the indicators"),
    "measure.Definition": _("Indicators of projects"), "measure.DonorReport": _("Reports to donors"),
    "measure.EvaluationPack": _("Evaluation packs"), "measure.IndicatorValue": _("Values of indicators"),
    "measure.Publication": _("Publications"), "measure.RegisterEntry": _("Entries of registers"), "measure.Target": _("Targets"),
    "measure.VerificationSample": _("Samples for verification"), "lessons.Lesson": _("Lessons"),
    "lessons.Recommendation": _("Recommendations"), "lessons.Review": _("After-action reviews"), "library.Document": _("Documents"),
    "library.DocumentTranslation": _("Translations of documents"),
}  # fmt: skip
