"""Estimates as rows for people and programs: labels in place of codes, codes beside them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey
    from mainstay.statistics.survey import Estimate

    from .asking import Answer

NUMBERS = ("estimate", "se", "ci_low", "ci_high", "cv", "deff")
COUNTS = ("n", "df")
ALL = "(all)"
"""What stands for the sub-total over a column."""
MORE = ("n_eff", "missing", "strata", "psus", "method")


def rows_of(answers: Iterable["Answer"], survey: "Survey", *, tables: bool) -> list[dict[str, Any]]:
    """Return a row for each estimate, with the keys of `Estimate`.

    `domain` and `level` carry the labels of the file where it has any; the codes stand then in `domain_codes` and
    `level_code`. `table` comes first where there are several tables.
    """
    found = []
    labelled = set(survey.value_labels)
    for answer in answers:
        for place, estimate in enumerate(answer.estimates):
            row: dict[str, Any] = {"table": answer.table} if tables else {}
            row |= _row(estimate, survey.value_labels, answer.shown_as)
            if answer.ratings:
                rated = answer.ratings[place].to_dict()
                row |= {"reliability": rated["mark"], "reliability_reasons": " ".join(rated["reasons"])}
            if labelled & {*estimate.domain, estimate.variable}:
                row["domain_codes"] = {
                    name: plain(code) for name, code in estimate.domain.items() if name in labelled
                }
                row["level_code"] = plain(estimate.level) if estimate.variable in labelled else None
            found.append(row)
    return found


def _row(estimate: "Estimate", labels: Mapping[str, Mapping[Any, str]], shown_as: str) -> dict[str, Any]:
    is_quantile = estimate.statistic == "quantile"  # its level is a share, not a code of the variable
    row: dict[str, Any] = {
        "statistic": estimate.statistic,
        "variable": shown_as or estimate.variable,
        "level": estimate.level
        if is_quantile
        else labelled_value(estimate.level, labels.get(estimate.variable, {})),
        "domain": {
            name: labelled_value(value, labels.get(name, {})) for name, value in estimate.domain.items()
        },
    }
    return row | {name: getattr(estimate, name) for name in (*NUMBERS, *COUNTS, *MORE)}


def labelled_value(value: Any, labels: Mapping[Any, str]) -> Any:
    """Return the label of a code, or the code itself as a plain value.

    >>> labelled_value(1.0, {1: "North"}), labelled_value(3.0, {1: "North"})
    ('North', 3)
    """
    code = plain(value)
    return labels.get(code, code)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: whole numbers as integers, dates as texts."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2.0**53:
        return int(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def shown_number(value: float | None) -> str:
    """Return a number with five significant digits, as a table shows it.

    >>> shown_number(0.0123456), shown_number(1234567.8), shown_number(None)
    ('0.012346', '1,234,568', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    return f"{value:,.{max(0, min(6, 4 - math.floor(math.log10(abs(value)))))}f}"


def shown_chance(value: float | None) -> str:
    """Return a chance as a table shows it.

    >>> shown_chance(0.02346), shown_chance(1e-9), shown_chance(None)
    ('0.0235', '<.0001', '–')
    """
    if value is None:
        return "–"
    return "<.0001" if value < 0.0001 else f"{value:.4f}"


def aligned(lines: Sequence[Sequence[str]], words: int, numbers: int | None = None) -> list[str]:
    """Return lines with their cells under each other: `words` cells to the left, then `numbers` (all) to the right."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    right = range(words, len(widths) if numbers is None else words + numbers)
    return [
        "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def printed(answers: Sequence["Answer"], rows: Sequence[Mapping[str, Any]], confidence: float) -> str:
    """Return the rows as tables of text, one for each table and crossing, with what must be said below each."""
    blocks: list[str] = []
    start = 0
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[Answer, Sequence[Mapping[str, Any]]]]] = {}
    for answer in answers:
        own = rows[start : start + len(answer.estimates)]
        start += len(answer.estimates)
        groups.setdefault((answer.table, answer.crossing), []).append((answer, own))
    for (name, crossing), members in groups.items():
        lines = [name] if name else []
        lines += _grid([row for _answer, own in members for row in own], crossing)
        blocks.append("\n".join([*lines, "", *_foot([answer for answer, _own in members], confidence)]))
    return "\n\n".join(blocks)


def _grid(rows: Sequence[Mapping[str, Any]], crossing: Sequence[str]) -> list[str]:
    marked = any("reliability" in row for row in rows)
    head = [*crossing, "statistic", "variable", "estimate", "se", "low", "high", "cv %", "deff", "n", "df"]
    head += ["reliability"] if marked else []
    lines = [head, *(_cells(row, crossing, marked=marked) for row in rows)]
    return aligned(lines, len(crossing) + 2, 8)


def _cells(row: Mapping[str, Any], crossing: Sequence[str], *, marked: bool) -> list[str]:
    level = row["level"]
    return [
        *(ALL if row["domain"][name] is None else str(row["domain"][name]) for name in crossing),
        row["statistic"],
        row["variable"] if level is None else f"{row['variable']} = {level}",
        *(shown_number(row[name]) for name in ("estimate", "se", "ci_low", "ci_high")),
        "–" if row["cv"] is None else f"{100 * row['cv']:.1f}",
        "–" if row["deff"] is None else f"{row['deff']:.2f}",
        f"{row['n']:,}",
        str(row["df"]),
        *([str(row.get("reliability") or "–")] if marked else []),
    ]


def _foot(answers: Sequence["Answer"], confidence: float) -> list[str]:
    methods = dict.fromkeys(row.method for answer in answers for row in answer.estimates)
    shown = [f"{'; '.join(methods)} ({confidence:.0%} confidence)"]
    dropped = {
        ", ".join(dict.fromkeys(row.variable for row in answer.estimates)): answer.estimates.missing
        for answer in answers
        if answer.estimates.missing
    }
    shown += [f"{count:,} rows dropped, a value is missing: {what}" for what, count in dropped.items()]
    return [*shown, *dict.fromkeys(note for answer in answers for note in answer.estimates.notes)]
