"""`mainstay decide rank`: a file of options, or the queue of requests, ranked, with how far the order hangs on taste."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, ready, refusals, say

if TYPE_CHECKING:
    from mainstay.decide.methods.ranking import Ranking

SEED = 20260101

File = Annotated[
    Path | None,
    typer.Argument(
        help="CSV or XLSX: a row for each option (column country, option or name), a column of scores for each criterion; "
        "a range as 2..4, empty where not known. Without a file: the queue of requests.",
        show_default=False,
    ),
]


def rank(
    file: File = None,
    *,
    criteria: Annotated[
        Path | None,
        typer.Option(
            help="Table of criteria: criterion, weight, best (high, low), least, most, preference, indifference, strict, inflection."
        ),
    ] = None,
    within: Annotated[
        float | None,
        typer.Option(
            help="Vary weights by this many percent around the given ones; else over all there are."
        ),
    ] = None,
    draws: Annotated[int, typer.Option(help="Random weightings.", min=100, max=1_000_000)] = 10_000,
    seed: Annotated[int, typer.Option(help="Makes the draws repeatable.")] = SEED,
    on: Annotated[str, typer.Option(help="The queue as it stood at the end of this day.")] = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Rank options by several methods, and say which change of a weight would turn the order."""
    if file is None:
        _queue(on, as_, format)
        return
    ready()
    with refusals():
        from mainstay.decide.methods.ranking import ranking

        from .criteria_files import scored_table
        from .score_files import read_options

        table, preferences = scored_table(read_options(file), criteria)
        share = _share(within)
        found = ranking(table, preferences=preferences, draws=draws, seed=seed, within=share)
        rows = [_row(found, at) for at in found.order]
        if format is Format.JSON:
            _print_json(found, rows, seed)
            return
        emit([_short(row) for row in rows] if format is Format.TABLE else rows, format)
        if format is Format.TABLE:
            _tell(found)


def _share(within: float | None) -> float | None:
    from mainstay.common.errors import BadInput
    from mainstay.common.texts import noop as _

    if within is None:
        return None
    if not 0 < within <= 100:
        raise BadInput(
            "rank.within", _("--within is a percentage above 0, at most 100; {given} is not."), given=within
        )
    return within / 100


