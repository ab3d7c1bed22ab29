"""What recovery needs: stated with its source, changed with a reason, taken back, costed at a price rise."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.methods.recovery_needs import NEGATIVE
from mainstay.assess.models import Assessment, NeedCover, RecoveryCosting, RecoveryNeed, WorksScheme
from mainstay.assess.selectors.needs import costed, price_rise_of
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, RuleBroken
from mainstay.common.money import from_minor
from mainstay.common.texts import noop as _

from .evidence import check_open

ABOVE_NOTHING = Reason("need.above_nothing", _("is to be above 0"))
MISSING = Reason("need.missing", _("is missing"))
TOO_LARGE = Reason("need.too_large", _("is larger than a country has"))
#: What a table can hold, and no need reaches: people, what is added to a damage, money in minor units.
MOST = {"beneficiaries": 2_000_000_000, "better": 9}
MOST_MINOR = 10**17
AHEAD = Reason("need.ahead", _("lies ahead"))


def record_support(
    *,
    by: Person,
    assessment: Assessment,
    item: str,
    horizon: str,
    beneficiaries: int,
    each_minor: int,
    source: str,
    as_of: date,
    currency: str = "",
    elsewhere_chapter: str = "",
    elsewhere_item: str = "",
    elsewhere_minor: int = 0,
) -> RecoveryNeed:
    """Return a need that is costed per person: works, grants, skills, top-ups of social protection.

    `each_minor` is the whole cost of one person over the horizon, in prices of the event.
    """
    return _record(
        by,
        assessment,
        {
            "kind": "SUPPORT", "item": item, "horizon": horizon, "beneficiaries": beneficiaries, "each_minor": each_minor,
            "source": source, "as_of": as_of, "currency": currency, "elsewhere_chapter": elsewhere_chapter,
            "elsewhere_item": elsewhere_item, "elsewhere_minor": elsewhere_minor,
        },
    )  # fmt: skip


def record_rebuilding(
    *,
    by: Person,
    assessment: Assessment,
    item: str,
    horizon: str,
    damage_minor: int,
    source: str,
    as_of: date,
    better: Decimal = Decimal(0),
    beneficiaries: int = 0,
    currency: str = "",
    elsewhere_chapter: str = "",
    elsewhere_item: str = "",
    elsewhere_minor: int = 0,
) -> RecoveryNeed:
    """Return a need that replaces what was destroyed: the damage at replacement cost and the share to build back better."""
    return _record(
        by,
        assessment,
        {
            "kind": "RECONSTRUCTION", "item": item, "horizon": horizon, "damage_minor": damage_minor, "better": better,
            "beneficiaries": beneficiaries, "source": source, "as_of": as_of, "currency": currency,
            "elsewhere_chapter": elsewhere_chapter, "elsewhere_item": elsewhere_item, "elsewhere_minor": elsewhere_minor,
        },
    )  # fmt: skip


def _record(by: Person, assessment: Assessment, told: Mapping[str, Any]) -> RecoveryNeed:
    with act("assess.record_need", by=by, on=assessment) as entry:
        check_open(assessment)
        need = RecoveryNeed(assessment=assessment, recorded_by=by, recorded_at=clock.now(), **_tidy(told))
        need.currency = _currency(assessment, need.currency)
        _check(need)
        _keep(need)
        entry.on(need)
        entry.note(
            need=need.pk, kind=need.kind, item=need.item, horizon=need.horizon, source=need.source,
            each=need.each_minor, beneficiaries=need.beneficiaries, damage=need.damage_minor,
            elsewhere=need.elsewhere_minor, currency=need.currency,
        )  # fmt: skip
    return need


def change_need(
    *,
    by: Person,
    need: RecoveryNeed,
    reason: str,
    item: str | None = None,
    horizon: str | None = None,
    beneficiaries: int | None = None,
    each_minor: int | None = None,
    damage_minor: int | None = None,
    better: Decimal | None = None,
    source: str | None = None,
    as_of: date | None = None,
    elsewhere_chapter: str | None = None,
    elsewhere_item: str | None = None,
    elsewhere_minor: int | None = None,
) -> RecoveryNeed:
    """Change a need with a reason; what is left out stays. With 0 as what is held elsewhere, no other chapter has it."""
    told = {
        "item": item, "horizon": horizon, "beneficiaries": beneficiaries, "each_minor": each_minor,
        "damage_minor": damage_minor, "better": better, "source": source, "as_of": as_of,
        "elsewhere_chapter": elsewhere_chapter, "elsewhere_item": elsewhere_item, "elsewhere_minor": elsewhere_minor,
    }  # fmt: skip
    with act("assess.record_need", by=by, on=need, reason=reason) as entry:
        check_open(need.assessment)
        _check_stands(need)
        _check_reason(reason)
        given = _tidy({name: value for name, value in told.items() if value is not None})
        if elsewhere_minor == 0:
            given |= {"elsewhere_chapter": "", "elsewhere_item": ""}
        _refuse_beside_scheme(need, given)
        for name, value in given.items():
            entry.change(name, getattr(need, name), value)
            setattr(need, name, value)
        _check(need)
        _keep(need)
    return need


def _refuse_beside_scheme(need: RecoveryNeed, given: Mapping[str, Any]) -> None:
    """Refuse a size that does not come from the scheme by which a need was sized."""
    sized = {"beneficiaries", "each_minor"} & {
        name for name, value in given.items() if value != getattr(need, name)
    }
    if sized and WorksScheme.objects.filter(need=need).exists():
        raise RuleBroken(
            "need_sized",
            _(
                "The size of this need comes from its works scheme. Size the scheme again; the need follows it."
            ),
        )


def withdraw_need(*, by: Person, need: RecoveryNeed, reason: str) -> RecoveryNeed:
    """Take a need back with a reason; it stays on record and counts nowhere."""
    with act("assess.record_need", by=by, on=need, reason=reason) as entry:
        check_open(need.assessment)
        _check_reason(reason)
        state = rules.NEED.move(need.state, "withdraw")
        entry.change("state", need.state, state)
        need.state = state
        need.save(update_fields=["state"])
    return need


def set_price_rise(
    *, by: Person, assessment: Assessment, price_rise: Decimal, source: str
) -> RecoveryCosting:
    """Set by which share prices rise in a year, with its source; every need is costed with it from now on."""
    with act("assess.record_need", by=by, on=assessment) as entry:
        check_open(assessment)
        if not -1 < price_rise <= 10 or not source.strip():
            raise BadInput(
                "price_rise",
                _("Give the yearly price rise as a share, 0.05 for 5 %, and its source."),
            )
        entry.change("price_rise", price_rise_of(assessment)[0], price_rise)
        entry.note(source=source.strip())
        made, _made = RecoveryCosting.objects.update_or_create(
            assessment=assessment,
            defaults={
                "price_rise": price_rise,
                "source": source.strip(),
                "set_by": by,
                "set_at": clock.now(),
            },
        )
    return made


def record_cover(
    *, by: Person, need: RecoveryNeed, organisation: str, amount_minor: int, source: str, as_of: date
) -> NeedCover:
    """Return what somebody else gives or firmly plans for a need; what is more than the need fills no other gap."""
    with act("assess.record_need", by=by, on=need) as entry:
        check_open(need.assessment)
        _check_stands(need)
        problems = [
            Problem(MISSING, field=name)
            for name, text in (("organisation", organisation), ("source", source))
            if not text.strip()
        ]
        if amount_minor > MOST_MINOR:
            problems.append(Problem(TOO_LARGE, field="amount_minor"))
        if amount_minor <= 0:
            problems.append(Problem(ABOVE_NOTHING, field="amount_minor"))
        if as_of > clock.today():
            problems.append(Problem(AHEAD, field="as_of"))
        _refuse(problems)
        made = NeedCover.objects.create(
            need=need,
            organisation=organisation.strip(),
            amount_minor=amount_minor,
            source=source.strip(),
            as_of=as_of,
            recorded_by=by,
            recorded_at=clock.now(),
        )
        entry.note(cover=made.pk, organisation=made.organisation, amount=amount_minor, source=made.source)
    return made


def withdraw_cover(*, by: Person, cover: NeedCover, reason: str) -> NeedCover:
    """Take back what was said to cover a need, with a reason; the gap is open again."""
    with act("assess.record_need", by=by, on=cover, reason=reason) as entry:
        check_open(cover.need.assessment)
        _check_reason(reason)
        state = rules.NEED.move(cover.state, "withdraw")
        entry.change("state", cover.state, state)
        cover.state = state
        cover.save(update_fields=["state"])
    return cover


def _tidy(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with their texts in single spaces."""
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value for name, value in told.items()
    }


