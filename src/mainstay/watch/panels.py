"""What threatens work in a country, said in words: the answer on top of its page."""

from django.utils.translation import gettext

from mainstay.page.words import named, number
from mainstay.watch.selectors.profile import Profile, SignalLine


def country_answer(profile: Profile) -> str:
    """Return the labour signals, the risk and the readiness of a country in two sentences."""
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
    labour = ", ".join(parts) if parts else gettext("No labour figure is known: missing is not zero")
    risk = lines["INFORM"]
    if risk.value is not None:
        change = f" ({risk.change:+.1f})" if risk.change else ""
        labour += f"; INFORM {number(risk.value, 1)}{change}"
    return " ".join([f"{labour}.", *_readiness(profile)])


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
            score=score, count=len(lacking), first=first
        )
    ]
