"""Triggers: what each says, what it would have done, every alarm with its readings; the map and its drills; accuracy."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.common.errors import NotFound, Reason
from mainstay.common.models import Country
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import counted, country_name, named, number, percent, told
from mainstay.playbook.schemas.triggers import TriggerRule
from mainstay.watch.methods.trigger_words import trigger_words, unit_of
from mainstay.watch.models import AccuracyPublication, Series, TriggerBackcast
from mainstay.watch.selectors.accuracy import accuracy_figures, published_accuracy, years_unpublished
from mainstay.watch.selectors.preparedness import drills_visible, trigger_map_visible
from mainstay.watch.selectors.triggers import trigger_visible, triggers_overview
from mainstay.watch.tables import OUTCOMES, STAGES, AlarmTable, TriggerTable

#: What a reading stands for in an alarm.
ROLES = {
    "value": _("reached the line"), "base": _("what it changed from"), "seen": _("the most seen before"),
    "quiet": _("the most in the quiet time"),
}  # fmt: skip


@door("watch.read_alerts")
def trigger_list(request: HttpRequest) -> HttpResponse:
    """Show the triggers with the figures of their back-cast."""
    rows = triggers_overview(who(request))
    shown = {
        "title": gettext("Triggers"),
        "question": gettext("Which readings raise an alert, and how often were they right?"),
        "answer": _list_answer(rows),
        "up": (reverse("watch"), gettext("Watch")),
        "acts": [(reverse("act", args=["watch", "backcast-triggers"]), gettext("Work it out"))]
        if may_anywhere(who(request), "watch.backcast_triggers")
        else [],
        "links": [
            (reverse("trigger_map"), gettext("Trigger map and drills")),
            (reverse("accuracy"), gettext("Accuracy of alerts")),
        ],
    }
    return listed(request, "page/list.html", TriggerTable(rows), shown, name="triggers")


def _list_answer(rows: list[dict[str, Any]]) -> str:
    used = sum(1 for row in rows if row["in_force"])
    tried = sum(1 for row in rows if row["made"])
    text = ngettext("{count} trigger raises alerts.", "{count} triggers raise alerts.", used)
    known = ngettext(
        "Of {count} it was worked out what it would have done.",
        "Of {count} it was worked out what they would have done.",
        tried,
    )
    none = gettext("Of none it was worked out what it would have done. Load the sources, then work it out.")
    idle = gettext("No trigger raises alerts.")
    return f"{counted(used, text, none=idle)} {counted(tried, known, none=none)}"


class AlarmFilter(forms.Form):
    """What the list of alarms is narrowed by."""

    stage = forms.ChoiceField(required=False, label=_("Stage"), choices=[("", _("All")), *STAGES.items()])
    outcome = forms.ChoiceField(
        required=False,
        label=_("Came out"),
        choices=[("", _("All")), *((code, word) for code, (_mark, word) in OUTCOMES.items())],
    )


@door("watch.read_alerts")
def trigger_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one trigger: what it says in words, its back-cast with intervals, every alarm of the past."""
    rule, made = trigger_visible(who(request), code)
    form = AlarmFilter(request.GET or None)
    wanted = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    rows = [row for row in _alarms(rule, made) if all(row[name] == value for name, value in wanted.items())]
    stages = made.document["stages"] if made else []
    shown = {
        "title": named("triggers", rule.code),
        "rule": rule,
        "made": made,
        "answer": _answer(rule, stages),
        "says": _said(rule),
        "heads": [STAGES[stage["stage"]] for stage in stages],
        "figures": _figures(rule, stages),
        "notes": [
            (STAGES[stage["stage"]], sentence(_note(note))) for stage in stages for note in stage["notes"]
        ],
    }
    return listed(
        request, "watch/trigger.html", AlarmTable(rows), shown, name=f"alarms-{rule.code}", filters=form
    )


def _note(note: Mapping[str, Any]) -> Reason:
    return Reason("trigger", note["msgid"], note["facts"])


def _said(rule: TriggerRule) -> list[tuple[Any, list[tuple[int, str]]]]:
    """Return the sentences of each part of a rule under its head."""
    names = dict(Series.objects.filter(code__in=rule.series).values_list("code", "name"))
    heads = {**STAGES, "event": gettext("What would prove it right")}
    said = [
        (heads[part], [(line.depth, sentence(line.said)) for line in lines])
        for part, lines in trigger_words(rule, names).items()
    ]
    if rule.event is not None:
        said[-1][1].insert(0, (0, named_event(rule)))
    return said


