"""Readings for a trigger from anybody's file, or from the copies that are shipped; every fault with row and field."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.watch.feeds import SHIPPED, feed
from mainstay.watch.feeds.items import number
from mainstay.watch.methods.trigger_panel import Panel, Row, trigger_panel

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.playbook.schemas.triggers import TriggerRule

COUNTRY = ("iso3", "country", "country_id", "iso")
PERIOD = ("period", "date", "on", "year")
EDITION = ("edition", "vintage")
SERIES = ("series", "indicator")
_WRITTEN = {
    "Y": re.compile(r"(?P<year>\d{4})$"),
    "Q": re.compile(r"(?P<year>\d{4})-?Q(?P<quarter>[1-4])$", re.IGNORECASE),
    "M": re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})$"),
    "D": re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ].*)?$"),
}
_WAY = {"Y": "2024", "Q": "2024-Q1", "M": "2024-03", "D": "2024-03-15"}
#: Years in which a reading can lie; another one is a slip of the pen, and would make an axis of millions of days.
YEARS = range(1800, 2201)
#: At most so many faults are gathered before the file is given back.
MOST = 500


@dataclass(frozen=True, slots=True)
class Read:
    """The panel that a rule is tested on, and where its readings come from."""

    panel: Panel
    source: str
    edition: str


def read_panel(rule: "TriggerRule", file: Path | None, *, edition: str = "") -> Read:
    """Return what a file, or the shipped copies, say about the series of a rule."""
    if file is not None:
        rows, taken = _rows_of(file, rule, edition)
        source = file.name
    else:
        rows, taken = _shipped(rule, edition)
        source = ", ".join(dict.fromkeys(code.partition(".")[0] for code in rule.series))
    panel = trigger_panel(rows, period=rule.period, gather=rule.gather, absent=rule.absent)
    if not len(panel):
        raise BadInput(
            "trigger.nothing", _("There is no reading of {series} in {source}. Nothing can be tested."),
            series=", ".join(rule.series), source=source,
        )  # fmt: skip
    return Read(panel, source, taken)


def day_of(raw: Any, period: str) -> date:
    """Return a day of the period that is written; raise `ValueError` where it is coarser than the rule counts.

    >>> day_of("2024-Q2", "Q"), day_of(2024, "Y"), day_of("2024-03-15", "M")
    (datetime.date(2024, 4, 1), datetime.date(2024, 1, 1), datetime.date(2024, 3, 15))
    """
    if isinstance(raw, date) and raw.year in YEARS:
        return raw.date() if isinstance(raw, datetime) else raw
    text = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw).strip()
    for kind in "YQMD"["YQMD".index(period) :]:
        found = _WRITTEN[kind].match(text)
        if found and int(found["year"]) in YEARS:
            part = {name: int(value) for name, value in found.groupdict().items()}
            month = part.get("month", 3 * part.get("quarter", 1) - 2)
            return date(part["year"], month, part.get("day", 1))
    raise ValueError(text)


def _shipped(rule: "TriggerRule", edition: str) -> tuple[list[Row], str]:
    """Return the readings of the shipped copies; of a source with several editions the one with the most of them."""
    rows: list[Row] = []
    taken: list[str] = []
    for code in dict.fromkeys(series.partition(".")[0] for series in rule.series):
        if code not in SHIPPED:
            raise BadInput(
                "trigger.not_shipped",
                _("No copy of {series} is shipped. Name a file: mainstay watch trigger test RULE FILE."),
                series=", ".join(one for one in rule.series if one.startswith(code)),
            )
        held: dict[str, list[Row]] = {}
        connector = feed(code)
        for item in connector.read(SHIPPED[code]):
            values = connector.parse(item).values
            held.setdefault(item.version, []).extend(
                (value.series, value.iso3, value.on, value.value)
                for value in values
                if value.series in rule.series
            )
        chosen = _edition(held, edition)
        rows.extend(held[chosen])
        taken.append(f"{code} {chosen}")
    return rows, ", ".join(taken)


def _edition(held: dict[str, list[Row]], wanted: str) -> str:
    if wanted in held:
        return wanted
    if wanted and len(held) > 1:
        raise BadInput(
            "trigger.edition", _("There is no edition {edition}. There are: {editions}."),
            edition=wanted, editions=", ".join(sorted(held)),
        )  # fmt: skip
    return max(sorted(held), key=lambda code: len(held[code]))


def _rows_of(file: Path, rule: "TriggerRule", edition: str) -> tuple[list[Row], str]:
    from mainstay.exchange.surveys import open_survey

    survey = open_survey(file).read()
    columns = {
        name.strip().lower(): survey.table.column(name).to_pylist() for name in survey.table.column_names
    }
    country = _column(columns, COUNTRY, file)
    kept, taken = _one_edition(columns, edition, file)
    periods = _periods(columns, file)
    problems: list[Problem] = []
    rows: list[Row] = []
    first: dict[tuple[str, str, date], int] = {}
    reads = list(_values(columns, rule, file))
    for at in kept:
        place = _place(columns[country][at], periods[at], rule, at + survey.first_row, country, problems)
        for code, name, values in reads if place else ():
            if code[at] not in rule.series or place is None:
                continue
            cell = _number(values[at], at + survey.first_row, name, problems, rule, code[at])
            key = (code[at], *place)
            if rule.gather == "last" and cell is not None and first.setdefault(key, at) != at:
                problems.append(_twice(key, at, first[key], survey))
            rows.append((*key, cell))
        if len(problems) >= MOST:
            break
    if problems:
        raise BadInput(
            "trigger.file", _("{file} cannot be used as it is. Correct the places named here."),
            file=file.name, problems=problems,
        )  # fmt: skip
    return rows, taken


def _column(columns: dict[str, list[Any]], names: Sequence[str], file: Path) -> str:
    for name in names:
        if name in columns:
            return name
    raise BadInput(
        "trigger.column", _("{file} has no column {name}. Its columns are: {columns}. Rename the one that is meant."),
        file=file.name, name=names[0], columns=", ".join(columns),
    )  # fmt: skip


def _one_edition(columns: dict[str, list[Any]], wanted: str, file: Path) -> tuple[list[int], str]:
    name = next((name for name in EDITION if name in columns), None)
    held = [str(value) for value in columns[name]] if name else []
    editions = sorted(set(held))
    if wanted and wanted not in editions:
        raise BadInput(
            "trigger.edition", _("There is no edition {edition}. There are: {editions}."),
            edition=wanted, editions=", ".join(editions) or "–",
        )  # fmt: skip
    if not wanted and len(editions) > 1:
        raise BadInput(
            "trigger.editions",
            _("{file} holds the editions {editions}, which are never mixed. Choose one: --edition {edition}."),
            file=file.name, editions=", ".join(editions), edition=editions[0],
        )  # fmt: skip
    chosen = wanted or (editions[0] if editions else "")
    count = len(next(iter(columns.values())))
    return [at for at in range(count) if not held or held[at] == chosen], chosen


def _periods(columns: dict[str, list[Any]], file: Path) -> list[Any]:
    name = _column(columns, PERIOD, file)
    if name != "year" or "month" not in columns:
        return columns[name]
    return [
        f"{_whole(year)}-{_whole(month)}"
        for year, month in zip(columns["year"], columns["month"], strict=True)
    ]


def _whole(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _values(
    columns: dict[str, list[Any]], rule: "TriggerRule", file: Path
) -> Iterator[tuple[Sequence[str], str, list[Any]]]:
    """Yield the columns that hold readings: for each row its series, the column's name, its cells."""
    count = len(next(iter(columns.values())))
    said = next((name for name in SERIES if name in columns), None)
    if "value" in columns and said:
        yield [str(code).strip() for code in columns[said]], "value", columns["value"]
        return
    if "value" in columns and len(rule.series) == 1:
        yield [rule.series[0]] * count, "value", columns["value"]
        return
    wide = {
        code: name
        for code in rule.series
        for name in (code.lower(), code.rpartition(".")[2].lower())
        if name in columns
    }
    for code, name in wide.items():
        yield [code] * count, name, columns[name]
    if not wide:
        raise BadInput(
            "trigger.series",
            _("{file} must say which series a value belongs to: a column “series” with {series}, or a column of each."),
            file=file.name, series=", ".join(rule.series),
        )  # fmt: skip