def _currency(assessment: Assessment, given: str) -> str:
    """Return the currency of a need: that of the needs there are, the one given, or that of the country."""
    held = assessment.needs.filter(state="OPEN").values_list("currency", flat=True).first()
    chosen = given.upper() or held or assessment.country.currency or "USD"
    if held and chosen != held:
        raise BadInput(
            "need_currency",
            _("The needs of this assessment are in {held}, so that they add up. Give this one in {held}."),
            held=held,
        )
    return chosen


def _check(need: RecoveryNeed) -> None:
    """Refuse a need that cannot be costed, field by field."""
    problems = [Problem(MISSING, field=name) for name in ("item", "source") if not getattr(need, name)]
    if need.horizon not in rules.HORIZON_CODES:
        told = _("is none of {known}")
        known = {"known": ", ".join(rules.HORIZON_CODES)}
        problems.append(Problem(Reason("need.horizon", told, known), field="horizon"))
    problems += _out_of_bounds(need)
    if need.as_of > clock.today():
        problems.append(Problem(AHEAD, field="as_of"))
    _refuse(problems + _foreign(need))
    _check_elsewhere(need)


def _out_of_bounds(need: RecoveryNeed) -> list[Problem]:
    """Return the numbers of a need that are too small for what they say, or larger than a country."""
    support = need.kind == "SUPPORT"
    above = ("beneficiaries", "each_minor") if support else ("damage_minor",)
    least = ("elsewhere_minor",) if support else ("elsewhere_minor", "better", "beneficiaries")
    numbers = {name: getattr(need, name) or 0 for name in {*above, *least}}
    return [
        *(Problem(ABOVE_NOTHING, field=name) for name in above if numbers[name] <= 0),
        *(Problem(NEGATIVE, field=name) for name in least if numbers[name] < 0),
        *(
            Problem(TOO_LARGE, field=name)
            for name in sorted(numbers)
            if numbers[name] > MOST.get(name, MOST_MINOR)
        ),
    ]


