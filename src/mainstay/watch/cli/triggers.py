"""`mainstay watch trigger`: the rules that are shipped, and what any rule would have done over a history."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import AppError, BadInput
from mainstay.common.texts import noop as _
from mainstay.page.terminal import EXITS, As, Format, FormatOption, acting, emit, say

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import TriggerRule

app = typer.Typer(no_args_is_help=True, help="Triggers: what they say, and what they would have done.")

EXAMPLE = (
    "mainstay watch trigger test TR01",
    "mainstay watch trigger test TR01 --list alarms --country SDN --format csv",
    "mainstay watch trigger test rule.yaml deaths.csv --format json",
)


class Listed(StrEnum):
    """What is listed."""

    FIGURES = "figures"
    ALARMS = "alarms"
    EVENTS = "events"
    READINGS = "readings"
    STANDING = "standing"


@contextmanager
def refusing() -> Iterator[None]:
    """End the program with a sentence and the house's exit code when something is refused; needs no settings."""
    try:
        yield
    except AppError as error:
        say(str(error))
        raise typer.Exit(EXITS.get(error.status, 1)) from None


@app.command("list")
def list_(format: FormatOption = Format.TABLE) -> None:
    """Show the triggers of the playbook in force: what they read, by which period, and against which event."""
    with refusing():
        from mainstay import playbook

        emit(
            (
                {
                    "code": rule.code,
                    "name": rule.name,
                    "period": rule.period,
                    "stages": ", ".join(rule.stages),
                    "series": ", ".join(rule.series),
                    "event": rule.event_name,
                    "in_force": rule.in_force,
                    "mark": rule.mark,
                }
                for rule in playbook.current().triggers.values()
            ),
            format,
        )


@app.command()
def backcast(
    codes: Annotated[
        list[str] | None, typer.Argument(help="Triggers by code; all when none is named.")
    ] = None,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Work out what the triggers would have done over the readings in the database, and keep it for the pages."""
    with acting(as_) as person:
        from mainstay.watch.services import backcast_triggers

        made = backcast_triggers(by=person, codes=[code.upper() for code in codes] if codes else None)
        names = ("stage", "countries", "from", "to", "alarms", "hit", "false", "caught", "missed")
        emit(
            (
                {"code": row.code, **{name: stage[name] for name in names}, "editions": row.editions}
                for row in made
                for stage in row.document["stages"]
            ),
            format,
        )


@app.command("test", epilog="\n\n".join(EXAMPLE))
def back_cast(
    rule: Annotated[str, typer.Argument(help="Code of a shipped trigger, or a YAML file with one.")],
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV, Parquet or XLSX with iso3 (or country), period (or year, month) and value; with several series "
            "also series, or a column for each. Without it the copies that are shipped.",
            show_default=False,
        ),
    ] = None,
    *,
    listed: Annotated[
        Listed, typer.Option("--list", help="What is listed; JSON holds all of it.")
    ] = Listed.FIGURES,
    country: Annotated[str, typer.Option(help="Only this country, by its code of three letters.")] = "",
    until: Annotated[
        str, typer.Option(help="As if the history ended with this period, such as 2019-12.")
    ] = "",
    edition: Annotated[str, typer.Option(help="Which edition of a source or of the file.")] = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what a trigger would have done over the history: alarms, hits, false alarms, misses, lead times."""
    with refusing():
        from mainstay import playbook
        from mainstay.watch.methods.trigger_backcast import trigger_backcast
        from mainstay.watch.methods.trigger_rule import trigger_rule

        from .trigger_reading import read_panel

        book = playbook.current()
        known = trigger_rule(_rule(rule), book.early_warning)
        read = read_panel(known, file, edition=edition)
        panel = _cut(read.panel, until, country)
        levels = book.trigger_rules.confidences
        stages = [trigger_backcast(known, panel, stage, confidences=levels) for stage in known.stages]
        source = " ".join(filter(None, [read.source, read.edition]))
        _show(known, panel, stages, listed, format, source=source, mitigate_at=book.trigger_rules.mitigate_at)


def _rule(given: str) -> "TriggerRule":
    """Return a shipped trigger by its code, or the one in a YAML file."""
    from mainstay import playbook
    from mainstay.playbook.reading import read_yaml
    from mainstay.playbook.schemas.triggers import TriggerRule
    from mainstay.playbook.validating import fitted

    shipped = playbook.current().triggers
    if given.upper() in shipped:
        return shipped[given.upper()]
    place = Path(given)
    if not place.is_file():
        raise BadInput(
            "trigger.rule", _("There is no file {given} and no shipped trigger of this code. There are: {codes}."),
            given=given, codes=", ".join(shipped),
        )  # fmt: skip
    raw = read_yaml(place.read_bytes(), name=place.name)
    return fitted(TriggerRule, raw, name=place.name)


def _cut(panel: Any, until: str, country: str) -> Any:
    from mainstay.watch.methods.staleness import period_number

    from .trigger_reading import day_of

    if until:
        try:
            panel = panel.until(period_number(day_of(until, panel.period), panel.period))
        except ValueError:
            raise BadInput(
                "trigger.until", _("“{given}” is no period by which this rule counts."), given=until
            ) from None
    if not country:
        return panel
    code = country.strip().upper()
    if code not in panel.countries:
        raise BadInput(
            "trigger.no_country", _("Nothing is known of {code} here. Known are: {codes}."),
            code=code, codes=", ".join(panel.countries),
        )  # fmt: skip
    return panel.only({code})


def _show(
    rule: "TriggerRule", panel: Any, stages: list[Any], listed: Listed, format: Format, *, source: str,
    mitigate_at: float,
) -> None:  # fmt: skip
    import json

    from mainstay.watch.methods import trigger_report as report

    from . import trigger_output as output

    names = _series_names()
    if format is Format.JSON:
        held = output.document(rule, panel, stages, names, source=source, mitigate_at=mitigate_at)
        print(json.dumps(held, indent=1, ensure_ascii=False, default=str))
        return
    if listed is Listed.FIGURES and format is Format.TABLE:
        print(output.printed(rule, panel, stages, names, source=source, mitigate_at=mitigate_at))
        return
    rows = {
        Listed.FIGURES: lambda: [report.figures(found, rule.period) for found in stages],
        Listed.ALARMS: lambda: [row for found in stages for row in report.alarm_rows(found, rule.period)],
        Listed.EVENTS: lambda: [row for found in stages for row in report.event_rows(found, rule.period)],
        Listed.READINGS: lambda: [row for found in stages for row in report.reading_rows(rule, panel, found)],
        Listed.STANDING: lambda: report.standing_rows(rule, panel),
    }
    emit(rows[listed](), format)


def _series_names() -> dict[str, str]:
    from mainstay.watch.feeds import REFERENCE

    with (REFERENCE / "series.csv").open(newline="", encoding="utf-8") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}
