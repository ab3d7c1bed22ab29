"""Warning: what employers, workers and the office see crosses the thresholds; a request is decided; a case begins."""

from typing import TYPE_CHECKING

from mainstay.accounts.selectors import system_person
from mainstay.cases.selectors import cases_visible
from mainstay.cases.services import enter_phase, leave_phase
from mainstay.rehearsal.theatre import Theatre
from mainstay.watch.selectors import alerts_visible
from mainstay.watch.services import (
    activate_alert,
    call_alert,
    confirm_alert,
    confirm_signal,
    decide_no_regret,
    evaluate_warnings,
    record_reading,
    report_signal,
)

from . import asking
from .arriving import place_of
from .days import before
from .planning import course_of

#: What the office itself enters, by kind of crisis.
SEEN: dict[str, tuple[str, float | str, str]] = {
    "DISPLACEMENT": ("EW16", 1.2, "Synthetic: new arrivals of the month as a share of the population"),
    "DISASTER_RAPID": ("EW17", "red", "Synthetic: warning of the weather service"),
}

if TYPE_CHECKING:
    from mainstay.watch.models import Alert


def play(theatre: Theatre) -> None:
    """Play the warning, the alert that somebody confirmed, the ministry's request, and the case that both lead to."""
    theatre.act("watch", "signals", before(theatre, 145), lambda: _report(theatre))
    theatre.act("watch", "alert", before(theatre, 144), lambda: _raise(theatre))
    theatre.act("watch", "alert confirmed", before(theatre, 143), lambda: _confirm(theatre))
    theatre.act("watch", "alert called", before(theatre, 142), lambda: _call(theatre))
    asking.play(theatre)
    open_case(theatre)


def _report(theatre: Theatre) -> None:
    place, day, officer = place_of(theatre), before(theatre, 150).date(), theatre.person("officer")
    told = [
        report_signal(
            by=theatre.person("workers"), country=place, indicator="EW04", on=day, value=3.5,
            note=theatre.scenario.tells("wages", "Synthetic: day labourers unpaid for three and a half months"),
        ),
        report_signal(
            by=theatre.person("employers"), country=place, indicator="EW14", on=day, value=18,
            note="Synthetic: survey among members",
        ),
    ]  # fmt: skip
    for reading in told:
        confirm_signal(by=officer, reading=reading, note="confirmed by telephone")
    indicator, value, note = SEEN.get(theatre.scenario.crisis_types[0], SEEN["DISPLACEMENT"])
    record_reading(
        by=officer, country=place, indicator=indicator, on=day, value=value, confidence=3, note=note
    )


def _raise(theatre: Theatre) -> None:
    evaluate_warnings(by=system_person(), countries=[theatre.scenario.country])


def _alert(theatre: Theatre) -> "Alert":
    return alerts_visible(theatre.person("coordinator")).get(country=theatre.scenario.country)


def _confirm(theatre: Theatre) -> None:
    confirm_alert(
        by=theatre.person("officer"),
        alert=_alert(theatre),
        context=theatre.scenario.tells(
            "context",
            "Synthetic: informal work is underbid, tension about jobs between host and refugee communities",
        ),
    )


def _call(theatre: Theatre) -> None:
    alert = _alert(theatre)
    call_alert(
        by=theatre.person("coordinator"),
        alert=alert,
        present=["TT_COORD", "CD", "RO"],
        record="Works with local authorities, places shared between both communities, are prepared.",
    )
    decide_no_regret(
        by=theatre.person("director"),
        alert=alert,
        decision="PREPARE",
        reason="Roads need repair in any case.",
    )


def play_without(theatre: Theatre) -> None:
    """Play a crisis that no warning came before: the ministry asks, and its request alone leads to a case."""
    asking.play(theatre)
    open_case(theatre, warned=False)


def open_case(theatre: Theatre, *, warned: bool = True) -> None:
    """Play how the request's decision opens the case, and the alert, where there was one, joins it."""
    theatre.act("cases", "case", before(theatre, 135), lambda: _join(theatre, warned=warned))
    theatre.props["case"] = cases_visible(theatre.person("coordinator")).get(name=theatre.scenario.title)


def _join(theatre: Theatre, *, warned: bool) -> None:
    coordinator = theatre.person("coordinator")
    case = asking.open_case(theatre)
    if warned:
        activate_alert(by=coordinator, alert=_alert(theatre), case=case)
    phase = course_of(theatre).phases[0]
    if not case.phases.filter(code=phase).exists():
        enter_phase(
            by=coordinator,
            case=case,
            phase=phase,
            reason=theatre.scenario.tells("phase", "The crisis has lasted for years."),
        )
        leave_phase(by=coordinator, case=case, phase="STABILISATION", reason="The first relief has ended.")