def _answer(rule: TriggerRule, stages: list[dict[str, Any]]) -> str:
    if not stages:
        return gettext("Nobody knows: it was not worked out yet what it would have done.")
    last = stages[-1]
    facts = {"alarms": number(last["alarms"]), "from": last["from"], "to": last["to"]}
    words = [gettext("From {from} to {to} it would have raised {alarms} alarms.").format(**facts)]
    if rule.event is None:
        words.append(gettext("Nothing is named that would prove one right."))
    elif last["precision"] is not None:
        text = gettext(
            "{share} of those of which is known what came were right, {chance} would have been by chance."
        )
        words.append(text.format(share=percent(last["precision"]), chance=percent(last["by_chance"])))
        if last["recall"] is not None:
            words.append(gettext("It announced {share} of the events.").format(share=percent(last["recall"])))
    if last["too_short"]:
        words.append(gettext("The history is too short to rely on it."))
    return " ".join(words)


def _share(stage: Mapping[str, Any], name: str) -> str:
    """Return a share with its intervals, as “11 % of 167 (95 %: 7–16; 68 %: 9–13)”."""
    if stage[name] is None:
        return "–"
    start = f"{name}_low_"
    levels = sorted((key.removeprefix(start) for key in stage if key.startswith(start)), reverse=True)
    spans = "; ".join(
        f"{level} %: {percent(stage[f'{name}_low_{level}'])}–{percent(stage[f'{name}_high_{level}'])}"
        for level in levels
    )
    text = gettext("{share} of {among} ({spans})")
    return text.format(share=percent(stage[name]), among=number(stage[f"{name}_of"]), spans=spans)


