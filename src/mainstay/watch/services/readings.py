"""Readings that people enter or report, and thresholds of a country."""

import math
from datetime import date
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.watch import rules
from mainstay.watch.methods.threshold import threshold
from mainstay.watch.models import CountryThreshold, Reading, Series
from mainstay.watch.selectors.warnings import field_series

if TYPE_CHECKING:
    from mainstay.playbook.schemas.warning import WarningIndicator

#: What the organisations of workers, employers and government can report themselves.
REPORTABLE = ("EW03", "EW04", "EW06", "EW07", "EW08", "EW10", "EW14", "EW20")


def record_reading(
    *,
    by: Person,
    country: Country,
    indicator: str,
    on: date,
    value: float | str,
    confidence: int = 2,
    method: str = "entered",
    note: str,
) -> Reading:
    """Return an indicator's value for a month as somebody of the office enters it; it counts at once."""
    with act("watch.record_reading", by=by, on=_place(country)) as entry:
        reading = _new(by, country, indicator, on, value, confidence, method, note, state="COUNTED")
        entry.on(reading)
        entry.note(indicator=indicator, on=on, value=reading.value)
    return reading


def report_signal(
    *, by: Person, country: Country, indicator: str, on: date, value: float | str, note: str
) -> Reading:
    """Return what a constituent reports from its own organisation; it counts when the focal point has confirmed it."""
    if indicator not in REPORTABLE:
        raise RuleBroken(
            "not_reportable",
            _("{indicator} is not reported by organisations. These are: {possible}."),
            indicator=indicator,
            possible=", ".join(REPORTABLE),
        )
    with act("watch.report_signal", by=by, on=_place(country)) as entry:
        reading = _new(by, country, indicator, on, value, 1, "report", note, state="TO_CONFIRM")
        entry.on(reading)
        entry.note(indicator=indicator, on=on, value=reading.value)
    return reading


def confirm_signal(*, by: Person, reading: Reading, confidence: int = 2, note: str = "") -> Reading:
    """Return the reported reading that counts from now on; somebody else than its reporter confirms it."""
    return _judge(by, reading, "confirm", confidence=confidence, note=note)


def refuse_signal(*, by: Person, reading: Reading, note: str) -> Reading:
    """Return the reported reading that does not count, with the reason for its reporter."""
    if not note.strip():
        raise BadInput("reason_missing", _("Write the reason; who reported it will read it."))
    return _judge(by, reading, "refuse", confidence=reading.confidence, note=note)


def correct_reading(*, by: Person, reading: Reading, value: float | str, note: str) -> Reading:
    """Return the reading that replaces an entered one; the old value stays stored."""
    if reading.item_id is not None:
        raise RuleBroken(
            "source_owns",
            _("This value is the source's own. Enter a reading beside it, or withdraw the edition."),
        )
    if not note.strip():
        raise BadInput("reason_missing", _("Say why the value is corrected."))
    with act("watch.correct_reading", by=by, on=reading, reason=note) as entry:
        indicator = reading.series.code.removeprefix("field.")
        reading.state = rules.READING.move(reading.state, "supersede")
        reading.save(update_fields=["state"])
        fresh = _new(
            by,
            reading.country,
            indicator,
            reading.on,
            value,
            reading.confidence,
            reading.method,
            note,
            state="COUNTED",
        )
        entry.change("value", reading.value, fresh.value)
        entry.note(replaces=reading.pk, replaced_by=fresh.pk)
    return fresh


def set_threshold(
    *, by: Person, country: Country, indicator: str, watch: str, alert: str, note: str
) -> CountryThreshold:
    """Return the country's own thresholds for an indicator, with the note that explains them."""
    _known(indicator)
    try:
        limits = threshold(watch), threshold(alert)
    except ValueError as error:
        raise BadInput("threshold", _("{error}"), error=str(error)) from None
    if limits[0].at_least != limits[1].at_least or not limits[0].reached(limits[1].value):
        raise BadInput("threshold_order", _("The alert must lie beyond the watch, in the same direction."))
    if not note.strip():
        raise BadInput("note_missing", _("A threshold changes only with a note."))
    with act("watch.set_threshold", by=by, on=_place(country), reason=note) as entry:
        before = CountryThreshold.objects.filter(country=country, indicator=indicator, in_force=True).first()
        if before:
            before.in_force = False
            before.save(update_fields=["in_force"])
        fresh = CountryThreshold.objects.create(
            country=country,
            indicator=indicator,
            watch=watch,
            alert=alert,
            note=note,
            set_by=by,
            set_at=clock.now(),
        )
        entry.on(fresh)
        entry.change("watch", before.watch if before else None, watch)
        entry.change("alert", before.alert if before else None, alert)
    return fresh


def _place(country: Country) -> list[tuple[str, str]]:
    return [("country", country.pk), ("region", country.region)]


def _known(indicator: str) -> "WarningIndicator":
    found = playbook.current().early_warning.get(indicator)
    if found is None:
        raise BadInput(
            "unknown_indicator",
            _("{code} is no indicator. There are: {codes}."),
            code=indicator,
            codes=", ".join(playbook.current().early_warning),
        )
    return found


def _new(
    by: Person, country: Country, indicator: str, on: date, value: float | str, confidence: int, method: str, note: str,
    *, state: str,
) -> Reading:  # fmt: skip
    known = _known(indicator)
    if not note.strip():
        raise BadInput("note_missing", _("Say where the value comes from."))
    if on > clock.today():
        raise BadInput(
            "day_ahead", _("{on} lies ahead. A reading is about a day that has been."), on=on.isoformat()
        )
    if confidence not in (1, 2, 3):
        raise BadInput(
            "confidence", _("Confidence is 1 (one report), 2 (several), 3 (official or measured).")
        )
    series, _made = Series.objects.get_or_create(
        code=field_series(indicator), defaults={"name": known.name, "unit": known.unit, "period": "M"}
    )
    return Reading.objects.create(
        series=series, country=country, on=on, value=_number(value, known.scale), confidence=confidence, method=method,
        state=state, entered_by=by, entered_at=clock.now(), note=note.strip()[:300],
    )  # fmt: skip


def _number(value: float | str, scale: tuple[str, ...]) -> float:
    if isinstance(value, str) and value in scale:
        return float(scale.index(value) + 1)
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadInput(
            "not_a_number",
            _("“{found}” is no value of this indicator{scale}."),
            found=value,
            scale=f" ({', '.join(scale)})" if scale else "",
        )
    return number


def _judge(by: Person, reading: Reading, verb: str, *, confidence: int, note: str) -> Reading:
    with act("watch.confirm_signal", by=by, on=reading, reason=note) as entry:
        before = reading.state
        reading.state = rules.READING.move(reading.state, verb)
        reading.confidence, reading.confirmed_by = confidence, by
        if note.strip():
            reading.note = f"{reading.note} | {note.strip()}"[:300]
        reading.save(update_fields=["state", "confidence", "confirmed_by", "note"])
        entry.change("state", before, reading.state)
    return reading
