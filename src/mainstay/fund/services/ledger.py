"""The double-entry ledger: every booking sums to zero in its currency and in dollars, and no account goes below zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.fund import rules
from mainstay.fund.models import Account, Contribution, ExchangeRate, Grant, LedgerEntry, LedgerLine


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of a booking: how much an account grows (above zero) or shrinks, in its currency and in US cents."""

    kind: str
    contribution: Contribution
    amount: int
    amount_usd: int
    grant: Grant | None = None
    rate: ExchangeRate | None = None


def _signed(kind: str, amount: int) -> int:
    return amount if kind in rules.DEBIT_NORMAL else -amount


def book(
    postings: Sequence[Posting],
    *,
    verb: str,
    memo: str,
    by: Person,
    value_on: date,
    reverses: LedgerEntry | None = None,
) -> LedgerEntry:
    """Return the balanced entry made of `postings`; call it inside an act.

    Raises `RuleBroken` when an account would go below zero. Accounts are locked in the order of their keys, so that
    two bookings at once never wait for each other in a circle.
    """
    if sum(_signed(p.kind, p.amount) for p in postings) or sum(
        _signed(p.kind, p.amount_usd) for p in postings
    ):
        raise ValueError(f"the booking {verb} does not balance")
    accounts = [_account(posting) for posting in postings]
    locked = Account.objects.select_for_update().in_bulk(sorted({account.pk for account in accounts}))
    entry = LedgerEntry.objects.create(
        booked_at=clock.now(), value_on=value_on, verb=verb, memo=memo, by=by, reverses=reverses
    )
    lines = []
    for posting, account in zip(postings, accounts, strict=True):
        row = locked[account.pk]
        row.balance += posting.amount
        row.balance_usd += posting.amount_usd
        require(
            rules.why_not_spend(wanted=-posting.amount_usd, available=row.balance_usd - posting.amount_usd)
        )
        require(
            rules.why_not_spend(
                wanted=-posting.amount, available=row.balance - posting.amount, currency=row.currency
            )
        )
        Account.objects.filter(pk=row.pk).update(
            balance=F("balance") + posting.amount, balance_usd=F("balance_usd") + posting.amount_usd
        )
        lines.append(
            LedgerLine(
                entry=entry,
                account=row,
                amount=_signed(posting.kind, posting.amount),
                amount_usd=_signed(posting.kind, posting.amount_usd),
                rate=posting.rate,
            )
        )
    LedgerLine.objects.bulk_create(lines)
    return entry


def _account(posting: Posting) -> Account:
    return Account.objects.get_or_create(
        kind=posting.kind,
        contribution=posting.contribution,
        grant=posting.grant,
        defaults={"currency": posting.contribution.currency},
    )[0]


def share_of(account: Account, amount_usd: int) -> int:
    """Return the part of an account's own currency that `amount_usd` cents are, at the rate the money came in at.

    All of the dollars are all of the money: nothing is left over by rounding.
    """
    if amount_usd == account.balance_usd:
        return account.balance
    return account.balance * amount_usd // account.balance_usd


def correct_entry(*, by: Person, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """Return the contra entry that takes back `entry`; the first one stays."""
    with act("fund.correct_entry", by=by, reason=reason) as audit:
        if LedgerEntry.objects.filter(reverses=entry).exists() or entry.reverses_id:
            raise RuleBroken("already_reversed", _("Entry {number} was already taken back."), number=entry.pk)
        postings = [
            Posting(
                line.account.kind,
                line.account.contribution,
                -_signed(line.account.kind, line.amount),
                -_signed(line.account.kind, line.amount_usd),
                line.account.grant,
                line.rate,
            )
            for line in entry.lines.select_related("account__contribution", "account__grant", "rate")
        ]
        contra = book(postings, verb="correct", memo=reason, by=by, value_on=clock.today(), reverses=entry)
        audit.on(contra)
        audit.note(reverses=entry.pk)
    return contra
