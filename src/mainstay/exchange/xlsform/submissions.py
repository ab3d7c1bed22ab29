"""Submissions read back: exports of KoboToolbox and ODK, in CSV or XLSX, as typed rows.

Headers may carry their groups (``after_consent/Q_COM_01/Q_COM_01_before``, with / . - or :) or not; answers to a
question with several may stand in one cell, or in one column for each answer, or both. What was given without
consent is not kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Limits, Row, Sheet, Staged, read_table
from mainstay.exchange.tables.faults import shortened
from mainstay.exchange.tables.sheets import DEFAULT_LIMITS
from mainstay.exchange.tables.source import Given

from .building import CONSENT, fields_of, nodes_of, repeats_of
from .questions import Field, Form, Group, Kind

_KINDS: dict[Kind, Any] = {"integer": "int", "decimal": "decimal", "date": "date", "select_one": "choice"}
_KEPT_OF_REFUSALS = frozenset({"_uuid", CONSENT, "_submission_time", "today"})
_COARSE = 2


@dataclass(frozen=True, slots=True)
class Submissions:
    """What an export holds: a row for each submission, the rows of each repeat, and what is wrong.

    Each row has `_uuid`; each row of a repeat has `_parent`, the `_uuid` of its submission. `refused` counts
    those who said no: their rows keep the refusal and nothing else. `absent` are fields that the file lacks.
    """

    rows: tuple[Row, ...]
    repeats: dict[str, tuple[Row, ...]]
    problems: tuple[Problem, ...]
    problem_count: int
    refused: int
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    versions: tuple[str, ...]
    sha256: str

    @property
    def good_rows(self) -> tuple[Row, ...]:
        """The rows without a problem, each submission once."""
        faulty = {problem.row for problem in self.problems if not problem.reason.facts.get("repeat")}
        return tuple(row for row in self.rows if row.number not in faulty)


def read_submissions(
    given: Given,
    filename: str,
    form: Form,
    limits: Limits = DEFAULT_LIMITS,
    *,
    repeats: Mapping[str, tuple[Given, str]] | None = None,
) -> Submissions:
    """Return the submissions of `form` in an export.

    In a workbook the repeats stand in sheets of their names; with CSV give each repeat's file and filename
    in `repeats`. A place is rounded to two decimals of a degree (about 1 km). BadInput where the file is no
    export of this form; problems name row and field.
    """
    nodes = nodes_of(form)
    fields = [*fields_of(nodes)]
    staged = read_table(given, filename, _main_sheet(form, fields), limits)
    rows = [_identified(_combined(row, fields)) for row in staged.rows]
    rows = [_without_unconsented(row, fields) for row in rows]
    refused = {row.number for row in rows if row.values.get(CONSENT, "yes") != "yes"}
    problems = [p for p in staged.problems if p.row not in refused or p.field == CONSENT]
    problems += _identity_problems(rows)
    found, more = _read_repeats(given, filename, nodes, rows, (limits, repeats or {}))
    known = {field.name for _path, field in fields if field.kind != "note"}
    return Submissions(
        rows=tuple(rows),
        repeats=found,
        problems=tuple(sorted([*problems, *more], key=lambda problem: problem.row or 0)),
        problem_count=staged.problem_count - len(staged.problems) + len(problems) + len(more),
        refused=len(refused),
        absent=tuple(sorted(known - _present(staged))),
        unknown=staged.unknown,
        versions=tuple(sorted({str(v) for row in rows if (v := row.values.get("__version__"))})),
        sha256=staged.sha256,
    )


def _present(staged: Staged) -> set[str]:
    return {name.partition("/")[0] for name in staged.columns}


def _main_sheet(form: Form, fields: list[tuple[tuple[str, ...], Field]]) -> Sheet:
    columns = [
        Column("_uuid", "_uuid", aliases=("X_uuid",)),
        Column("_instance", "meta/instanceID", aliases=("instanceID",)),
        Column("_key", "KEY"),
        Column("_index", "_index", "int", aliases=("X_index",)),
        Column(
            "_submission_time", "_submission_time", "moment", aliases=("SubmissionDate", "X_submission_time")
        ),
        Column("start", "start", "moment"),
        Column("end", "end", "moment"),
        Column("today", "today", "date"),
        Column("__version__", "__version__", aliases=("formVersion",)),
    ]
    for path, field in fields:
        columns += _columns(path, field, required=field.name == CONSENT)
    return Sheet(form.form_id, tuple(columns))


def _columns(path: tuple[str, ...], field: Field, *, required: bool = False) -> Iterator[Column]:
    if field.kind == "note":
        return
    full = "/".join((*path, field.name))
    column = Column(
        field.name,
        field.name,
        _KINDS.get(field.kind, "text"),
        required=required,
        aliases=_written((*path, field.name)) if path else (),
        choices={option.code: (option.code, *option.text.values()) for option in field.options},
        minimum=_number(field, field.minimum),
        maximum=_number(field, field.maximum),
        multiline=True,
        free=True,
    )
    if field.kind == "select_multiple":
        codes = frozenset(option.code for option in field.options)
        yield replace(column, normalise=_split, rule=_rule_of(codes))
        for code in sorted(codes):
            yield Column(
                f"{field.name}/{code}", f"{full}/{code}", "bool", aliases=_written((*path, field.name, code))
            )
    elif field.kind == "geopoint":
        yield replace(column, normalise=_coarse_place)
    else:
        yield column


def _written(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path as exports join it, with its groups and without."""
    return tuple(mark.join(part) for mark in "/.-:" for part in (path, path[-2:]))