def _row(found: "Ranking", at: int) -> dict[str, Any]:
    sure = found.acceptability
    confidence = float(sure.confidence[at])
    return {
        "place": int(found.total.place[at]),
        "tied": bool(found.total.shared[at] > 1),
        "option": found.table.names[at],
        "total": round(float(found.low[at]), 2),
        "at_most": round(float(found.high[at]), 2),
        "first_in": round(float(sure.shares[at, 0]), 4),
        "place_5": int(sure.low[at]),
        "place_95": int(sure.high[at]),
        "best_place": int(sure.first[at]),
        "worst_place": int(sure.last[at]),
        "confidence": None if confidence != confidence else round(confidence, 4),  # noqa: PLR0124 - NaN is not itself
        "topsis": round(float(found.topsis.value[at]), 4),
        "topsis_place": int(found.topsis.place[at]),
        "promethee": round(float(found.promethee.value[at]), 4),
        "promethee_place": int(found.promethee.place[at]),
        "not_assessed": int(found.table.missing[at].sum()),
    }


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a screen holds of a row; JSON and CSV hold all."""
    total, most = row["total"], row["at_most"]
    return {
        "place": f"{row['place']}{'=' if row['tied'] else ''}",
        "option": row["option"],
        "total": f"{total:.1f}" if total == most else f"{total:.1f}–{most:.1f}",
        "first in": f"{row['first_in']:.0%}",
        "places": f"{row['place_5']}–{row['place_95']}",
        "TOPSIS": row["topsis_place"],
        "PROMETHEE": row["promethee_place"],
        "open": row["not_assessed"],
    }


def _print_json(found: "Ranking", rows: list[dict[str, Any]], seed: int) -> None:
    import json

    sure, codes = found.acceptability, [measure.code for measure in found.table.measures]
    for row, at in zip(rows, found.order, strict=True):
        row["acceptability"] = [round(float(share), 4) for share in sure.shares[at]]
        row["central_weights"] = (
            None if row["confidence"] is None
            else {code: round(100 * float(weight), 2) for code, weight in zip(codes, sure.central[at], strict=True)}
        )  # fmt: skip
        for name, method in (
            ("total", found.total),
            ("topsis", found.topsis),
            ("promethee", found.promethee),
        ):
            row[f"{name}_places"] = [int(method.best[at]), int(method.worst[at])]
    whole = {
        "options": rows,
        "weights": [_turn(turn) for turn in found.turns],
        "draws": sure.draws,
        "seed": seed,
    }
    print(json.dumps(whole, indent=1, ensure_ascii=False))


def _turn(turn: Any) -> dict[str, Any]:
    return {
        "criterion": turn.criterion, "weight": turn.weight, "order_turns_at": turn.order,
        "pair": list(turn.pair) if turn.pair else None, "first_turns_at": turn.first, "rival": turn.rival,
    }  # fmt: skip


def _tell(found: "Ranking") -> None:
    """Say in words how far the order can be trusted."""
    say(
        "first in: of all weightings; places: those in nine of ten; TOPSIS, PROMETHEE: places by these methods; open: not assessed"
    )
    first = [name for at, name in enumerate(found.table.names) if found.total.place[at] == 1]
    if len(first) > 1:
        say(f"tied for the first place: {', '.join(first)}")
    agreed = found.agreed_first
    say(
        f"first by every method: {', '.join(agreed)}"
        if agreed
        else "the methods do not agree on the first place"
    )
    for turn in found.turns:
        if turn.first is not None:
            say(
                f"{turn.criterion} {turn.first:+.1f} points (of {turn.weight:.1f}): {turn.rival} draws level with the first"
            )
        elif turn.order is not None and turn.pair is not None:
            say(
                f"{turn.criterion} {turn.order:+.1f} points (of {turn.weight:.1f}): {turn.pair[1]} draws level with {turn.pair[0]}"
            )
    if not found.table.exact:
        say("scores that are missing or a range count at their worse end; “at_most” is the other end")


def _queue(on: str, as_: str, format: Format) -> None:
    with acting(as_) as person:
        from mainstay.decide.selectors import queue_sensitivity, ranked_queue

        lines = ranked_queue(person, on=_day(on))
        emit([_queue_row(line) for line in lines], format)
        if format is Format.TABLE:
            if tied := [
                line.request.reference or "" for line in lines if line.robust is not None and line.robust.tied
            ]:
                say(f"level by their totals, put in order by the rule for ties: {', '.join(tied)}")
            for turn in queue_sensitivity(lines):
                if turn.first is not None:
                    say(f"{turn.criterion} {turn.first:+.1f} points: {turn.rival} draws level")


def _day(text: str) -> date | None:
    from mainstay.common.errors import BadInput
    from mainstay.common.texts import noop as _

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("rank.day", _("“{given}” is no day. Write it as 2026-05-01."), given=text) from None


def _queue_row(line: Any) -> dict[str, Any]:
    priority, robust = line.standing.priority, line.robust
    return {
        "place": line.place, "reference": line.request.reference, "country": line.request.country_id,
        "total": None if priority is None else round(priority.total.low, 1),
        "at most": None if priority is None else round(priority.total.high, 1),
        "need": None if priority is None else round(priority.need.low, 1),
        "feasibility": None if priority is None else round(priority.feasibility.low, 1),
        "band": line.standing.band or "/".join(line.standing.bands), "proposed": line.standing.proposed,
        "answer": line.answer, "first in": None if robust is None else f"{robust.share_first:.0%}",
        "places": None if robust is None else f"{robust.low}–{robust.high}",
        "by TOPSIS": None if robust is None else robust.topsis, "by PROMETHEE": None if robust is None else robust.promethee,
    }  # fmt: skip
