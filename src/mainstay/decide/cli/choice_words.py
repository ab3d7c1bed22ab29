"""How a chosen portfolio is told at the terminal: rows of countries, rules and followers, and one JSON of all."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mainstay.decide.methods.portfolio_choice import Choice, ChosenShares, CountryMargin, RuleStanding


def countries_rows(
    choice: Choice, margins: Mapping[str, CountryMargin], shares: ChosenShares | None
) -> list[dict[str, Any]]:
    """Return a row for each candidate: chosen ones first, then by score."""
    chosen = set(choice.best.countries) if choice.best else set()
    rows = []
    for row in sorted(choice.candidates, key=lambda row: (row.name not in chosen, -row.low, row.name)):
        margin = margins.get(row.name)
        rows.append(
            {
                "country": row.name,
                "chosen": "yes" if row.name in chosen else "no",
                "score": round(row.low, 2),
                "at_most": round(row.high, 2),
                "lost_otherwise": None if margin is None or margin.loss is None else round(margin.loss, 2),
                "otherwise": None
                if margin is None
                else "possible"
                if margin.loss is not None
                else "no portfolio",
                "share_of_draws": None if shares is None else round(shares.countries[row.name], 3),
            }
        )
    return rows


def countries_short(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what a screen holds of the rows of countries; JSON and CSV hold all."""
    return [
        {
            "country": row["country"],
            "chosen": row["chosen"],
            "score": f"{row['score']:.1f}"
            if row["score"] == row["at_most"]
            else f"{row['score']:.1f}–{row['at_most']:.1f}",
            "otherwise": "no portfolio" if row["lost_otherwise"] is None else f"{-row['lost_otherwise']:.1f}",
            "draws": "" if row["share_of_draws"] is None else f"{row['share_of_draws']:.0%}",
        }
        for row in rows
    ]


def rules_rows(choice: Choice) -> list[dict[str, Any]]:
    """Return a row for each part of a rule: what was found, the limit, and what it costs."""
    return [
        {
            "rule": row.rule,
            "part": row.part,
            "found": _number(row.found),
            "limit": f"{'at most' if row.at_most else 'at least'} {_number(row.limit)}",
            "binding": "binds" if row.binding else "tight" if row.tight else "",
            "costs": round(row.price, 2),
            "without_it": exchange(choice, row),
        }
        for row in choice.rules
    ]


def exchange(choice: Choice, row: RuleStanding) -> str:
    """Return who would come and who would go without this part: “+ Chad, − Togo”."""
    if row.instead is None or choice.best is None:
        return ""
    return _swap(choice.best.countries, row.instead.countries)


def following_rows(choice: Choice) -> list[dict[str, Any]]:
    """Return a row for each next-best portfolio: its value, how far behind, who is exchanged."""
    if choice.best is None:
        return []
    return [
        {
            "value": round(row.value, 2),
            "behind": round(choice.best.value - row.value, 2),
            "exchanged": _swap(choice.best.countries, row.countries),
        }
        for row in choice.following
    ]


def conflict_words(choice: Choice) -> str:
    """Return why there is no portfolio, and what would make one."""
    if choice.conflict is None:
        return ""
    lines = [f"No portfolio keeps all rules. These cannot hold together: {', '.join(choice.conflict.parts)}."]
    lines += [f"There would be one without {' and '.join(way)}." for way in choice.conflict.ways_out]
    if not choice.conflict.ways_out:
        lines.append("More than three rules would have to be lifted.")
    return "\n".join(lines)


def whole(
    choice: Choice, margins: Mapping[str, CountryMargin], shares: ChosenShares | None
) -> dict[str, Any]:
    """Return everything as one object: best, ties, rules with prices, followers, countries, conflict, what was not judged."""
    best = choice.best
    return {
        "status": "optimal" if best else "infeasible",
        "value": round(best.value, 6) if best else None,
        "countries": list(best.countries) if best else [],
        "ties": [list(row.countries) for row in choice.ties],
        "more_ties": choice.more_ties,
        "rules": [
            {
                "rule": row.rule, "part": row.part, "found": row.found, "limit": row.limit,
                "kind": "most" if row.at_most else "least", "binding": row.binding, "tight": row.tight,
                "price": round(row.price, 6), "instead": list(row.instead.countries) if row.instead else None,
            }
            for row in choice.rules
        ],
        "all_rules_cost": round(choice.together, 6),
        "following": [{"value": round(row.value, 6), "countries": list(row.countries)} for row in choice.following],
        "candidates": countries_rows(choice, margins, shares),
        "draws": asdict(shares) if shares else None,
        "conflict": asdict(choice.conflict) if choice.conflict else None,
        "not_judged": [asdict(row) for row in choice.unjudged],
    }  # fmt: skip


def _swap(mine: tuple[str, ...], other: tuple[str, ...]) -> str:
    come = [f"+ {name}" for name in other if name not in mine]
    return ", ".join([*come, *(f"− {name}" for name in mine if name not in other)])


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}".rstrip("0").rstrip(".")