def _number(field: Field, bound: int | None) -> int | Decimal | None:
    return Decimal(bound) if bound is not None and field.kind == "decimal" else bound


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


def _rule_of(codes: frozenset[str]) -> Callable[[tuple[str, ...]], Reason | None]:
    def why_not(given: tuple[str, ...]) -> Reason | None:
        strange = [code for code in given if code not in codes]
        if not strange:
            return None
        text = _("«{value}» is not among the answers of this question ({allowed}). Correct the cell.")
        return Reason("not_in_list", text, {"value": strange[0], "allowed": ", ".join(sorted(codes)[:12])})

    return why_not


def _coarse_place(text: str) -> tuple[float, float] | str:
    """Return latitude and longitude, rounded; the text itself where it is no place."""
    try:
        latitude, longitude = (float(part) for part in text.split()[:2])
    except ValueError:
        return shortened(text)
    return round(latitude, _COARSE), round(longitude, _COARSE)


def _combined(row: Row, fields: Iterable[tuple[tuple[str, ...], Field]]) -> Row:
    """Return the row with the columns of single answers gathered where the one cell is missing."""
    values = dict(row.values)
    for _path, field in fields:
        if field.kind != "select_multiple":
            continue
        single = {option.code: values.pop(f"{field.name}/{option.code}", None) for option in field.options}
        if (
            values.get(field.name) is None
            and field.name not in row.bad
            and any(chosen is not None for chosen in single.values())
        ):
            values[field.name] = tuple(code for code, chosen in single.items() if chosen)
    return replace(row, values=values)


def _identified(row: Row) -> Row:
    values = dict(row.values)
    others = [values.pop("_instance", None), values.pop("_key", None)]
    given = next((each for each in (values.get("_uuid"), *others) if each), None)
    values["_uuid"] = str(given).removeprefix("uuid:") if given else None
    return replace(row, values=values)


def _without_unconsented(row: Row, fields: Iterable[tuple[tuple[str, ...], Field]]) -> Row:
    """Return the row without what was asked although a consent before it was not given."""
    values = dict(row.values)
    if CONSENT in values and values[CONSENT] != "yes":
        kept = {name: value for name, value in values.items() if name in _KEPT_OF_REFUSALS}
        return Row(row.number, kept, (), ())
    for path, field in fields:
        gates = [name.removeprefix("after_") for name in path if name.startswith("after_")]
        if any(gate in values and values[gate] != "yes" for gate in gates):
            values[field.name] = None
    return replace(row, values=values)


