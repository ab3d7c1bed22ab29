"""Commands on warnings and readiness in the database."""

from datetime import date
from typing import Annotated, Any

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

app = typer.Typer(no_args_is_help=True, help="Watch and prepare: data, warnings, readiness.")
alert_app = typer.Typer(
    no_args_is_help=True, help="Raise, confirm, call, decide, activate and close an alert."
)
app.add_typer(alert_app, name="alert")


@app.command()
def country(iso3: str, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show what threatens work in a country: labour signals first, each with source, period and age."""
    with acting(as_) as person:
        from mainstay.watch.selectors import country_profile

        profile = country_profile(person, iso3)
        emit([_signal_row(line) for line in profile.signals], format, title=str(profile.country))
        if format is not Format.TABLE:
            return
        warning = profile.warning
        if warning is not None:
            emit([_indicator_row(state) for state in warning.indicators if state.value is not None], format)
            for name, score in (("composite", warning.composite), ("employment", warning.employment)):
                value = "–" if score.value is None else f"{score.value:.1f}"
                say(f"{name}: {value} of 10, from {score.known} of {score.of} parts")
        if profile.preparedness is not None:
            say(f"readiness: {profile.preparedness.score:.0f} of 100")


def _signal_row(line: Any) -> dict[str, Any]:
    value = "–" if line.value is None else f"{line.value:,.1f}"
    change = "" if line.change is None else f"{line.change:+,.1f}"
    return {
        "signal": line.name, "value": value, "unit": line.unit, "period": line.on.isoformat()[:7] if line.on else "",
        "change": change, "age": "stale" if line.stale else f"{line.behind} behind" if line.behind else "",
        "source": line.source,
    }  # fmt: skip


def _indicator_row(state: Any) -> dict[str, Any]:
    return {
        "indicator": state.code, "name": state.name, "value": f"{state.value:,.2f}", "unit": state.unit,
        "standing": state.standing, "on": state.on, "source": state.vintage,
    }  # fmt: skip


@app.command()
def evaluate(
    countries: Annotated[
        list[str] | None, typer.Argument(help="Countries by code; all when none is named.")
    ] = None,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Hold all indicators against their thresholds and raise what has crossed one."""
    with acting(as_) as person:
        from mainstay.watch.services import evaluate_warnings

        found = evaluate_warnings(by=person, countries=countries or None)
        emit(
            [
                {
                    "countries": found.countries, "raised": len(found.raised), "unchanged": len(found.unchanged),
                    "nothing known": len(found.without_level), "which": ", ".join(found.raised),
                }
            ],
            format,
        )  # fmt: skip


@app.command()
def alerts(
    all_: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the alerts: place, state, what drives them, what is due."""
    with acting(as_) as person:
        from mainstay.watch.selectors import alerts_visible

        found = alerts_visible(person, open_only=not all_).prefetch_related("drivers")
        emit([_alert_row(alert) for alert in found], format)


def _alert_row(alert: Any) -> dict[str, Any]:
    return {
        "reference": alert.reference, "country": alert.country_id, "state": alert.state, "title": alert.title,
        "drivers": ", ".join(f"{row.indicator} {row.value:g}" for row in alert.drivers.all() if row.value is not None),
        "confirm by": alert.confirm_due_at, "call by": alert.call_due_at,
        "case": alert.case.reference if alert.case else "", "synthetic": alert.synthetic,
    }  # fmt: skip


@app.command()
def accuracy(year: int, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show how often the alerts of a year were right, and how many events came without one."""
    with acting(as_) as person:
        from mainstay.watch.selectors import alert_accuracy_of

        emit([vars_of(alert_accuracy_of(person, year))], format)


def vars_of(record: Any) -> dict[str, Any]:
    """Return the fields of a frozen record as a row."""
    return {name: getattr(record, name) for name in record.__slots__}


@app.command()
def readiness(iso3: str, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show how ready a country stands, item by item."""
    with acting(as_) as person:
        from mainstay.common.models import Country
        from mainstay.watch.selectors import preparedness_of

        found = preparedness_of(person, Country.objects.get(pk=iso3.upper()))
        emit([vars_of(line) for line in found.lines], format, title=f"{found.score:.0f} of 100")


def _alert(reference: str, person: Any) -> Any:
    from mainstay.accounts.permissions import get_visible
    from mainstay.watch.models import Alert

    return get_visible(
        Alert.objects.select_related("country"), person, "watch.read_alerts", reference=reference.upper()
    )


@alert_app.command("raise")
def raise_(
    iso3: str,
    title: str,
    level: Annotated[str, typer.Option(help="WATCH or ALERT.")] = "WATCH",
    evidence: Annotated[str, typer.Option(help="What is seen, and by whom.")] = "",
    crisis_type: Annotated[list[str] | None, typer.Option(help="Crisis types by code.")] = None,
    as_: As = "",
) -> None:
    """Raise an alert about a country."""
    with acting(as_) as person:
        from mainstay.common.models import Country
        from mainstay.watch.services import raise_alert

        place = Country.objects.get(pk=iso3.upper())
        alert = raise_alert(
            by=person,
            country=place,
            level=level,
            title=title,
            evidence=evidence,
            crisis_types=crisis_type or [],
        )
        emit([_alert_row(alert)])


@alert_app.command()
def responses(reference: str, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show what the country's trigger map calls for by what drives an alert."""
    with acting(as_) as person:
        from mainstay.watch.selectors import responses_called

        columns = ("indicator", "level", "modules", "lead_role", "window", "lead_days", "tested_on")
        found = responses_called(_alert(reference, person))
        emit([{name: getattr(row, name) for name in columns} for row in found], format)


@alert_app.command()
def confirm(
    reference: str,
    context: str,
    false: Annotated[bool, typer.Option("--false", help="It is a false alarm.")] = False,
    as_: As = "",
) -> None:
    """Confirm an alert with what is seen on the ground, or say that it is false."""
    with acting(as_) as person:
        from mainstay.watch.services import confirm_alert

        emit(
            [
                _alert_row(
                    confirm_alert(by=person, alert=_alert(reference, person), context=context, false=false)
                )
            ]
        )


@alert_app.command()
def call(
    reference: str,
    record: str,
    present: Annotated[list[str], typer.Option(help="Who took part, by function.")],
    as_: As = "",
) -> None:
    """Record the call that an alert requires."""
    with acting(as_) as person:
        from mainstay.watch.services import call_alert

        emit(
            [
                _alert_row(
                    call_alert(by=person, alert=_alert(reference, person), present=present, record=record)
                )
            ]
        )


@alert_app.command()
def decide(reference: str, decision: str, reason: str, as_: As = "") -> None:
    """Decide what is right in any case: ACT, PREPARE or NOTHING."""
    with acting(as_) as person:
        from mainstay.watch.services import decide_no_regret

        alert = decide_no_regret(
            by=person, alert=_alert(reference, person), decision=decision.upper(), reason=reason
        )
        emit([_alert_row(alert)])


@alert_app.command()
def activate(
    reference: str,
    name: Annotated[str, typer.Option(help="The name of the case.")] = "",
    crisis_type: Annotated[list[str] | None, typer.Option(help="Crisis types by code.")] = None,
    as_: As = "",
) -> None:
    """Open the case that an alert becomes."""
    with acting(as_) as person:
        from mainstay.watch.services import open_case_from_alert

        case = open_case_from_alert(
            by=person, alert=_alert(reference, person), name=name, crisis_types=crisis_type or []
        )
        emit([{"case": case.reference, "name": case.name}])


@alert_app.command()
def close(
    reference: str,
    reason: str,
    event: Annotated[bool, typer.Option("--event/--false", help="Did it come?")],
    as_: As = "",
) -> None:
    """Close an alert: the event came, or it was false."""
    with acting(as_) as person:
        from mainstay.watch.services import close_alert

        emit(
            [_alert_row(close_alert(by=person, alert=_alert(reference, person), event=event, reason=reason))]
        )


@app.command()
def report(
    iso3: str,
    indicator: str,
    value: str,
    on: Annotated[str, typer.Option(help="The day it is about, as 2026-05-01.")],
    note: Annotated[str, typer.Option(help="Where it comes from.")],
    as_: As = "",
) -> None:
    """Report arrears, dismissals, strikes or restrictions from one's own organisation."""
    with acting(as_) as person:
        from mainstay.common.models import Country
        from mainstay.watch.services import report_signal

        place = Country.objects.get(pk=iso3.upper())
        reading = report_signal(
            by=person,
            country=place,
            indicator=indicator.upper(),
            on=date.fromisoformat(on),
            value=value,
            note=note,
        )
        emit([{"reading": reading.pk, "state": reading.state}])


@app.command()
def signals(
    confirm: Annotated[int | None, typer.Option(help="Confirm the reading with this number.")] = None,
    refuse: Annotated[int | None, typer.Option(help="Refuse the reading with this number.")] = None,
    note: Annotated[str, typer.Option(help="What was found out about it.")] = "",
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Show what constituents have reported and nobody has judged yet; confirm or refuse one."""
    with acting(as_) as person:
        from mainstay.accounts.permissions import get_visible
        from mainstay.watch.models import Reading
        from mainstay.watch.selectors import signals_to_confirm
        from mainstay.watch.services import confirm_signal, refuse_signal

        chosen = confirm if confirm is not None else refuse
        if chosen is not None:
            reading = get_visible(
                Reading.objects.select_related("series"), person, "watch.read_readings", pk=chosen
            )
            (confirm_signal if confirm is not None else refuse_signal)(by=person, reading=reading, note=note)
        emit(
            (
                {
                    "reading": row.pk, "country": row.country_id, "indicator": row.series.name, "value": row.value,
                    "on": row.on, "note": row.note,
                }
                for row in signals_to_confirm(person)
            ),
            format,
        )  # fmt: skip
