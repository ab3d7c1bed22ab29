"""What donors give: pledges, commitments, money received, and the rates at which it counts in dollars."""

from datetime import date, timedelta
from decimal import Decimal

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.money import convert
from mainstay.common.texts import noop as _
from mainstay.fund import rules
from mainstay.fund.models import Account, Contribution, ExchangeRate
from mainstay.partners.models import Organisation

from .ledger import Posting, book


def set_rate(*, by: Person, currency: str, day: date, usd: Decimal, source: str) -> ExchangeRate:
    """Return the rate: how many US dollars one unit of `currency` was worth on `day`, and who says so."""
    with act("fund.set_rate", by=by) as entry:
        rate, _made = ExchangeRate.objects.update_or_create(
            currency=currency, day=day, defaults={"usd": usd, "source": source}
        )
        entry.on(rate)
        entry.note(currency=currency, day=day, usd=usd, source=source)
    return rate


def rate_on(currency: str, day: date) -> ExchangeRate | None:
    """Return the newest rate of `currency` up to `day`; None for dollars; raise `RuleBroken` when it is too old."""
    if currency == "USD":
        return None
    limit = playbook.current().fund.allocation.rate_max_age_days
    found = ExchangeRate.objects.filter(currency=currency, day__lte=day, day__gte=day - timedelta(days=limit))
    rate = found.order_by("-day").first()
    if rate is None:
        raise RuleBroken(
            "rate_missing",
            _("There is no rate for {currency} from the {days} days to {day}. Enter one with its source."),
            currency=currency,
            days=limit,
            day=day.isoformat(),
        )
    return rate


def record_pledge(
    *,
    by: Person,
    donor: Organisation,
    title: str,
    currency: str,
    amount: int,
    earmark: str = "NONE",
    earmark_key: str = "",
    management_share: Decimal = Decimal(0),
    conditions: str = "",
    pledged_on: date | None = None,
    expected_on: date | None = None,
    synthetic: bool = False,
) -> Contribution:
    """Return a pledge of `amount` minor units of `currency`; nothing can be spent from it until money is received."""
    with act("fund.record_pledge", by=by) as entry:
        number = Contribution.objects.count() + 1
        contribution = Contribution.objects.create(
            reference=f"C-{clock.today().year}-{number:04d}",
            donor=donor,
            title=title,
            currency=currency,
            amount=amount,
            earmark=earmark,
            earmark_key=earmark_key,
            management_share=management_share,
            conditions=conditions,
            pledged_on=pledged_on or clock.today(),
            expected_on=expected_on,
            synthetic=synthetic,
            recorded_by=by,
        )
        entry.on(contribution)
        entry.note(amount=amount, currency=currency, earmark=[earmark, earmark_key])
    return contribution


def record_contribution(*, by: Person, contribution: Contribution, memo: str = "") -> None:
    """Record that the donor signed: the pledge becomes a claim."""
    with act("fund.record_contribution", by=by, on=contribution) as entry:
        new = rules.PLEDGE.move(contribution.state, "commit")
        rate = rate_on(contribution.currency, clock.today())
        usd = _in_usd(contribution.amount, contribution.currency, rate)
        book(
            [
                Posting("RECEIVABLE", contribution, contribution.amount, usd, rate=rate),
                Posting("PROMISED", contribution, contribution.amount, usd, rate=rate),
            ],
            verb="commit",
            memo=memo or contribution.title,
            by=by,
            value_on=clock.today(),
        )
        entry.change("state", contribution.state, new)
        contribution.state = new
        contribution.save(update_fields=["state"])


def _in_usd(amount: int, currency: str, rate: ExchangeRate | None) -> int:
    return amount if rate is None else convert(amount, currency, rate.usd, "USD")


def record_receipt(
    *, by: Person, contribution: Contribution, amount: int, received_on: date | None = None
) -> None:
    """Record money received, in minor units; from now on it can be spent, at the rate of this day."""
    with act("fund.record_receipt", by=by, on=contribution) as entry:
        day = received_on or clock.today()
        claim = Account.objects.select_for_update().get(kind="RECEIVABLE", contribution=contribution)
        if amount > claim.balance:
            raise RuleBroken(
                "more_than_signed",
                _(
                    "{reference}: more was received than is still due. Record the increase as a contribution of its own."
                ),
                reference=contribution.reference,
            )
        rest = amount == claim.balance
        claimed_usd = claim.balance_usd if rest else claim.balance_usd * amount // claim.balance
        rate = rate_on(contribution.currency, day)
        usd = _in_usd(amount, contribution.currency, rate)
        book(
            [
                Posting("RECEIVABLE", contribution, -amount, -claimed_usd),
                Posting("PROMISED", contribution, -amount, -claimed_usd),
                Posting("CASH", contribution, amount, usd, rate=rate),
                Posting("FREE", contribution, amount, usd, rate=rate),
            ],
            verb="receive",
            memo=contribution.title,
            by=by,
            value_on=day,
        )
        new = rules.PLEDGE.move(contribution.state, "receive_all" if rest else "receive_part")
        entry.change("state", contribution.state, new)
        entry.note(amount=amount, currency=contribution.currency, usd_cents=usd)
        contribution.state = new
        contribution.save(update_fields=["state"])


def withdraw_pledge(*, by: Person, contribution: Contribution, reason: str) -> None:
    """Record that a donor takes a pledge back before any of it came; a signed claim is written off with it."""
    with act("fund.record_pledge", by=by, on=contribution, reason=reason) as entry:
        new = rules.PLEDGE.move(contribution.state, "withdraw")
        if not reason.strip():
            raise BadInput("reason_missing", _("Say what the donor wrote; the next plan learns from it."))
        claim = (
            Account.objects.select_for_update().filter(kind="RECEIVABLE", contribution=contribution).first()
        )
        if claim is not None and claim.balance < contribution.amount:
            raise RuleBroken(
                "received_in_part",
                _("Part of {reference} has come in. Ask the donor for a reduction, and record it as such."),
                reference=contribution.reference,
            )
        if claim is not None:
            book(
                [
                    Posting("RECEIVABLE", contribution, -claim.balance, -claim.balance_usd),
                    Posting("PROMISED", contribution, -claim.balance, -claim.balance_usd),
                ],
                verb="withdraw",
                memo=reason,
                by=by,
                value_on=clock.today(),
            )
        entry.change("state", contribution.state, new)
        contribution.state = new
        contribution.save(update_fields=["state"])


def mark_overdue() -> int:
    """Mark, as the system, promised money whose day has passed, and tell who raises money; return how many."""
    late = Contribution.objects.filter(
        state__in=["PLEDGED", "COMMITTED", "PART_RECEIVED"], expected_on__lt=clock.today()
    )
    found = list(late.select_related("donor"))
    for contribution in found:
        with act("fund.mark_overdue", by=system_person(), on=contribution) as entry:
            new = rules.PLEDGE.move(contribution.state, "mark_overdue")
            entry.change("state", contribution.state, new)
            contribution.state = new
            contribution.save(update_fields=["state"])
            notices.tell(
                holders_of(["RM", "FUND"], []), "money_overdue",
                _("{reference} of {donor} was expected on {on} and has not come. Ask the donor."),
                key=f"overdue:{contribution.pk}:{contribution.expected_on}", reference=contribution.reference,
                donor=contribution.donor.name, on=contribution.expected_on.isoformat() if contribution.expected_on else "",
            )  # fmt: skip
    return len(found)
