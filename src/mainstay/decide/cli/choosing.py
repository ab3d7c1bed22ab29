"""`mainstay decide portfolio`: which countries to be in, from a file of candidates, or how the active ones stand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, ready, refusals, say

if TYPE_CHECKING:
    from mainstay.decide.methods.portfolio_choice import Choice, Programme

EXAMPLE = Path(__file__).resolve().parents[1] / "reference" / "workshop_2015.csv"
SEED = 20260101

File = Annotated[
    Path | None,
    typer.Argument(
        help="CSV or XLSX: a row for each candidate (country, region, population, crisis_types, g7plus, demand, assessment, "
        "start_usd, staff, and score or C01 to C09); empty where not known. Without a file: the active countries.",
        show_default=False,
    ),
]


def portfolio(
    file: File = None,
    *,
    add: Annotated[list[str] | None, typer.Option(help="A country that must be in.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="A country that must be out.")] = None,
    money: Annotated[
        float | None, typer.Option(help="Money expected in 12 months, US dollars.", min=0)
    ] = None,
    staff: Annotated[float | None, typer.Option(help="People who can be sent, in all.", min=0)] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="A number of a rule, such as P1.max_active=8.")
    ] = None,
    without: Annotated[list[str] | None, typer.Option(help="A rule to leave out, such as P2.")] = None,
    following: Annotated[int, typer.Option(help="How many next-best portfolios.", min=0, max=50)] = 5,
    draws: Annotated[
        int,
        typer.Option(
            help="Draws of scores that are a range: in how many each country is chosen; 0: none.", min=0
        ),
    ] = 100,
    seed: Annotated[int, typer.Option(help="Makes the draws repeatable.")] = SEED,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Choose the best portfolio of a file under the rules, proven, with what each rule costs; or check the active one."""
    if file is None:
        _active(as_, format, add or [], remove or [], money)
        return
    ready()
    with refusals():
        from mainstay.decide.methods.portfolio_choice import (
            chosen_shares,
            country_margins,
            portfolio_choice,
            portfolio_programme,
        )

        from .candidate_files import read_candidates, rules_in_force

        candidates, regions = read_candidates(file)
        programme = portfolio_programme(
            candidates, rules=rules_in_force(set_ or [], without or []), regions=regions, money_usd=money, staff=staff,
            inside=_named(add, candidates), outside=_named(remove, candidates),
        )  # fmt: skip
        choice = portfolio_choice(programme, following=following)
        margins = {row.name: row for row in country_margins(programme, choice)}
        shares = chosen_shares(programme, choice, draws=draws, seed=seed) if draws else None
        _give(programme, choice, margins, shares, format)


def example(
    folder: Annotated[Path, typer.Argument(help="Where it goes; the folder in which you stand.")] = Path(),
) -> None:
    """Write the sixteen candidates of a workshop of 2015, with open data of that time, to try `portfolio` and `rank` on."""
    ready()
    with refusals():
        from mainstay.common.errors import BadInput
        from mainstay.common.texts import noop as _

        if not folder.is_dir():
            raise BadInput("example.no_folder", _("There is no folder {folder}."), folder=str(folder))
        target = folder / EXAMPLE.name
        if target.exists():
            raise BadInput(
                "example.is_there",
                _("{name} is there already and is not written over. Choose another folder."),
                name=target.name,
            )
        target.write_bytes(EXAMPLE.read_bytes())
        say(
            f"{target}: 16 contexts. Blank is not known: demand, assessments, money, staff and seven of nine criteria."
        )
        say(f"Try: mainstay decide portfolio {target} --money 40000000")


def _named(given: list[str] | None, candidates: Any) -> list[str]:
    """Return the candidates that are meant, by name without regard to case; refuse a name that is not there."""
    from mainstay.common.errors import BadInput
    from mainstay.common.texts import noop as _

    known = {row.name.casefold(): row.name for row in candidates}
    missing = [name for name in given or [] if name.casefold() not in known]
    if missing:
        raise BadInput(
            "portfolio.no_candidate",
            _("{name} is no candidate of the file. There are: {all}."),
            name=missing[0],
            all=", ".join(sorted(known.values())),
        )
    return [known[name.casefold()] for name in given or []]


def _give(programme: "Programme", choice: "Choice", margins: Any, shares: Any, format: Format) -> None:
    from .choice_words import (
        conflict_words,
        countries_rows,
        countries_short,
        following_rows,
        rules_rows,
        whole,
    )

    if format is Format.JSON:
        import json

        print(json.dumps(whole(choice, margins, shares), indent=1, ensure_ascii=False))
    elif choice.best is None:
        say(conflict_words(choice))
    if choice.best is None:
        raise typer.Exit(5)
    if format is Format.JSON:
        return
    rows = countries_rows(choice, margins, shares)
    if format is Format.CSV:
        emit(rows, format)
        return
    emit(countries_short(rows), title="countries (otherwise: what is lost when it is the other way round)")
    emit(rules_rows(choice), title="rules")
    if choice.following:
        emit(following_rows(choice), title="next-best portfolios")
    _tell(choice, shares)


def _tell(choice: "Choice", shares: Any) -> None:
    assert choice.best is not None
    say(
        f"proven best: {len(choice.best.countries)} countries, value {choice.best.value:.2f}: {', '.join(choice.best.countries)}"
    )
    if choice.ties:
        count = f"{len(choice.ties)} or more" if choice.more_ties else str(len(choice.ties))
        say(f"tied with {count} other portfolios of the same value: what is shown is only the first by name")
    if choice.together:
        say(f"all rules but number, money and staff together cost {choice.together:.2f}")
    for row in choice.unjudged:
        say(f"{row.rule} {row.part} is not judged: nothing is known of {row.lacks}")
    if shares is not None and shares.draws > 1:
        say(
            f"in {shares.portfolio:.0%} of {shares.draws} draws of the open scores this very portfolio is a best one"
        )


def _active(as_: str, format: Format, add: list[str], remove: list[str], money: float | None) -> None:
    with acting(as_) as person:
        from mainstay.decide.selectors import portfolio_findings

        found = portfolio_findings(person, add=add, remove=remove, money_usd=money)
        emit(
            [
                {
                    "rule": row.rule,
                    "kept": "yes" if row.kept else "STOPS" if row.hard else "no",
                    "detail": row.detail,
                }
                for row in found
            ],
            format,
        )