def _foreign(need: RecoveryNeed) -> list[Problem]:
    """Return what a need holds that belongs to the other kind."""
    support = need.kind == "SUPPORT"
    strange = (
        {"damage_minor": need.damage_minor, "better": need.better}
        if support
        else {"each_minor": need.each_minor}
    )
    told = Reason(
        "need.kind", _("belongs to the other kind of need: people are supported, assets are rebuilt")
    )
    return [Problem(told, field=name) for name, value in strange.items() if value]


def _check_elsewhere(need: RecoveryNeed) -> None:
    """Refuse what another chapter has without saying which and as what, and more than the need costs."""
    named = [bool(need.elsewhere_chapter), bool(need.elsewhere_item), need.elsewhere_minor > 0]
    if any(named) and not all(named):
        raise BadInput(
            "need_elsewhere",
            _(
                "What another chapter has of a need is told whole: its chapter, its item there, and the amount."
            ),
        )
    check_elsewhere_fits(need)


def check_elsewhere_fits(need: RecoveryNeed) -> None:
    """Refuse a need of which another chapter has more than it costs in all."""
    rise = price_rise_of(need.assessment)[0]
    full = costed([need], price_rise=rise).lines[0].full_cost
    if need.elsewhere_minor > full:
        raise BadInput(
            "need_elsewhere_more",
            _(
                "{chapter} cannot have {more} of a need that costs {full} in all. Give what it has of this need."
            ),
            chapter=need.elsewhere_chapter,
            more=str(from_minor(need.elsewhere_minor, need.currency)),
            full=str(from_minor(full, need.currency)),
        )


def _keep(need: RecoveryNeed) -> None:
    """Save a need; the table keeps an item once in each horizon."""
    try:
        with transaction.atomic():
            need.save()
    except IntegrityError as fault:
        twice = RecoveryNeed.objects.filter(
            assessment=need.assessment, state="OPEN", horizon=need.horizon, item__iexact=need.item
        )
        if not twice.exclude(pk=need.pk).exists():
            raise
        raise BadInput(
            "need_twice",
            _(
                "{item} stands already among the needs of this horizon. Change that one, so that it counts once."
            ),
            item=need.item,
        ) from fault


def _check_stands(need: RecoveryNeed) -> None:
    if need.state != "OPEN":
        raise RuleBroken("need_withdrawn", _("This need was withdrawn; it counts nowhere. Record a new one."))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("need_reason", _("Say why: the figures of the chapter change with it."))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise BadInput("need", _("The need cannot be costed like this; correct it."), problems=problems)
