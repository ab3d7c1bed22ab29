"""Recovery needs in words: horizons, how a cost came about, what a works scheme consists of."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from mainstay.assess.methods.recovery_needs import HORIZONS, CostedNeed
from mainstay.assess.models import RecoveryNeed, WorksScheme
from mainstay.page.words import money, number, percent


def horizon_said(code: str, *, months: bool = False) -> str:
    """Return the name of a horizon, with its months where they are wanted: “short term (months 0 to 6)”."""
    names = {
        "short": gettext("short term"), "medium": gettext("medium term"), "long": gettext("long term"),
        "all": gettext("all horizons"),
    }  # fmt: skip
    name = names.get(code, code)
    known = next((each for each in HORIZONS if each.code == code), None)
    if not months or known is None:
        return name
    return gettext("{horizon} (months {first} to {last})").format(
        horizon=name, first=number(known.first_month), last=number(known.last_month)
    )


def rise_said(price_rise: Decimal, source: str) -> str:
    """Return by how much prices rise in a year and who says so."""
    if not price_rise and not source:
        return gettext("Costs are in prices of the event: no price rise is set.")
    if not source:
        return gettext("Prices rise by {share} a year, the usual value of the playbook.").format(
            share=percent(float(price_rise), 1)
        )
    return gettext("Prices rise by {share} a year ({source}).").format(
        share=percent(float(price_rise), 1), source=source
    )


def reckoned(need: RecoveryNeed, costed: CostedNeed, price_rise: Decimal) -> str:
    """Return how the cost of a need was computed, step by step."""
    said = [_base(need), *_risen(need, costed, price_rise)]
    said += [
        gettext("{chapter} has {amount} of it as “{item}”; it is counted there and taken off here: {cost}.").format(
            chapter=need.elsewhere_chapter, amount=_exact(amount, need), item=need.elsewhere_item,
            cost=_exact(costed.cost, need),
        )
        for amount in costed.elsewhere.values()
    ]  # fmt: skip
    return " ".join(said)


def _base(need: RecoveryNeed) -> str:
    base = _exact(costed_base(need), need)
    if need.kind == "SUPPORT":
        return ngettext(
            "{people} person × {each} = {base}.", "{people} people × {each} = {base}.", need.beneficiaries
        ).format(people=number(need.beneficiaries), each=_exact(need.each_minor, need), base=base)
    if not need.better:
        return gettext("Damage at replacement cost: {base}.").format(base=base)
    return gettext("Damage {damage} × (1 + {better} to build back better) = {base}.").format(
        damage=_exact(need.damage_minor, need), better=percent(float(need.better), 1), base=base
    )


def costed_base(need: RecoveryNeed) -> int:
    """Return what a need costs in prices of the event, in minor units."""
    if need.kind == "SUPPORT":
        return need.beneficiaries * (need.each_minor or 0)
    return round((need.damage_minor or 0) * (1 + Decimal(need.better)))


def _risen(need: RecoveryNeed, costed: CostedNeed, price_rise: Decimal) -> list[str]:
    horizon = next(each for each in HORIZONS if each.code == need.horizon)
    if not price_rise:
        return []
    return [
        gettext("With a price rise of {share} a year over {years} years, the middle of the {horizon}: {full}.").format(
            share=percent(float(price_rise), 1), years=number(horizon.middle, 2), horizon=horizon_said(need.horizon),
            full=_exact(costed.full_cost, need),
        )
    ]  # fmt: skip


def _exact(minor: int | None, need: RecoveryNeed) -> str:
    return money(minor, need.currency, exact=True)


def joined_sum(parts: Sequence[tuple[str, int]], total: int, currency: str) -> str:
    """Return what a sum is made of: “tools USD 110 + works USD 300 = USD 410”; empty where it has no parts."""
    if not parts:
        return ""
    told = " + ".join(f"{name} {money(amount, currency, exact=True)}" for name, amount in parts)
    return f"{told} = {money(total, currency, exact=True)}"


def scheme_said(scheme: WorksScheme, currency: str) -> list[str]:
    """Return what a works scheme consists of, and whether its wage draws people from work that they have."""
    said = [
        gettext("{households} households × {days} days = {worker_days} worker-days at {wage} a day: {wages} in wages.").format(
            households=number(scheme.households), days=number(scheme.days), worker_days=number(scheme.worker_days),
            wage=money(scheme.wage_minor, currency, exact=True), wages=money(scheme.wages_minor, currency),
        ),
        gettext("Wages are {share} of the direct cost; with an overhead of {overhead} the scheme costs {cost}.").format(
            share=percent(float(scheme.labour_share), 0), overhead=percent(float(scheme.overhead), 0),
            cost=money(scheme.cost_minor, currency),
        ),
        gettext("The wage is not under the floor of {floor} ({name}).").format(
            floor=money(scheme.floor_minor, currency, exact=True), name=scheme.floor_name
        ),
    ]  # fmt: skip
    if scheme.market_minor is not None and scheme.wage_minor > scheme.market_minor:
        said.append(
            gettext("It lies above the local wage for unskilled work, {market}: it draws people from work.").format(
                market=money(scheme.market_minor, currency, exact=True)
            )
        )  # fmt: skip
    return said
