"""The answers to an assessment as columns, with how people were chosen: what estimates are computed from."""

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from mainstay import playbook
from mainstay.assess.models import Assessment, Form, Submission

from .questionnaires import class_of, fields_asked, repeats_asked, sensitivity_by_name

if TYPE_CHECKING:
    from mainstay.exchange.xlsform.questions import Field
    from mainstay.statistics.survey import Design, Estimates

#: Columns of the analysis table that are no answers.
KEYS = ("weight", "stratum", "cluster", "sex", "place")
#: The question for ways of getting by, whose codes are those of `assessing.coping`, and the share that did any harm.
COPING, ANY_HARMFUL = "Q-HHD-08", "any:harmful"
#: Ways of choosing people that are a draw by lot: only they have a design error.
BY_CHANCE = frozenset({"random", "systematic"})


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


class Interview(NamedTuple):
    """What estimates need of one interview, as it is stored."""

    stratum: str
    cluster: str
    sex: str
    place: str
    age: int | None
    answers: dict[str, Any]
    sensitive_answers: str | None
    restricted: str | None = None

    def told(self) -> dict[str, Any]:
        """Return the answers, those that were encrypted too."""
        held = dict(self.answers)
        for content in (self.sensitive_answers, self.restricted):
            if content:
                held |= json.loads(content)
        return held