def _figures(rule: TriggerRule, stages: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return the figures of a back-cast: a label, and a cell for each stage."""
    rows = [
        (gettext("Countries"), [number(stage["countries"]) for stage in stages]),
        (gettext("Judged"), [_span(stage) for stage in stages]),
        (gettext("Alarms"), [number(stage["alarms"]) for stage in stages]),
        (gettext("Alarms a year in one country"), [_rate(stage) for stage in stages]),
        (gettext("Years of a country with an alarm"), [_share(stage, "likelihood") for stage in stages]),
    ]
    if rule.event is None:
        return rows
    return [
        *rows,
        (
            gettext("Right, of those whose outcome is known"),
            [_share(stage, "precision") for stage in stages],
        ),
        (gettext("Right by chance"), [_share(stage, "by_chance") for stage in stages]),
        (gettext("False alarms"), [_share(stage, "false_alarms") for stage in stages]),
        (gettext("Events announced"), [_share(stage, "recall") for stage in stages]),
        (gettext("Events missed"), [_share(stage, "misses") for stage in stages]),
        (gettext("Came when the event had begun"), [number(stage["late"]) for stage in stages]),
        (gettext("Lead time"), [_lead(stage, rule.period) for stage in stages]),
    ]


def _span(stage: Mapping[str, Any]) -> str:
    if stage["from"] is None:
        return "–"
    text = gettext("{from} to {to}, {years} years of countries")
    return text.format(
        **{"from": stage["from"], "to": stage["to"], "years": number(stage["country_years"], 0)}
    )


def _rate(stage: Mapping[str, Any]) -> str:
    if stage["alarms_per_country_year"] is None:
        return "–"
    low, middle, high = (
        number(stage[name], 3) for name in ("rate_low", "alarms_per_country_year", "rate_high")
    )
    return f"{middle} ({low}–{high})"


def _lead(stage: Mapping[str, Any], period: str) -> str:
    if stage["lead_median"] is None:
        return "–"
    facts = {name: number(stage[f"lead_{name}"], 0) for name in ("median", "low", "high")}
    unit = gettext(unit_of(period, 2))
    return gettext("{median} in the middle, half of them {low}–{high} ({unit})").format(**facts, unit=unit)


def _alarms(rule: TriggerRule, made: TriggerBackcast | None) -> list[dict[str, Any]]:
    """Return a row for each alarm of the past, the latest first."""
    rows = [alarm for stage in (made.document["stages"] if made else []) for alarm in stage["alarm_list"]]
    countries = Country.objects.in_bulk({row["country"] for row in rows})
    return [
        row | {"code": rule.code, "name": _country(countries, row["country"])}
        for row in sorted(rows, key=lambda row: (row["first"], row["country"]), reverse=True)
    ]


def _country(countries: Mapping[str, Country], iso3: str) -> str:
    held = countries.get(iso3)
    return country_name(held.names, held.name) if held else iso3


@door("watch.read_alerts")
def alarm_page(request: HttpRequest, code: str, stage: str, iso3: str, period: str) -> HttpResponse:
    """Show one alarm of the past with the readings that it rests on, and what came of it."""
    rule, made = trigger_visible(who(request), code)
    found = next(
        (
            row
            for row in _alarms(rule, made)
            if (row["stage"], row["country"], row["first"]) == (stage, iso3.upper(), period)
        ),
        None,
    )
    if found is None:
        raise NotFound("unknown_alarm", noop("There is no such alarm in the back-cast of this trigger."))
    names = dict(Series.objects.filter(code__in=rule.series).values_list("code", "name"))
    shown = {
        "rule": rule,
        "made": made,
        "trigger": named("triggers", rule.code),
        "alarm": found,
        "stage": STAGES[found["stage"]],
        "outcome": OUTCOMES[found["outcome"]],
        "answer": _alarm_answer(rule, found),
        "known": Country.objects.filter(pk=found["country"]).exists(),
        "readings": [row | {"name": names.get(row["series"], row["series"]), "says": ROLES[row["role"]]} for row in found["readings"]],
    }  # fmt: skip
    return render(request, "watch/trigger_alarm.html", shown)


def _alarm_answer(rule: TriggerRule, alarm: Mapping[str, Any]) -> str:
    words = [
        gettext("It would have stood from {first} to {last}.").format(
            first=alarm["first"], last=alarm["last"]
        )
    ]
    if alarm["event"] is not None:
        facts = {"event": named_event(rule), "on": alarm["event"]}
        words.append(gettext("What came: {event}, in {on}.").format(**facts))
    elif alarm["outcome"] == "false":
        words.append(gettext("The event did not come within its window."))
    elif alarm["outcome"] == "late":
        words.append(gettext("The event had begun already."))
    else:
        words.append(gettext("What came of it is not known."))
    return " ".join(words)


def named_event(rule: TriggerRule) -> str:
    """Return what counts as the event of a trigger, in the reader's language."""
    return told("triggers", rule.code, "event_name")


@door("watch.read_trigger_map")
def map_page(request: HttpRequest) -> HttpResponse:
    """Show which trigger calls for which response in which country, and every drill."""
    rows = list(trigger_map_visible(who(request)))
    tried = sum(1 for row in rows if row.tested_on)
    text = ngettext("{count} row in the trigger map.", "{count} rows in the trigger map.", len(rows))
    proved = ngettext(
        "{count} was tried in its present form.", "{count} were tried in their present form.", tried
    )
    none = gettext("No country has a trigger map yet. Write its first row on the country's page.")
    words = [counted(len(rows), text, none=none)]
    if rows:
        words.append(counted(tried, proved, none=gettext("None was tried in its present form.")))
    shown = {"rows": rows, "drills": drills_visible(who(request))[:100], "answer": " ".join(words)}
    return render(request, "watch/trigger_map.html", shown)


@door("watch.read_profile")
def accuracy_page(request: HttpRequest) -> HttpResponse:
    """Show how often the alerts of each year were right, as published; for coordinators what waits to be."""
    person = who(request)
    publishes = isinstance(person, Person) and may_anywhere(person, "watch.publish_accuracy")
    waiting = [(year, accuracy_figures(year)) for year in years_unpublished()] if publishes else []
    published = list(published_accuracy())
    shown = {
        "answer": _accuracy_answer(published),
        "published": [(row, _accuracy_lines(row.figures)) for row in published],
        "waiting": [(year, _accuracy_lines(figures)) for year, figures in waiting],
        "publishes": publishes,
        # Who published is a matter of the house; the public reads when and what.
        "signed_in": isinstance(person, Person),
    }
    return render(request, "watch/accuracy.html", shown)


def _accuracy_answer(published: Iterable[AccuracyPublication]) -> str:
    last = next(iter(published), None)
    if last is None:
        return gettext("No year is published yet.")
    facts = {
        "year": str(last.year),
        "alerts": number(last.figures["alerts"]),
        "hits": number(last.figures["hits"]),
    }
    facts |= {"false": number(last.figures["false"]), "missed": number(last.figures["missed"])}
    return gettext(
        "{year}: {alerts} alerts; {hits} came true, {false} were false, {missed} events came without one."
    ).format(**facts)


def _accuracy_lines(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of a year as they are read: each share with its intervals."""

    def said(held: Mapping[str, Any]) -> str:
        if held["share"] is None:
            return "–"
        flat = {"x": held["share"], "x_of": held["among"]}
        for level, (low, high) in held["intervals"].items():
            flat |= {f"x_low_{level}": low, f"x_high_{level}": high}
        return _share(flat, "x")

    return {**figures, "precision": said(figures["precision"]), "recall": said(figures["recall"])}
