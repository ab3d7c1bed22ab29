"""What threatens work in a country, said in words; and the alerts that wait for a person."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.page.panels import Wait, Waiting, wait
from mainstay.page.words import joined, named, number
from mainstay.watch.selectors import alerts_visible
from mainstay.watch.selectors.profile import Profile, SignalLine


def country_answer(profile: Profile, *, warned: bool = False) -> str:
    """Return the labour signals, the risk and the readiness of a country; `warned` with what crossed a threshold."""
    lines = {line.code: line for line in profile.signals}
    parts = []
    for code in ("YOUTH_UNEMPLOYMENT", "UNEMPLOYMENT"):
        if lines[code].value is not None:
            parts.append(_rate(lines[code]))
            break
    if lines["INFORMALITY"].value is not None:
        parts.append(
            gettext("{share} % of jobs informal").format(share=number(lines["INFORMALITY"].value, 0))
            + _age(lines["INFORMALITY"])
        )
    labour = joined(parts) or gettext("No labour figure is known: missing is not zero.")
    said = [labour, _risk(lines["INFORM"])]
    crossed = len(profile.warning.drivers) if warned and profile.warning else 0
    if crossed:
        text = ngettext(
            "{count} indicator is over its threshold.",
            "{count} indicators are over their thresholds.",
            crossed,
        )
        said.append(text.format(count=number(crossed)))
    if profile.alert is not None:
        said.append(gettext("An alert is open."))
    return " ".join(part for part in [*said, *_readiness(profile)] if part)


def _risk(line: SignalLine) -> str:
    """Return the risk, and how it moved where the year before stands in the same edition: others are not comparable."""
    if line.value is None:
        return ""
    facts = {"value": number(line.value, 1)}
    if line.change is None or line.change_since is None or line.across_editions:
        return gettext("INFORM risk {value} of 10.").format(**facts)
    facts["year"] = str(line.change_since.year)
    if not line.change:
        return gettext("INFORM risk {value} of 10, as in {year}.").format(**facts)
    facts["change"] = number(abs(line.change), 1)
    text = (
        gettext("INFORM risk {value} of 10, {change} more than in {year}.")
        if line.change > 0
        else gettext("INFORM risk {value} of 10, {change} less than in {year}.")
    )
    return text.format(**facts)


def _rate(line: SignalLine) -> str:
    words = gettext("{name} {value} %").format(
        name=named("signals.headline", line.code).partition(" (")[0], value=number(line.value, 0)
    )
    if line.stale or not line.change:
        return words + _age(line)
    way = gettext("and rising") if line.change > 0 else gettext("and falling")
    return f"{words} {way}{_age(line)}"


def _age(line: SignalLine) -> str:
    return f" ({line.on.year})" if line.on and (line.stale or line.behind) else ""


def _readiness(profile: Profile) -> list[str]:
    ready = profile.preparedness
    if ready is None:
        return []
    score = number(ready.score, 0)
    lacking = ready.lacking
    if not lacking:
        return [gettext("Preparedness {score} of 100: nothing is missing.").format(score=score)]
    first = named("preparedness_items", next(line.code for line in ready.lines if line.name == lacking[0]))
    if len(lacking) == 1:
        return [gettext("Preparedness {score} of 100: missing is {first}.").format(score=score, first=first)]
    return [
        gettext("Preparedness {score} of 100: {count} items are missing, first {first}.").format(
            score=score, count=number(len(lacking)), first=first
        )
    ]


@wait("watch.alerts", order=30)
def alerts_open(person: Person) -> Wait | None:
    """Return the alerts that are neither a case nor closed, for those who confirm them; in two queries."""
    if not may_anywhere(person, "watch.confirm_alert"):
        return None
    found = alerts_visible(person, open_only=True)
    count = found.count()
    rows = [
        Waiting(row.title, f"{reverse('country', args=[row.country_id])}#alerts", row.reference, late=row.state == "ALERT")
        for row in found[:8]
    ]  # fmt: skip
    words = ngettext("{count} open alert", "{count} open alerts", count).format(count=number(count))
    return Wait(gettext("Alerts"), words, count, rows, reverse("alerts"))