def _place(
    raw: Any, when: Any, rule: "TriggerRule", row: int, field: str, problems: list[Problem]
) -> tuple[str, date] | None:
    iso3 = str(raw or "").strip().upper()
    if not re.fullmatch(r"[A-Z][A-Z0-9]{2}", iso3):
        text = _("“{found}” is no country code of three letters, such as SDN. Use ISO 3166-1 alpha-3.")
        problems.append(Problem(Reason("trigger.country", text, {"found": str(raw)[:40]}), row, field))
        return None
    try:
        return iso3, day_of(when, rule.period)
    except ValueError:
        text = _("“{found}” is no period by which this rule counts. Write it as {way}.")
        facts = {"found": str(when)[:40], "way": _WAY[rule.period]}
        problems.append(Problem(Reason("trigger.period", text, facts), row, "period"))
        return None


def _number(
    raw: Any, row: int, field: str, problems: list[Problem], rule: "TriggerRule", code: str
) -> float | None:
    try:
        value = number(raw)
    except ValueError:
        text = _("“{found}” is no number. Correct it, or leave the cell empty where nothing is known.")
        problems.append(Problem(Reason("trigger.number", text, {"found": str(raw)[:40]}), row, field))
        return None
    if value is not None and code in _chances(rule) and not 0 <= value <= 1:
        text = _("{found} is no probability: it lies between 0 and 1. Write 0.3 for 30 %.")
        problems.append(Problem(Reason("trigger.probability", text, {"found": value}), row, field))
        return None
    return value


def _chances(rule: "TriggerRule") -> Iterable[str]:
    from mainstay.playbook.schemas.triggers import leaves

    held = [leaf for condition in rule.stages.values() for leaf in leaves(condition)]
    return {code for leaf in held if leaf.kind == "probability" for code in leaf.series}


def _twice(key: tuple[str, str, date], at: int, first: int, survey: "Survey") -> Problem:
    text = _(
        "{iso3} has a reading for {on} already, in row {first}. Take one out, or say in the rule how they `gather`."
    )
    facts = {"iso3": key[1], "on": key[2].isoformat(), "first": first + survey.first_row}
    return Problem(Reason("trigger.twice", text, facts), at + survey.first_row, key[0])