#: What was read already, where all parts of one answer are to tell of the same interviews.
_READ: "ContextVar[dict[tuple[int, int, bool], Table | None] | None]" = ContextVar("read", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Read the interviews of each module once within this: every part of a document tells of the same ones."""
    token = _READ.set({} if (held := _READ.get()) is None else held)
    try:
        yield
    finally:
        _READ.reset(token)


def tables_of(assessment: Assessment, *, with_restricted: bool, module: str = "") -> Iterator[Table]:
    """Yield the answers to each module that was in the field (or one), by its newest form; of those who gave consent."""
    newest: dict[str, Form] = {}
    for form in assessment.forms.filter(fielded_at__isnull=False).order_by("number"):
        newest[form.module] = form
    for code in [module] if module in newest else [] if module else newest:
        table = _read(assessment, newest[code], with_restricted=with_restricted)
        if table is not None:
            yield table


def _read(assessment: Assessment, form: Form, *, with_restricted: bool) -> Table | None:
    """Return the answers to one form's module, as they were read before where they are read once."""
    held, key = _READ.get(), (assessment.pk, form.pk, with_restricted)
    if held is not None and key in held:
        return held[key]
    rows = Submission.objects.filter(assessment=assessment, form__module=form.module, consent=True)
    told = (*Interview._fields[:-1], "restricted__content") if with_restricted else Interview._fields[:-1]
    listed = [Interview(*row) for row in rows.order_by("pk").values_list(*told)]
    table = _table(assessment, form, listed, with_restricted=with_restricted) if listed else None
    if held is not None:
        held[key] = table
    return table


def _table(assessment: Assessment, form: Form, rows: list[Interview], *, with_restricted: bool) -> Table:
    classes = sensitivity_by_name(form)
    fields = [
        field
        for field in fields_asked(form)
        if with_restricted or class_of(field.name, classes) != "restricted"
    ]
    answers = [row.told() for row in rows]
    sizes = Counter(row.stratum for row in rows)
    weighted = bool(assessment.strata) and all(row.stratum in assessment.strata for row in rows)
    columns: dict[str, list[Any]] = {
        "weight": [assessment.strata[row.stratum] / sizes[row.stratum] if weighted else 1.0 for row in rows],
        "stratum": [row.stratum or None for row in rows],
        "cluster": [row.cluster or None for row in rows],
        "sex": [row.sex or None for row in rows],
        "place": [row.place or None for row in rows],
        "age": [row.age for row in rows],
    }
    for field in fields:
        columns[field.name] = [held.get(field.name) for held in answers]
    repeats = [name for name in repeats_asked(form) if class_of(name, classes) != "restricted"]
    for name in repeats:
        # How many rows were told: persons of a household, debts, works; not asked and told nothing look the same.
        columns[f"{name}_rows"] = [float(len(held[name])) if name in held else None for held in answers]
    restricted = frozenset(field.name for field in fields if class_of(field.name, classes) == "restricted")
    return Table(form.module, columns, fields, repeats, restricted, weighted, assessment.method in BY_CHANCE)


class Measured(NamedTuple):
    """What is estimated: the column of the table, the field and the answer that it stands for, the statistic."""

    column: str
    field: str
    level: str
    statistic: str


def asked_of(
    table: Table, fields: Container[str] | None = None
) -> tuple[list[Measured], dict[str, list[Any]]]:
    """Return what can be estimated from the answers to `fields` (all, if None), and the columns that it needs."""
    columns = {key: table.columns[key] for key in KEYS}
    asked: list[Measured] = []
    for field in table.fields:
        if fields is None or field.name in fields:
            asked += columns_of(field, table.columns[field.name], columns)
    for name in (f"{repeat}_rows" for repeat in table.repeats):
        told = any(value is not None for value in table.columns[name])
        if told and (fields is None or name in fields):
            columns[name] = table.columns[name]
            asked.append(Measured(name, name, "", "mean"))
    return asked, columns


def estimates_of(design: "Design", asked: Measured, by: Sequence[str] = ()) -> "Estimates":
    """Return the mean of a number, or the share of an answer with an interval between 0 and 1, in each crossing of `by`."""
    if asked.statistic == "proportion":
        return design.proportion_interval(asked.column, by=by)
    return design.mean(asked.column, by=by)


def columns_of(field: "Field", values: list[Any], columns: dict[str, list[Any]]) -> list[Measured]:
    """Add the columns that the answers to one field make, and return what is estimated from each."""
    given = [value for value in values if value not in (None, "")]
    if not given or field.kind in {"text", "date", "geopoint", "image", "note"}:
        return []
    if field.kind in {"integer", "decimal", "calculate"}:
        columns[field.name] = [number_of(value) for value in values]
        return (
            [Measured(field.name, field.name, "", "mean")]
            if any(v is not None for v in columns[field.name])
            else []
        )
    made: list[Measured] = []
    codes = [option.code for option in field.options]
    several = field.kind == "select_multiple"
    for code in codes:
        column = f"{field.name}={code}"
        columns[column] = [
            None if value in (None, "") else float(code in value if several else value == code)
            for value in values
        ]
        made.append(Measured(column, field.name, code, "proportion"))
    made += _any_harmful(field, values, columns)
    degrees = [code for code in codes if code.isdecimal()]
    if len(degrees) >= 3 and not several:
        columns[field.name] = [float(value) if value in degrees else None for value in values]
        made.append(Measured(field.name, field.name, "", "mean"))
        made += [*_agreeing(field, columns)]
    return made


def harmful_of(field: "Field") -> tuple[str, ...]:
    """Return the options of the question for ways of getting by that do harm, as the playbook says; else none."""
    known = playbook.current().assessing.coping
    codes = [option.code for option in field.options] if field.question == COPING else []
    return tuple(code for code in codes if code in known and known[code].harmful)


def _any_harmful(field: "Field", values: list[Any], columns: dict[str, list[Any]]) -> Iterator[Measured]:
    """Yield the share who get by in at least one way that does harm."""
    harmful = harmful_of(field)
    if harmful:
        column = f"{field.name}={ANY_HARMFUL}"
        columns[column] = [
            None if value in (None, "") else float(any(code in value for code in harmful)) for value in values
        ]
        yield Measured(column, field.name, ANY_HARMFUL, "proportion")


def _agreeing(field: "Field", columns: dict[str, list[Any]]) -> Iterator[Measured]:
    """Yield the share at or above a degree, where a baseline of the playbook asks for it."""
    for rule in playbook.current().assessing.baselines.values():
        if rule.question == field.question and rule.at_least is not None:
            least = rule.at_least
            column = f"{field.name}>={least:g}"
            columns[column] = [
                None if value is None else float(value >= least) for value in columns[field.name]
            ]
            yield Measured(column, field.name, f">={least:g}", "proportion")


def number_of(value: Any) -> float | None:
    """Return an answer as a number; nothing where it is none."""
    try:
        return None if value in (None, "") else float(value)
    except (TypeError, ValueError):
        return None


def design_of(columns: Mapping[str, list[Any]], table: Table) -> "Design":
    """Return the design of the interviews: strata and clusters where every interview tells them."""
    from mainstay.statistics.survey import Design

    return Design(columns, **design_columns(table), nest=True, lonely="adjust", purposive=not table.by_chance)


def design_columns(table: Table) -> dict[str, Any]:
    """Return which columns tell how people were chosen: strata and clusters where every interview tells them."""
    whole = {key for key in ("stratum", "cluster") if all(value is not None for value in table.columns[key])}
    return {
        "weights": "weight",
        "strata": ("stratum",) if "stratum" in whole else (),
        "clusters": ("cluster",) if "cluster" in whole else (),
    }
