"""Which question is answered by which kind of source, how well, and where the gaps are."""

from collections.abc import Sequence
from dataclasses import dataclass

from mainstay import playbook
from mainstay.assess import rules
from mainstay.assess.models import Assessment


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """The sources of one kind on one question: how many agree, how many stand against."""

    agreeing: int = 0
    against: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One question of the report: findings, sources by kind, the best confidence, and what is missing."""

    topic: str
    findings: int
    cells: Sequence[EvidenceCell]
    confidence: str
    gap: str


ORDER = ("LOW", "MEDIUM", "HIGH")


def evidence_by_topic(assessment: Assessment) -> list[EvidenceRow]:
    """Return a row for each question of the report, also for those that nothing answers."""
    kinds = list(playbook.current().assessing.sources)
    findings = list(assessment.findings.prefetch_related("sources"))
    rows = []
    for topic in rules.TOPICS:
        held = [finding for finding in findings if finding.topic == topic]
        sources = [source for finding in held for source in finding.sources.all()]
        cells = [
            EvidenceCell(
                sum(source.kind == kind and source.agrees for source in sources),
                sum(source.kind == kind and not source.agrees for source in sources),
            )
            for kind in kinds
        ]
        best = max((ORDER.index(finding.confidence) for finding in held), default=-1)
        rows.append(EvidenceRow(topic, len(held), cells, ORDER[best] if best >= 0 else "", _gap(held, cells)))
    return rows


def _gap(held: Sequence[object], cells: Sequence[EvidenceCell]) -> str:
    """Return what is missing: nothing found, one kind of source only, or a source that stands against."""
    if not held:
        return "nothing"
    if any(cell.against for cell in cells):
        return "disputed"
    return "one_kind" if sum(bool(cell.agreeing) for cell in cells) < 2 else ""
