"""Computing the figures of a project or of the programme, and keeping them with all that they rest on."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.accounts.services import act
from mainstay.cases.services import report_stage
from mainstay.common import clock
from mainstay.common.audit import canonical
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.measure import rules
from mainstay.measure.methods.catalogue import MEASURES, measure_of
from mainstay.measure.methods.fact_views import Reading, Span
from mainstay.measure.methods.figures import figures
from mainstay.measure.methods.groups import dimensions_of, group_text
from mainstay.measure.methods.measure import Figure
from mainstay.measure.models import Computation, Definition, IndicatorValue, Target
from mainstay.measure.selectors import facts
from mainstay.measure.selectors.disclosure import hidden_inside
from mainstay.measure.selectors.figures import points_at_few, reading
from mainstay.measure.selectors.verification import verified_shares

if TYPE_CHECKING:
    from mainstay.design.models import Project

Progress = Callable[[int, int, str], None]


def compute_indicators(
    *, by: Person, project: "Project | None" = None, codes: Sequence[str] = (), first_on: date | None = None,
    last_on: date | None = None, progress: Progress | None = None,
) -> Computation:  # fmt: skip
    """Return a run with the figures of a project's locked indicators (or of `codes`), whole and by each dimension.

    Every cell is counted anew from the facts. The figures are stored with the versions of definitions and playbook,
    the digests of the facts, the time and the person; a cell whose dimension the facts do not hold is left out.
    """
    require_right(by, "measure.compute_indicators", project)
    last = last_on or clock.today()
    definitions = _definitions(project, codes)
    wanted = [code for code in definitions if facts.are_built(measure_of(code).tables)]
    require(rules.why_not_compute(facts_built=bool(wanted) or not definitions, definitions=len(definitions)))
    values: list[IndicatorValue] = []
    look = _reading(project, first_on, last, definitions)
    context = _Context.of(project, last, definitions)
    for done, code in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted), code)
        values += context.values_of(code, look)
    names = {table for code in wanted for table in measure_of(code).tables}
    with act("measure.compute_indicators", by=by, on=project) as entry:
        run = Computation.objects.create(
            project=project,
            first_on=first_on,
            last_on=last,
            facts=facts.digests(names),
            checksum=_checksum(values),
            values_count=len(values),
            computed_by=by,
            computed_at=clock.now(),
            playbook_version=playbook.current().version,
        )
        for value in values:
            value.run = run
        IndicatorValue.objects.bulk_create(values, batch_size=500)
        entry.on(run)
        entry.bulk_digest(len(values), run.checksum)
        _report(project, run, values)
    hidden_inside(run)
    return run


def _definitions(project: "Project | None", codes: Sequence[str]) -> dict[str, Definition | None]:
    for code in codes:
        measure_of(code)
    if project is None:
        return dict.fromkeys(codes or MEASURES)
    locked = Definition.objects.filter(project=project, state="LOCKED").order_by("code")
    return {row.code: row for row in locked if not codes or row.code in codes}


def _reading(
    project: "Project | None", first: date | None, last: date, definitions: Mapping[str, Definition | None]
) -> Reading:
    agreed: Mapping[str, Any] = next((row.parameters for row in definitions.values() if row is not None), {})
    terms = {name: value for name, value in agreed.items() if value is not None}
    return reading([project] if project else [], Span(first, last), restricted=True, **terms)


class _Context:
    """What each value is put beside: its definition, its target, how far its kind was verified."""

    def __init__(
        self,
        definitions: Mapping[str, Definition | None],
        targets: Mapping[tuple[str, str], Decimal],
        verified: Mapping[str, float],
    ) -> None:
        self.definitions, self.targets, self.verified = definitions, targets, verified
        rule = playbook.current().disclosure
        self.least, self.least_traced = rule.public.min_cell, rule.tracer_min_reached

    @classmethod
    def of(
        cls, project: "Project | None", last: date, definitions: Mapping[str, Definition | None]
    ) -> "_Context":
        """Return the context of a project on the last day of a period."""
        rows = Target.objects.filter(
            definition__project=project, replaced_at__isnull=True, first_on__lte=last, last_on__gte=last
        )
        targets = {(row.definition.code, row.group): row.value for row in rows.select_related("definition")}
        return cls(definitions, targets, verified_shares(project))

    def values_of(self, code: str, look: Reading) -> list[IndicatorValue]:
        """Return the values of one measure: the whole, each dimension, and the groups that targets name."""
        definition = self.definitions[code]
        declared = (
            tuple(definition.dimensions) if definition else playbook.current().indicators[code].disaggregation
        )
        crossings = [(), ("month",), *((dimension,) for dimension in declared)]
        crossings += [dimensions_of(group) for held, group in self.targets if held == code]
        found: dict[str, IndicatorValue] = {}
        for by in dict.fromkeys(crossings):
            for figure in _counted(code, look, by):
                value = self._value(figure, definition)
                found.setdefault(value.group, value)
        return list(found.values())

    def _value(self, figure: Figure, definition: Definition | None) -> IndicatorValue:
        measure, cell = measure_of(figure.code), group_text(figure.group)
        few = measure.restricted and points_at_few(figure.persons, figure.out_of, least=self.least)
        sensitive = any(name in rules.RESTRICTED_DIMENSIONS for name, _value in figure.group)
        untraced = rules.why_not_trust_rate(figure.coverage, least=self.least_traced)
        return IndicatorValue(
            definition=definition,
            code=figure.code,
            definition_version=definition.version if definition else 1,
            group=cell,
            value=None if untraced else figure.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            low=None if untraced else figure.low,
            high=None if untraced else figure.high,
            n=figure.n,
            persons=figure.persons,
            out_of=figure.out_of,
            missing=figure.missing,
            coverage=figure.coverage,
            target=self.targets.get((figure.code, cell)),
            grade=rules.confidence_grade(
                verified_share=self.verified.get(figure.code, self.verified.get(measure.population)),
                sampled=measure.sampled,
                n=figure.n,
                missing=figure.missing,
            ),
            restricted=few or sensitive,
            withheld=untraced.code if untraced else "",
        )


def _counted(code: str, look: Reading, by: Sequence[str]) -> Iterable[Figure]:
    try:
        return figures(measure_of(code), look, by=by)
    except BadInput as missing:
        if missing.code in {"measure.dimension_absent", "measure.column_absent"}:
            return []
        raise


def _checksum(values: Iterable[IndicatorValue]) -> str:
    lines = [
        canonical([value.code, value.definition_version, value.group, value.value, value.numerator, value.denominator, value.n])
        for value in values
    ]  # fmt: skip
    return hashlib.sha256(b"\n".join(sorted(lines))).hexdigest()


def _report(project: "Project | None", run: Computation, values: Iterable[IndicatorValue]) -> None:
    """Say on the case what was counted; a number about few persons is not told to all who read the case."""
    if project is None:
        return
    whole: dict[str, Any] = {value.code: value.value for value in values if not value.group}
    if {("JB-01", ""), ("JB-02", "")} & hidden_inside(run):
        report_stage(
            project.case, "measure", state="OPEN", next_role="ME", project=project.reference,
            msgid=_("{project} is counted; so few people stand behind it that no number is told here. Sign-off comes next."),
        )  # fmt: skip
        return
    report_stage(
        project.case,
        "measure",
        state="OPEN",
        msgid=_("Counted: {days} worker-days of {persons} persons. Sign-off and publication come next."),
        next_role="ME",
        amount=whole.get("JB-01"),
        unit="worker-days" if "JB-01" in whole else "",
        days=float(whole.get("JB-01") or 0),
        persons=int(whole.get("JB-02") or 0),
    )
