"""One call from a survey file to one that may be given out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Columns, Floats, as_arrow

from .blanks import class_of
from .codebook import Codebook, Done, codebook_of
from .diversity import too_alike
from .identifiers import why_identifying
from .ladders import Key, Ladder, key_of
from .recoding import Recoding, least_recoding
from .risk import Risk, risk_of

DATES = {"year": 4, "month": 7, "day": 10}
"""How many letters of an ISO date are kept."""


@dataclass(frozen=True)
class Release:
    """A file that may be given out. `table` is a pyarrow Table, `codebook` describes each of its variables.

    `steps` says which step of its ladder each key variable stands on (0: as it came); `blanked` how many values
    of each variable were taken out; `before` and `after` are the risk of being found by the key variables.
    """

    table: Any
    codebook: Codebook
    before: Risk
    after: Risk
    steps: Mapping[str, int]
    blanked: Mapping[str, int]
    k: int


def release_microdata(
    table: Any,
    *,
    keys: Sequence[str],
    sensitive: Sequence[str] = (),
    weight: str | None = None,
    ladders: Mapping[str, Ladder] | None = None,
    importance: Mapping[str, float] | None = None,
    blank_cost: float = 5.0,
    k: int = 5,
    diverse: int = 2,
    drop: Sequence[str] = (),
    keep: Sequence[str] = (),
    dates: str = "month",
    labels: Mapping[str, str] | None = None,
    seed: int | None = None,
) -> Release:
    """Return `table` so that each combination of `keys` (a blank counts as a value) stands in at least `k` rows.

    `table` is a mapping of columns or any dataframe with the Arrow interface. `keys` are what others may know of
    a person. Each key with a ladder may be recoded for the whole file (`ladders`: steps from fine to coarse);
    what is still rare is blanked row by row. Of all combinations of steps the one is taken that loses least,
    recoding and blanks both counted in bits (non-uniform entropy), times the key's `importance` (default 1); a
    blank counts `blank_cost` times, since what is missing here and there bends every analysis.
    `sensitive` variables must have at least `diverse` different values among the rows of one combination, else
    they are blanked there. `weight` is the survey weight: with it the risk is that of a sample (Benedetti and
    Franconi 1998), without it the file is taken for the whole population.

    Columns that look like names, telephone numbers, e-mail, exact places, card or account numbers, or that
    differ in each row, are refused by name unless listed in `drop` (left out) or `keep` (given out as they
    are, on your word). Dates are coarsened to `dates`: "year", "quarter", "month" or "day" (as they are).
    `labels` describe variables for the codebook. With a `seed` the rows come in an order drawn by it: neighbours in
    a file are often of one household. Who knows the seed can undo the order, so it is kept like a password.

    Raises BadInput with one problem for each column at fault; "disclosure.too_few_rows" where the file has
    fewer than `k` rows; "disclosure.not_reached" where a combination of what would go out stands in fewer.
    """
    kept = _without_identifiers(as_arrow(table), drop, keep)
    kept = _with_coarse_dates(kept, dates)
    columns = Columns(kept)
    _check(columns, keys, sensitive, weight, k, diverse, ladders or {})
    weights = None if weight is None else _weights(columns, weight)
    ladder, how_much = ladders or {}, importance or {}
    ranked = [
        key_of(name, columns.levels(name), ladder.get(name, ()), how_much.get(name, 1.0)) for name in keys
    ]
    chosen = least_recoding(ranked, k, blank_cost=blank_cost)
    released = class_of(chosen.codes)[0]
    alike = {name: too_alike(columns.levels(name), released, diverse) for name in sensitive}
    blanked = {key.name: chosen.blanked[:, at] for at, key in enumerate(ranked)} | alike
    out = _released(kept, ranked, chosen, alike)
    before = risk_of(np.stack([key.codes for key in ranked], axis=1), weights, k)
    after = risk_of(chosen.codes, weights, k)
    refuse_rare(out, keys, k)
    steps = dict(zip(keys, chosen.steps, strict=True))
    dated = _dated(as_arrow(table), kept)
    done = Done(k, diverse, steps, blanked, dict(labels or {}), tuple(drop), dated, dates, tuple(keep))
    book = codebook_of(
        kept, out, keys=keys, sensitive=sensitive, weight=weight, done=done, before=before, after=after
    )
    counts = {name: int(mask.sum()) for name, mask in blanked.items()}
    return Release(_mixed(out, seed), book, before, after, steps, counts, k)


def _without_identifiers(table: Any, drop: Sequence[str], keep: Sequence[str]) -> Any:
    """Return the table without `drop`; refuse columns that look like identifiers unless in `keep`."""
    strange = [name for name in (*drop, *keep) if name not in table.column_names]
    if strange:
        _refuse(
            "disclosure.no_such_column",
            _("Columns to drop or keep are not in the file."),
            {name: Reason("disclosure.no_such_column", _("There is no such column.")) for name in strange},
        )
    table = table.drop_columns(list(drop))
    reasons = {
        name: why_identifying(name, table.column(name).to_pylist())
        for name in table.column_names
        if name not in keep
    }
    found = {name: reason for name, reason in reasons.items() if reason is not None}
    if found:
        _refuse(
            "disclosure.identifiers",
            _(
                "Some columns seem to name persons outright. List them under drop, or under keep on your word."
            ),
            found,
        )
    return table


def refuse_rare(out: Any, keys: Sequence[str], k: int) -> None:
    """Count the combinations of the keys in the table that goes out, and refuse it where one stands in too few rows."""
    counts = out.group_by(list(keys)).aggregate([([], "count_all")]).column("count_all").to_numpy()
    rare = int(counts[counts < k].sum())
    if rare:
        raise BadInput(
            "disclosure.not_reached",
            _(
                "{rows} rows would stand in a combination of the keys with fewer than {k}, so nothing is given out. Give "
                "the keys ladders with coarser steps, or name fewer keys."
            ),
            rows=rare,
            k=k,
        )


def _mixed(table: Any, seed: int | None) -> Any:
    if seed is None:
        return table
    return table.take(np.random.default_rng(seed).permutation(table.num_rows))


def _refuse(code: str, text: str, found: Mapping[str, Reason]) -> None:
    raise BadInput(code, text, problems=[Problem(reason, field=name) for name, reason in found.items()])


def _is_date(kind: Any) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_date(kind) or kinds.is_timestamp(kind))


def _dated(before: Any, kept: Any) -> frozenset[str]:
    return frozenset(name for name in kept.column_names if _is_date(before.schema.field(name).type))


def _with_coarse_dates(table: Any, dates: str) -> Any:
    """Return the table with dates as texts of the given coarseness: 2026, 2026-Q3, 2026-07, 2026-07-14."""
    import pyarrow as pa

    if dates not in {*DATES, "quarter"}:
        raise BadInput(
            "disclosure.dates",
            _("Dates are kept to year, quarter, month or day; {dates} is none."),
            dates=dates,
        )
    for at, field in enumerate(table.schema):
        if _is_date(field.type):
            texts = [None if day is None else _coarse(day, dates) for day in table.column(at).to_pylist()]
            table = table.set_column(at, field.name, pa.array(texts, pa.string()))
    return table


def _coarse(day: Any, dates: str) -> str:
    if dates == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return str(day.isoformat()[: DATES[dates]])


def _check(
    columns: Columns,
    keys: Sequence[str],
    sensitive: Sequence[str],
    weight: str | None,
    k: int,
    diverse: int,
    ladders: Any,
) -> None:
    for name in (*keys, *sensitive, *([] if weight is None else [weight])):
        columns.levels(name)
    named = [*keys, *sensitive, *([] if weight is None else [weight])]
    if not keys or len(set(named)) < len(named) or k < 2 or diverse < 1 or set(ladders) - set(keys):
        raise BadInput(
            "disclosure.release",
            _(
                "A release needs key variables (with ladders for keys only), each column in one role, k of 2 or more "
                "and at least 1 different sensitive value."
            ),
        )
    if len(columns) < k:
        raise BadInput(
            "disclosure.too_few_rows",
            _("The file has {rows} rows: that is fewer than k = {k}, so nothing of it can be given out."),
            rows=len(columns),
            k=k,
        )


def _weights(columns: Columns, name: str) -> Floats:
    weights = columns.numbers(name)
    wrong = np.flatnonzero(~np.isfinite(weights) | (weights <= 0))
    if len(wrong):
        reason = Reason("disclosure.weight", _("The weight is missing or not above 0."))
        raise BadInput(
            "disclosure.weights",
            _("Some rows have no weight."),
            problems=[Problem(reason, row=int(row) + 1, field=name) for row in wrong],
        )
    return weights


def _released(table: Any, keys: Sequence[Key], chosen: Recoding, alike: Mapping[str, Bools]) -> Any:
    """Return the table with recoded and blanked keys, and sensitive values blanked where they are too alike."""
    import pyarrow as pa

    for at, key in enumerate(keys):
        place, step = table.column_names.index(key.name), chosen.steps[at]
        if step:
            labels = [*key.rungs[step].labels, None]
            column = pa.array([labels[code] for code in chosen.codes[:, at].tolist()], pa.string())
        else:
            column = _blanked(table.column(place), chosen.blanked[:, at])
        table = table.set_column(place, key.name, column)
    for name, mask in alike.items():
        place = table.column_names.index(name)
        table = table.set_column(place, name, _blanked(table.column(place), mask))
    return table


def _blanked(column: Any, mask: Bools) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(mask), pa.scalar(None, column.type), column)
