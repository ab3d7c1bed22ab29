"""What the command on indices found, as rows for people and programs."""

from math import isnan
from typing import Any

from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.page.terminal import Format, say
from mainstay.watch.methods.composite_index import Scores
from mainstay.watch.methods.composite_index.clusters import clusters
from mainstay.watch.methods.composite_index.comparison import compared
from mainstay.watch.methods.composite_index.sensitivity import correlations, sensitivity
from mainstay.watch.methods.composite_index.tracing import drivers, plain, trace
from mainstay.watch.methods.composite_index.uncertainty import Interval, uncertainty

Rows = list[dict[str, Any]]


def known(value: Any, digits: int | None = None) -> Any:
    """Return a number as a plain one, None for a gap."""
    number = float(value)
    if isnan(number):
        return None
    if digits is not None:
        number = round(number, digits)
    return int(number) if digits == 0 else number


def score_rows(scores: Scores, before: Scores | None, *, draws: int, seed: int, format: Format) -> Rows:
    """Return a row for each unit: all nodes in files, the first ones in a table; then rank, class, gaps, intervals."""
    tree, table = scores.tree, scores.table
    interval = uncertainty(scores, draws=draws, seed=seed) if draws else None
    ranks, counts, alike = scores.ranks(), indicators_known(scores), clusters(scores)
    codes = (
        tree.order_of_showing()
        if format is not Format.TABLE
        else list(dict.fromkeys([tree.top, *tree.first]))
    )
    found = []
    for row in range(len(table)):
        held: dict[str, Any] = {tree.unit: table.units[row]}
        if table.periods:
            held[tree.period] = table.periods[row]
        held |= {code: known(scores.values[code][row]) for code in codes}
        if format is Format.TABLE:
            held |= {code: None if held[code] is None else plain(held[code]) for code in codes}
        held["rank"] = known(ranks[row], 0)
        if tree.classes:
            held["class"] = scores.class_of(row)
        if tree.clusters is not None:
            held["cluster"] = alike[row]
        if format is Format.TABLE:
            held["known"] = f"{counts[0][row]}/{counts[1]}"
        else:
            held |= {
                "indicators_known": int(counts[0][row]),
                "indicators": counts[1],
                "gaps": " ".join(gaps_of(scores, row)),
            }
        if before is not None:
            held |= _moved(scores, before, row, ranks)
        if interval is not None:
            held |= _short(interval, row) if format is Format.TABLE else interval_of(interval, row)
        found.append(held)
    if interval is not None:
        _say_robust(scores, interval)
    if format is Format.TABLE:
        found.sort(key=lambda held: (held["rank"] is None, held["rank"] or 0, str(held[tree.unit])))
    return found


def indicators_known(scores: Scores) -> tuple[Any, int]:
    """Return how many of the columns below the index are known in each row, and how many there are."""
    tree, table = scores.tree, scores.table
    columns = sorted({tree.nodes[code].column for code in tree.within(tree.top)} - {""})
    held = zip(*(table.column(name, asked_by=tree.top, optional=True) for name in columns), strict=True)
    return [sum(not isnan(value) for value in values) for values in held], len(columns)


def gaps_of(scores: Scores, row: int) -> list[str]:
    """Return the columns below the index that are not known in a row, by the codes of their nodes."""
    tree = scores.tree
    return [
        code for code in tree.within(tree.top) if tree.nodes[code].column and isnan(scores.values[code][row])
    ]


def _moved(scores: Scores, before: Scores, row: int, ranks: Any) -> dict[str, Any]:
    digits = scores.tree.nodes[scores.tree.top].digits
    return {
        "before": known(before.top[row]),
        "change": known(scores.top[row] - before.top[row], 6 if digits is None else digits),
        "rank_before": known(before.ranks()[row], 0),
    }


def interval_of(interval: Interval, row: int) -> dict[str, Any]:
    """Return the interval of one row, as columns."""
    return {
        "low": known(interval.low[row], 4),
        "median": known(interval.median[row], 4),
        "high": known(interval.high[row], 4),
        "rank_low": known(interval.rank_low[row], 0),
        "rank_median": known(interval.rank_median[row], 0),
        "rank_high": known(interval.rank_high[row], 0),
        **({} if isnan(interval.same_class[row]) else {"same_class": known(interval.same_class[row], 3)}),
    }