def _identity_problems(rows: Iterable[Row]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        uuid = row.values["_uuid"]
        if uuid is None:
            text = _("The submission has no identifier. Export again with the column _uuid (or KEY).")
            yield Problem(Reason("no_identifier", text), row=row.number, field="_uuid")
            continue
        earlier = first.setdefault(uuid, row.number)
        if earlier != row.number:
            text = _("Rows {first} and {second} are one submission, {uuid}; the first one counts.")
            facts = {"first": earlier, "second": row.number, "uuid": uuid}
            yield Problem(Reason("duplicate_submission", text, facts), row=row.number, field="_uuid")


def _read_repeats(
    given: Given,
    filename: str,
    nodes: Any,
    rows: list[Row],
    how: tuple[Limits, Mapping[str, tuple[Given, str]]],
) -> tuple[dict[str, tuple[Row, ...]], list[Problem]]:
    limits, files = how
    parents = _Parents(rows)
    found: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    for path, group in repeats_of(nodes):
        source, name = files.get(group.name, (given, filename))
        if group.name not in files and not filename.lower().endswith((".xlsx", ".xlsm")):
            continue
        staged = _staged_repeat(source, name, (path, group), limits, single=group.name in files)
        if staged is not None:
            found[group.name], faults = parents.linked(staged, group.name)
            problems += faults
    return found, problems


def _staged_repeat(
    given: Given, filename: str, where: tuple[tuple[str, ...], Group], limits: Limits, *, single: bool
) -> Staged | None:
    """Return the table of one repeat; None where the export has no sheet for it."""
    path, group = where
    columns = [
        Column("_submission__uuid", "_submission__uuid"),
        Column("_parent_key", "PARENT_KEY"),
        Column("_parent_index", "_parent_index", "int"),
        Column("_index", "_index", "int"),
    ]
    for inner, field in fields_of(group.children, (*path, group.name)):
        columns += _columns(inner, field)
    try:
        return read_table(
            given,
            filename,
            Sheet(group.name, tuple(columns)),
            limits,
            worksheet="" if single else group.name[:31],
        )
    except BadInput as error:
        if error.code == "no_header" and not single:
            return None
        raise


class _Parents:
    """Finds the submission to which a row of a repeat belongs."""

    def __init__(self, rows: list[Row]) -> None:
        self.uuids = {row.values["_uuid"] for row in rows if row.values.get(CONSENT, "yes") == "yes"}
        self.refused = {row.values["_uuid"] for row in rows} - self.uuids
        self.by_index = {row.values.get("_index"): row.values["_uuid"] for row in rows}

    def linked(self, staged: Staged, repeat: str) -> tuple[tuple[Row, ...], list[Problem]]:
        """Return the rows with `_parent`, without those of refusals, and what is wrong with them."""
        kept: list[Row] = []
        problems = [_of_repeat(problem, repeat) for problem in staged.problems]
        for row in staged.rows:
            values = dict(row.values)
            parent = self._parent(values)
            if parent in self.refused:
                continue
            if parent not in self.uuids:
                text = _("In «{repeat}», row {row}: the submission that it belongs to is not in the file.")
                facts = {"repeat": repeat, "row": row.number}
                problems.append(Problem(Reason("orphan", text, facts), row=row.number, field=repeat))
            kept.append(replace(row, values={**values, "_parent": parent}))
        return tuple(kept), problems

    def _parent(self, values: dict[str, Any]) -> str | None:
        given = values.pop("_submission__uuid", None) or values.pop("_parent_key", None)
        index = values.pop("_parent_index", None)
        values.pop("_parent_key", None)
        if given:
            return str(given).removeprefix("uuid:").partition("/")[0]
        return self.by_index.get(index)


def _of_repeat(problem: Problem, repeat: str) -> Problem:
    reason = Reason(problem.reason.code, problem.reason.msgid, {**problem.reason.facts, "repeat": repeat})
    return replace(problem, reason=reason)
