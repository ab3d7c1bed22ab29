"""The evidence grid: findings with their sources, and options with their cost."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.methods.finding_confidence import Source, finding_confidence
from mainstay.assess.models import Assessment, Finding, FindingSource, Option
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _

#: What is told of a source.
SOURCES = Columns(kind=str, citation=str, as_of=date, may={"agrees": bool, "quality": float})


def record_finding(
    *,
    by: Person,
    assessment: Assessment,
    topic: str,
    statement: str,
    sources: Annotated[Sequence[Mapping[str, Any]], SOURCES],
    figure: tuple[float, float, float] | None = None,
    unit: str = "",
) -> Finding:
    """Return a finding of the grid; its confidence follows from how many kinds of source say the same.

    Each source has ``kind``, ``citation``, ``as_of`` and, where it is so, ``agrees=False`` and ``quality`` below 1.
    """
    with act("assess.record_finding", by=by, on=assessment) as entry:
        check_open(assessment)
        _check_finding(topic, statement, sources)
        low, central, high = figure or (None, None, None)
        finding = Finding.objects.create(
            assessment=assessment,
            topic=topic,
            statement=statement.strip(),
            low=low,
            central=central,
            high=high,
            unit=unit,
            confidence=_confidence(sources),
            written_by=by,
            written_at=clock.now(),
        )
        FindingSource.objects.bulk_create(
            FindingSource(
                finding=finding,
                kind=source["kind"],
                citation=source["citation"],
                as_of=source["as_of"],
                agrees=source.get("agrees", True),
                quality=source.get("quality", 1.0),
            )
            for source in sources
        )
        _extend(assessment, max(source["as_of"] for source in sources))
        entry.note(topic=topic, confidence=finding.confidence, sources=[source["kind"] for source in sources])
    return finding


def add_source(
    *,
    by: Person,
    finding: Finding,
    kind: str,
    citation: str,
    as_of: date,
    agrees: bool = True,
    quality: float = 1.0,
) -> Finding:
    """Add a source to a finding and weigh its confidence afresh: what contradicts it lowers it."""
    with act("assess.record_finding", by=by, on=finding.assessment) as entry:
        check_open(finding.assessment)
        if kind not in playbook.current().assessing.sources or not citation.strip():
            raise BadInput("finding_source", _("A source has a kind of the playbook and a citation."))
        FindingSource.objects.create(
            finding=finding, kind=kind, citation=citation, as_of=as_of, agrees=agrees, quality=quality
        )
        held = finding.sources.values("kind", "agrees", "quality")
        confidence = _confidence(list(held))
        entry.change("confidence", finding.confidence, confidence)
        finding.confidence = confidence
        finding.save(update_fields=["confidence"])
        _extend(finding.assessment, as_of)
    return finding


def _check_finding(topic: str, statement: str, sources: Sequence[Mapping[str, Any]]) -> None:
    if topic not in rules.TOPICS or not statement.strip():
        raise BadInput(
            "finding",
            _("A finding has words and one of the topics {topics}."),
            topics=", ".join(rules.TOPICS),
        )
    known = playbook.current().assessing.sources
    strange = [
        source.get("kind")
        for source in sources
        if source.get("kind") not in known or not source.get("citation")
    ]
    if strange or not sources:
        raise BadInput(
            "finding_source",
            _("Each finding names at least one source: its kind ({kinds}) and where it stands."),
            kinds=", ".join(known),
        )


def _confidence(sources: Sequence[Mapping[str, Any]]) -> str:
    kinds = playbook.current().assessing.sources
    return finding_confidence(
        [
            Source(source["kind"], source.get("agrees", True), source.get("quality", 1.0))
            for source in sources
        ],
        strength={kind.code: kind.strength for kind in kinds.values()},
    )


def _extend(assessment: Assessment, as_of: date) -> None:
    if assessment.collected_until is None or assessment.collected_until < as_of:
        assessment.collected_until = as_of
        assessment.save(update_fields=["collected_until"])


def cost_option(
    *,
    by: Person,
    assessment: Assessment,
    title: str,
    quantities: Mapping[str, Decimal | int],
    first_day: int,
    worker_days: int = 0,
    workers: int = 0,
    words: str = "",
) -> Option:
    """Return an option with its cost from the playbook's unit costs: `quantities` gives units of each module."""
    with act("assess.cost_option", by=by, on=assessment) as entry:
        check_open(assessment)
        modules = playbook.current().modules
        strange = [code for code in quantities if code not in modules]
        if strange or not quantities:
            raise BadInput(
                "option_modules",
                _("An option consists of modules of the playbook; unknown: {codes}."),
                codes=", ".join(strange) or "–",
            )
        costs = {
            bound: sum(
                (
                    Decimal(str(getattr(modules[code].unit_cost_usd, bound))) * Decimal(quantity)
                    for code, quantity in quantities.items()
                ),
                Decimal(0),
            )
            for bound in ("low", "typical", "high")
        }
        days = worker_days or int(
            sum(Decimal(q) for code, q in quantities.items() if modules[code].unit == "worker-day")
        )
        option = Option.objects.create(
            assessment=assessment,
            title=title.strip(),
            modules={code: str(quantity) for code, quantity in quantities.items()},
            low_minor=int(costs["low"] * 100),
            typical_minor=int(costs["typical"] * 100),
            high_minor=int(costs["high"] * 100),
            worker_days=days,
            workers=workers,
            first_day=first_day,
            words=words,
        )
        entry.note(option=option.title, typical=option.typical_minor, worker_days=days)
    return option


def check_open(assessment: Assessment) -> None:
    """Refuse evidence for an assessment that is approved or replaced: what it rests on stands."""
    if assessment.state not in rules.OPEN:
        raise RuleBroken(
            "not_open",
            _("{reference} is {state}; its evidence stands. Begin a new assessment."),
            reference=assessment.reference,
            state=assessment.state,
        )
