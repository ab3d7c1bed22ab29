"""Estimates from answers: weighted, with intervals and n, small ones flagged."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Estimate, Form, Submission
from mainstay.assess.selectors.questionnaires import (
    class_of,
    fields_asked,
    repeats_asked,
    sensitivity_by_name,
)
from mainstay.common import clock
from mainstay.common.errors import require
from mainstay.common.texts import noop as _

from .telling import tell_case

if TYPE_CHECKING:
    from mainstay.exchange.xlsform.questions import Field
    from mainstay.statistics.survey import Design
    from mainstay.statistics.survey import Estimate as Estimated

#: Columns of the analysis table that are no answers.
KEYS = ("weight", "stratum", "cluster", "sex", "place")


@dataclass(frozen=True)
class Table:
    """The answers to one module as columns, with how people were chosen."""

    module: str
    columns: dict[str, list[Any]]
    fields: "Sequence[Field]"
    repeats: Sequence[str]
    restricted: frozenset[str]
    weighted: bool
    by_chance: bool

    @property
    def n(self) -> int:
        """How many gave consent."""
        return len(self.columns["weight"])


def compute_estimates(*, by: Person, assessment: Assessment, domains: Sequence[str] = ("sex",)) -> int:
    """Return how many estimates were computed; they replace those of before.

    For numbers means, for choices shares, for pairs of before and now the ratio, over all and by each of
    `domains` (``sex``, ``place``). Restricted answers enter only when the named analyst computes them.
    """
    with act("assess.compute_estimates", by=by, on=assessment) as entry:
        submissions = assessment.submissions.filter(consent=True).count()
        findings = assessment.findings.count()
        require(rules.why_not_analyse(submissions=submissions, findings=findings, stage=assessment.stage))
        new_state = rules.ASSESSMENT.move(assessment.state, "analyse")
        with_restricted = may(by, "assess.read_restricted_answers", assessment)
        made = [
            estimate
            for table in _tables(assessment, with_restricted=with_restricted)
            for estimate in _estimates(assessment, table, domains)
        ]
        Estimate.objects.filter(assessment=assessment).delete()
        Estimate.objects.bulk_create(made, batch_size=500)
        entry.bulk([row.field, row.level, row.domain, row.value, row.n] for row in made)
        entry.note(submissions=submissions, restricted=with_restricted)
        entry.change("state", assessment.state, new_state)
        assessment.state, assessment.estimated_at = new_state, clock.now()
        assessment.save(update_fields=["state", "estimated_at"])
        tell_case(assessment)
    return len(made)


def _tables(assessment: Assessment, *, with_restricted: bool) -> Iterator[Table]:
    newest: dict[str, Form] = {}
    for form in assessment.forms.filter(fielded_at__isnull=False).order_by("number"):
        newest[form.module] = form
    for module, form in newest.items():
        rows = Submission.objects.filter(assessment=assessment, form__module=module, consent=True).order_by(
            "pk"
        )
        if with_restricted:
            rows = rows.select_related("restricted")
        listed = list(rows)
        if listed:
            yield _table(assessment, form, listed, with_restricted=with_restricted)


def _table(assessment: Assessment, form: Form, rows: list[Submission], *, with_restricted: bool) -> Table:
    classes = sensitivity_by_name(form)
    fields = [
        field
        for field in fields_asked(form)
        if with_restricted or class_of(field.name, classes) != "restricted"
    ]
    answers = [answers_of(row, with_restricted=with_restricted) for row in rows]
    sizes = Counter(row.stratum for row in rows)
    weighted = bool(assessment.strata) and all(row.stratum in assessment.strata for row in rows)
    columns: dict[str, list[Any]] = {
        "weight": [assessment.strata[row.stratum] / sizes[row.stratum] if weighted else 1.0 for row in rows],
        "stratum": [row.stratum or None for row in rows],
        "cluster": [row.cluster or None for row in rows],
        "sex": [row.sex or None for row in rows],
        "place": [row.place or None for row in rows],
    }
    for field in fields:
        columns[field.name] = [held.get(field.name) for held in answers]
    repeats = [name for name in repeats_asked(form) if class_of(name, classes) != "restricted"]
    for name in repeats:
        # How many rows were told: persons of a household, debts, works; not asked and told nothing look the same.
        columns[f"{name}_rows"] = [float(len(held[name])) if name in held else None for held in answers]
    restricted = frozenset(field.name for field in fields if class_of(field.name, classes) == "restricted")
    by_chance = assessment.method in {"random", "systematic"}
    return Table(form.module, columns, fields, repeats, restricted, weighted, by_chance)


def answers_of(row: Submission, *, with_restricted: bool = False) -> dict[str, Any]:
    """Return the answers of one interview, decrypted; restricted ones only when asked for."""
    held = dict(row.answers)
    if row.sensitive_answers:
        held |= json.loads(str(row.sensitive_answers))
    if with_restricted and hasattr(row, "restricted"):
        held |= json.loads(str(row.restricted.content))
    return held


def _estimates(assessment: Assessment, table: Table, domains: Sequence[str]) -> Iterator[Estimate]:
    columns = {key: table.columns[key] for key in KEYS}
    asked: list[tuple[str, str, str, str]] = []  # column, field, level, statistic
    for field in table.fields:
        asked += _columns_of(field, table.columns[field.name], columns)
    for name in (f"{repeat}_rows" for repeat in table.repeats):
        if any(value is not None for value in table.columns[name]):
            columns[name] = table.columns[name]
            asked.append((name, name, "", "mean"))
    pairs = [
        (name.removesuffix("_before"), name, name.replace("_before", "_now"))
        for _column, name, _level, _statistic in asked
        if name.endswith("_before") and name.replace("_before", "_now") in columns
    ]
    design = _design(columns, table)
    for by in ("", *(domain for domain in domains if any(columns[domain]))):
        cut = (by,) if by else ()
        for column, field_name, level, statistic in asked:
            for row in design.mean(column, by=cut):
                yield _stored(assessment, table, row, field_name, level, statistic)
        for stem, before, now in pairs:
            for row in design.ratio(now, before, by=cut):
                yield _stored(assessment, table, row, f"{stem}_ratio", "", "ratio")


def _columns_of(
    field: "Field", values: list[Any], columns: dict[str, list[Any]]
) -> list[tuple[str, str, str, str]]:
    """Add the columns that the answers to one field make, and return what is estimated from each."""
    given = [value for value in values if value not in (None, "")]
    if not given or field.kind in {"text", "date", "geopoint", "image", "note"}:
        return []
    if field.kind in {"integer", "decimal", "calculate"}:
        columns[field.name] = [_number(value) for value in values]
        return (
            [(field.name, field.name, "", "mean")] if any(v is not None for v in columns[field.name]) else []
        )
    made: list[tuple[str, str, str, str]] = []
    codes = [option.code for option in field.options]
    several = field.kind == "select_multiple"
    for code in codes:
        column = f"{field.name}={code}"
        columns[column] = [
            None if value in (None, "") else float(code in value if several else value == code)
            for value in values
        ]
        made.append((column, field.name, code, "proportion"))
    degrees = [code for code in codes if code.isdigit()]
    if len(degrees) >= 3 and not several:
        columns[field.name] = [float(value) if value in degrees else None for value in values]
        made.append((field.name, field.name, "", "mean"))
        made += [*_agreeing(field, columns)]
    return made


def _agreeing(field: "Field", columns: dict[str, list[Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the share at or above a degree, where a baseline of the playbook asks for it."""
    for rule in playbook.current().assessing.baselines.values():
        if rule.question == field.question and rule.at_least is not None:
            least = rule.at_least
            column = f"{field.name}>={least:g}"
            columns[column] = [
                None if value is None else float(value >= least) for value in columns[field.name]
            ]
            yield column, field.name, f">={least:g}", "proportion"


