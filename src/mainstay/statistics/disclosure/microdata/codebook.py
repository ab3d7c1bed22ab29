"""The codebook of a released file: each variable, what was done to it and why."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Columns

from .risk import Risk

MOST_LEVELS = 60
"""Variables with more different values are described without their levels."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. `role` is "key", "sensitive", "weight" or "other"; `kind` text, number or date.

    `levels` are its values with their rows (empty where there are many); `n` counts rows with a value,
    `missing` those that came without, `blanked` those taken out. `recoded` and `suppressed` say what was
    done and why (None: nothing). `rare_before` and `rare_after` count the rows whose value of this
    variable alone stands in fewer than k rows.
    """

    name: str
    label: str
    role: str
    kind: str
    levels: tuple[tuple[str, int], ...]
    n: int
    missing: int
    blanked: int
    recoded: Reason | None
    suppressed: Reason | None
    rare_before: int | None
    rare_after: int | None


@dataclass(frozen=True)
class Codebook:
    """The variables in their order; `facts` are sentences about the whole file, its risk before and after."""

    variables: Sequence[Variable]
    facts: Sequence[Reason]

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)

    def __getitem__(self, name: str) -> Variable:
        return next(variable for variable in self.variables if variable.name == name)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each variable as a dict; `levels` is a list of {"value", "n"}."""
        return [
            asdict(variable)
            | {"levels": [{"value": value, "n": n} for value, n in variable.levels]}
            | {"recoded": str(variable.recoded or ""), "suppressed": str(variable.suppressed or "")}
            for variable in self.variables
        ]

    def to_csv(self) -> str:
        """Return one line for each variable; levels as "value (n); …"."""
        out = io.StringIO()
        rows = self.to_dicts()
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["name"], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {"levels": "; ".join(f"{it['value']} ({it['n']})" for it in row["levels"])})
        return out.getvalue()

    def __str__(self) -> str:
        """Return the codebook as plain text to read."""
        parts = ["\n".join(map(str, self.facts))]
        for it in self.variables:
            lines = [
                f"{it.name}  {it.label}".rstrip(),
                f"  {it.kind}, {it.role}; n {it.n:,}, missing {it.missing:,}",
            ]
            lines += [f"  {text}" for text in (it.recoded, it.suppressed) if text]
            lines += [f"    {value}  {n:,}" for value, n in it.levels]
            parts.append("\n".join(lines))
        return "\n\n".join(parts) + "\n"


@dataclass(frozen=True)
class Done:
    """What a release did: k, l, the step of each key, blanked rows by variable, labels, what was left out or kept."""

    k: int
    diverse: int
    steps: Mapping[str, int]
    blanked: Mapping[str, Bools]
    labels: Mapping[str, str]
    dropped: tuple[str, ...]
    dated: frozenset[str]
    dates: str
    kept: tuple[str, ...] = ()


def codebook_of(
    before_table: Any,
    table: Any,
    *,
    keys: Sequence[str],
    sensitive: Sequence[str],
    weight: str | None,
    done: Done,
    before: Risk,
    after: Risk,
) -> Codebook:
    """Return the codebook of the released `table`, made from `before_table`."""
    roles = dict.fromkeys(keys, "key") | dict.fromkeys(sensitive, "sensitive")
    roles |= {weight: "weight"} if weight else {}
    was, now = Columns(before_table), Columns(table)
    variables = [_variable(name, roles.get(name, "other"), was, now, done) for name in now.names]
    return Codebook(variables, [*_facts(done, before, after), *_left_out(done)])


def _variable(name: str, role: str, was: Columns, now: Columns, done: Done) -> Variable:
    levels = now.levels(name)
    given = levels.codes >= 0
    count = np.bincount(levels.codes[given], minlength=len(levels.values))
    listed = len(levels.values) <= MOST_LEVELS
    shown = (
        tuple((str(value), int(n)) for value, n in zip(levels.values, count, strict=True)) if listed else ()
    )
    mask = done.blanked.get(name)
    blanked = 0 if mask is None else int(mask.sum())
    is_key = role == "key"
    return Variable(
        name=name,
        label=done.labels.get(name, ""),
        role=role,
        kind="date" if name in done.dated else "number" if now.is_number(name) else "text",
        levels=shown if role != "weight" else (),
        n=int(given.sum()),
        missing=int((~given).sum()) - blanked,
        blanked=blanked,
        recoded=_recoded(name, done),
        suppressed=_suppressed(role, blanked, done),
        rare_before=_rare(was, name, done.k) if is_key else None,
        rare_after=_rare(now, name, done.k) if is_key else None,
    )


def _rare(columns: Columns, name: str, k: int) -> int:
    codes = columns.levels(name).codes
    count = np.bincount(codes[codes >= 0])
    return int(count[count < k].sum())


def _recoded(name: str, done: Done) -> Reason | None:
    if done.steps.get(name, 0):
        facts = {"step": done.steps[name], "k": done.k}
        return Reason(
            "disclosure.recoded",
            _(
                "Recoded to step {step} of its ladder, so that combinations of keys stand in {k} rows or more."
            ),
            facts,
        )
    if name in done.dated and done.dates != "day":
        return Reason("disclosure.coarse_date", _("Dates are kept to the {dates}."), {"dates": done.dates})
    return None


def _suppressed(role: str, blanked: int, done: Done) -> Reason | None:
    if not blanked:
        return None
    if role == "key":
        text = _("Blanked in {n} rows, whose combination of keys stood in fewer than {k} rows.")
    else:
        text = _(
            "Blanked in {n} rows: those of one combination of keys had fewer than {diverse} different values."
        )
    return Reason("disclosure.blanked", text, {"n": blanked, "k": done.k, "diverse": done.diverse})


def _facts(done: Done, before: Risk, after: Risk) -> list[Reason]:
    rule = _(
        "{rows} rows. Each combination of the key variables (a blank counts as a value) stands in {k} or more."
    )
    found = [Reason("disclosure.file", rule, {"rows": after.rows, "k": done.k})]
    told = {
        "before": _(
            "Risk before: {unique} rows alone in their combination, {below} in fewer than {k}; {population:.1f} expected "
            "to be alone in the population; {expected:.1f} expected to be found, highest chance {highest:.3f} (model: {model})."
        ),
        "after": _(
            "Risk after: {unique} rows alone in their combination, {below} in fewer than {k}; {population:.1f} expected "
            "to be alone in the population; {expected:.1f} expected to be found, highest chance {highest:.3f} (model: {model})."
        ),
    }
    for when, risk in (("before", before), ("after", after)):
        facts = {"unique": risk.sample_uniques, "below": risk.below_k, "population": risk.population_uniques}
        facts |= {"expected": risk.expected, "highest": risk.highest, "k": done.k}
        found.append(Reason(f"disclosure.risk_{when}", told[when], facts | {"model": risk.model}))
    return found


def _left_out(done: Done) -> list[Reason]:
    told = {
        "disclosure.left_out": (_("Left out: {names}."), done.dropped),
        "disclosure.kept": (
            _("Given out on the giver's word, whatever they look like: {names}."),
            done.kept,
        ),
    }
    return [Reason(code, text, {"names": ", ".join(names)}) for code, (text, names) in told.items() if names]