def _short(interval: Interval, row: int) -> dict[str, str]:
    """Return the interval of one row as a person writes it."""
    if isnan(interval.median[row]):
        return {"interval": "", "ranks": ""}
    low, high = interval.low[row], interval.high[row]
    return {
        "interval": f"{low:.2f}–{high:.2f}",
        "ranks": f"{interval.rank_low[row]:.0f}–{interval.rank_high[row]:.0f}",
    }


def _say_robust(scores: Scores, interval: Interval) -> None:
    facts = {
        "draws": interval.draws,
        "share": f"{interval.confidence * 100:g}",
        "places": f"{interval.usual_width:g}",
        "firm": interval.firm,
        "count": sum(not isnan(score) for score in scores.top),
    }
    say(
        fill(
            _(
                "{draws} draws: in {share} % of them a rank lies within its interval; half of the intervals are at most {places} places wide."
            ),
            facts,
        )
    )
    if scores.tree.classes:
        say(fill(_("{firm} of {count} keep their class in at least {share} % of the draws."), facts))


def trace_rows(scores: Scores, unit: str, period: str, node: str, format: Format) -> Rows:
    """Return the steps that lead to a unit's score, from the top down; what drives it most is said beside."""
    code = scores.tree.node(node).code if node else scores.tree.top
    row = scores.table.row_of(unit, period or None)
    lines = trace(scores, row, code)
    for driver in [] if node else drivers(scores, row)[:5]:
        facts = {
            "title": driver.title, "value": plain(driver.value), "median": plain(driver.median),
            "effect": f"{driver.effect:+.2f}",
        }  # fmt: skip
        say(fill(_("{title} is {value}, the median {median}: {effect} in the index."), facts))
    if format is Format.TABLE:
        return [
            {
                "node": "  " * line.depth + line.title, "value": plain(line.value), "weight": f"{line.share:.0%}",
                "how": "; ".join(line.how),
            }
            for line in lines
        ]  # fmt: skip
    return [
        {
            "depth": line.depth, "code": line.code, "title": line.title, "value": known(line.value),
            "weight": round(line.share, 6), "how": list(line.how) if format is Format.JSON else "; ".join(line.how),
        }
        for line in lines
    ]  # fmt: skip


def changed_rows(before: Scores, after: Scores) -> Rows:
    """Return how each unit stands in two versions, the largest change first."""
    return [
        {
            after.tree.unit: held.unit,
            **({after.tree.period: held.period} if held.period is not None else {}),
            "before": known(held.before),
            "after": known(held.after),
            "change": known(held.change, 6),
            "rank_before": known(held.rank_before, 0),
            "rank_after": known(held.rank_after, 0),
            "most": held.most,
            "most_by": known(held.most_by, 6),
        }
        for held in compared(before, after)
    ]


def sensitivity_rows(scores: Scores, points: int, seed: int) -> Rows:
    """Return the shares of the variance of the ranks, by what is chosen."""
    return [
        {
            "choice": held.name, "first": round(held.first, 4), "first_low": round(held.first_low, 4),
            "first_high": round(held.first_high, 4), "total": round(held.total, 4),
            "total_low": round(held.total_low, 4), "total_high": round(held.total_high, 4),
        }
        for held in sensitivity(scores, points=points, seed=seed)
    ]  # fmt: skip


def correlation_rows(scores: Scores) -> Rows:
    """Return the correlations of the index, the nodes that are shown first and those below them."""
    tree = scores.tree
    first = dict.fromkeys([tree.top, *tree.first])
    codes = list(dict.fromkeys([*first, *(child for code in first for child in tree.nodes[code].children)]))
    plainly, by_rank = correlations(scores, codes), correlations(scores, codes, ranks=True)
    return [
        {
            "node": code,
            "other": other,
            "pearson": known(plainly[i, j], 4),
            "spearman": known(by_rank[i, j], 4),
        }
        for i, code in enumerate(codes)
        for j, other in enumerate(codes)
        if i < j
    ]