def _number(value: Any) -> float | None:
    try:
        return None if value in (None, "") else float(value)
    except (TypeError, ValueError):
        return None


def _design(columns: Mapping[str, list[Any]], table: Table) -> "Design":
    from mainstay.statistics.survey import Design

    whole = {key for key in ("stratum", "cluster") if all(value is not None for value in columns[key])}
    return Design(
        columns,
        weights="weight",
        strata="stratum" if "stratum" in whole else None,
        clusters="cluster" if "cluster" in whole else None,
        nest=True,
        lonely="adjust",
        purposive=not table.by_chance,
    )


def _stored(
    assessment: Assessment, table: Table, row: "Estimated", field: str, level: str, statistic: str
) -> Estimate:
    limits = playbook.current().assessment.limits
    low, high = row.ci_low, row.ci_high
    if statistic == "proportion" and low is not None and high is not None:
        low, high = max(0.0, low), min(1.0, high)
    domain = " ".join(f"{name}={value}" for name, value in row.domain.items())
    notes = [] if table.by_chance else [_("not drawn by chance: describes those asked")]
    if row.n < limits.small_sample_n:
        notes.append(_("fewer than {n} answers: not representative").format(n=limits.small_sample_n))
    return Estimate(
        assessment=assessment,
        module=table.module,
        field=field[:40],
        statistic=statistic,
        level=level[:60],
        domain=domain[:60],
        value=row.estimate,
        se=row.se,
        low=low,
        high=high,
        n=row.n,
        weighted=table.weighted,
        representative=table.by_chance and row.n >= limits.small_sample_n,
        too_small=row.n < limits.publish_cell_n,
        restricted=field in table.restricted,
        note="; ".join(notes)[:200],
    )


def published(estimates: Iterable[Estimate]) -> list[Estimate]:
    """Return the estimates that may leave the house: no small cell, nothing restricted.

    A share of a whole that is published tells the share of what is left out: where one level of a question is too
    small, all levels of that question in that domain stay inside.
    """
    listed = list(estimates)
    tight = {
        (row.module, row.field, row.domain)
        for row in listed
        if row.too_small or (row.statistic == "proportion" and row.value is not None and _is_revealing(row))
    }
    return [row for row in listed if not row.restricted and (row.module, row.field, row.domain) not in tight]


def _is_revealing(row: Estimate) -> bool:
    """Return whether a share stands for fewer persons than may be published (but not for none)."""
    assert row.value is not None
    persons = row.value * row.n
    return 0.5 <= persons < playbook.current().assessment.limits.publish_cell_n
