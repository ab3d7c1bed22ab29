"""Safeguards of a person who is to start: age, free choice, wage, contract, insurance, induction, consent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mainstay.common.errors import Reason
from mainstay.common.periods import age_on
from mainstay.common.texts import noop as _

from .law import Check

Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StartFacts:
    """What is known of a worker and a contract before the first day; `card` names her without her name."""

    card: str
    first_day: date
    born: date | None = None
    birth_year: int | None = None
    age_doubt_open: bool = False
    free_choice: bool = True
    fee_reported: bool = False
    day_minor: int = 0
    floor_minor: int = 0
    class_minor: int = 0
    signed_on: date | None = None
    language_known: bool = True
    terms_missing: tuple[str, ...] = ()
    selected: bool = True
    insured_from: date | None = None
    inducted_on: date | None = None
    consent: bool = False


def _age(facts: StartFacts, params: Params) -> Reason | None:
    least = params.get("min_age_hazardous", 18)
    age = age_on(facts.first_day, born=facts.born, birth_year=facts.birth_year)
    told = {"card": facts.card, "least": least}
    if age is None or facts.age_doubt_open:
        return Reason(
            "age_unknown",
            _(
                "{card}: the age is not verified ({safeguard}). Record a document or the community's word; until then nobody starts."
            ),
            told,
        )
    if age < least:
        return Reason(
            "too_young",
            _(
                "{card} would be {age} on the first day; works take people from {least} ({safeguard}). Offer training instead."
            ),
            {**told, "age": age},
        )
    return None


def _free(facts: StartFacts, params: Params) -> Reason | None:
    if facts.free_choice:
        return None
    return Reason(
        "not_free", _("{card} did not choose this work freely ({safeguard}). {remedy}."), {"card": facts.card}
    )


def _fee(facts: StartFacts, params: Params) -> Reason | None:
    if not facts.fee_reported:
        return None
    return Reason(
        "fee_paid", _("{card} was asked for a fee to get work ({safeguard}). {remedy}."), {"card": facts.card}
    )


def _floor(facts: StartFacts, params: Params) -> Reason | None:
    if facts.floor_minor and facts.day_minor >= facts.floor_minor:
        return None
    if not facts.floor_minor:
        return Reason(
            "no_floor",
            _(
                "No legal or agreed minimum is recorded for {day} ({safeguard}). Enter it with its source first."
            ),
            {"day": facts.first_day},
        )
    return Reason(
        "under_floor",
        _("{card}: the wage {wage} a day is under the floor {floor} ({safeguard}). Pay at least the floor; shorten hours or rotate instead."),
        {"card": facts.card, "wage": facts.day_minor, "floor": facts.floor_minor},
    )  # fmt: skip


def _equal(facts: StartFacts, params: Params) -> Reason | None:
    if facts.day_minor == facts.class_minor:
        return None
    return Reason(
        "unequal_pay",
        _(
            "{card}: {wage} a day differs from the rate {rate} of the task class ({safeguard}). Same work, same rate: level up."
        ),
        {"card": facts.card, "wage": facts.day_minor, "rate": facts.class_minor},
    )


def _contract(facts: StartFacts, params: Params) -> Reason | None:
    told = {"card": facts.card}
    if facts.signed_on is None or facts.signed_on > facts.first_day:
        return Reason(
            "not_signed",
            _("{card}: the contract is not signed before the first day ({safeguard}). {remedy}."),
            told,
        )
    if facts.terms_missing:
        missing = ", ".join(facts.terms_missing)
        return Reason(
            "terms_missing",
            _("{card}: the contract does not say: {missing} ({safeguard})."),
            {**told, "missing": missing},
        )
    if not facts.language_known:
        return Reason(
            "language",
            _(
                "{card}: read the contract aloud in a language the worker knows, before a witness ({safeguard})."
            ),
            told,
        )
    return None


def _selected(facts: StartFacts, params: Params) -> Reason | None:
    if facts.selected:
        return None
    return Reason(
        "not_selected",
        _("{card} was not selected by published criteria ({safeguard}). Record the selection first."),
        {"card": facts.card},
    )


def _insured(facts: StartFacts, params: Params) -> Reason | None:
    if facts.insured_from is not None and facts.insured_from <= facts.first_day:
        return None
    return Reason(
        "not_insured",
        _(
            "{card} is on no accident insurance list for the first day ({safeguard}). Put the worker on the list first."
        ),
        {"card": facts.card},
    )


def _inducted(facts: StartFacts, params: Params) -> Reason | None:
    if facts.inducted_on is not None and facts.inducted_on <= facts.first_day:
        return None
    return Reason(
        "not_inducted",
        _("{card} has had no induction before the first day ({safeguard}). {remedy}."),
        {"card": facts.card},
    )


def _consented(facts: StartFacts, params: Params) -> Reason | None:
    if facts.consent:
        return None
    return Reason(
        "no_consent",
        _(
            "{card}: no consent or other legal basis is recorded for registration and pay ({safeguard}). Read the text aloud and record the answer."
        ),
        {"card": facts.card},
    )


#: What is asked when a contract is signed.
CONTRACT_CHECKS: Mapping[str, Check[StartFacts]] = {
    "SG-AGE-01": _age,
    "SG-FL-01": _free,
    "SG-FL-02": _fee,
    "SG-WAGE-01": _floor,
    "SG-WAGE-05": _equal,
    "SG-CON-01": _contract,
    "SG-EQ-01": _selected,
    "SG-DAT-01": _consented,
}
#: What is asked besides when a person starts.
READY_CHECKS: Mapping[str, Check[StartFacts]] = {"SG-OSH-05": _insured, "SG-OSH-03": _inducted}
START_CHECKS: Mapping[str, Check[StartFacts]] = {**CONTRACT_CHECKS, **READY_CHECKS}
