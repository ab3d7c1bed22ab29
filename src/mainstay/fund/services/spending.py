"""Reserving, paying out, reporting and giving back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.services import meet_target, note, report_stage
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.design.services import commit_money
from mainstay.fund import rules
from mainstay.fund.methods.allocation import allocation
from mainstay.fund.models import Account, Contribution, Grant
from mainstay.fund.selectors import free_usd_for, purpose_of, sources_free

from .ledger import Posting, book, share_of


def reserve(grant: Grant, *, by: Person) -> None:
    """Set money aside for an approved grant, oldest compatible first; part of the approving act."""
    require(rules.why_not_spend(wanted=grant.amount_usd, available=free_usd_for(grant)))
    shares = allocation(grant.amount_usd, sources_free(), purpose_of(grant))
    require(rules.why_not_spend(wanted=grant.amount_usd, available=sum(shares.values())))
    free = Account.objects.filter(kind="FREE", contribution__in=shares).select_related("contribution")
    postings = []
    for account in free.order_by("pk"):
        usd = shares[account.contribution_id]
        own = share_of(account, usd)
        postings += [
            Posting("FREE", account.contribution, -own, -usd),
            Posting("RESERVED", account.contribution, own, usd, grant),
        ]
    book(postings, verb="reserve", memo=grant.reference, by=by, value_on=clock.today())
    tell_project(grant, by=by, usd_minor=grant.amount_usd)


def tell_project(grant: Grant, *, by: Person, usd_minor: int) -> None:
    """Tell the project that a grant is for how much of it is the project's; part of the act that moves the money."""
    if grant.project is None:
        return
    repaid = min(grant.repaid_usd, usd_minor)
    commit_money(
        by=by, project=grant.project, source=grant.reference, usd_minor=usd_minor - repaid, bridging=grant.repayable,
    )  # fmt: skip
    if grant.repaid_usd:
        commit_money(by=by, project=grant.project, source=f"{grant.reference}/R", usd_minor=repaid)


def _move_all(grant: Grant, *, out_of: str, into: str, assets: tuple[str, str]) -> list[Posting]:
    """Return the postings that move all a grant holds in `out_of` into `into`, with the assets behind it."""
    postings = []
    for account in grant.accounts.filter(kind=out_of).select_related("contribution").order_by("pk"):
        own, usd = account.balance, account.balance_usd
        postings += [
            Posting(out_of, account.contribution, -own, -usd, grant),
            Posting(into, account.contribution, own, usd, grant),
            Posting(assets[0], account.contribution, -own, -usd, grant if assets[0] == "ADVANCE" else None),
            Posting(assets[1], account.contribution, own, usd, grant if assets[1] != "CASH" else None),
        ]
    return postings


def disburse_grant(*, by: Person, grant: Grant, value_on: date | None = None) -> None:
    """Pay an approved grant out; the person who pays has neither asked nor approved."""
    with act("fund.disburse_grant", by=by, on=grant) as entry:
        new = rules.GRANT.move(grant.state, "disburse")
        day = value_on or clock.today()
        book(
            _move_all(grant, out_of="RESERVED", into="DISBURSED", assets=("CASH", "ADVANCE")),
            verb="disburse",
            memo=grant.reference,
            by=by,
            value_on=day,
        )
        months = playbook.current().fund.windows[grant.window].term_months
        entry.change("state", grant.state, new)
        grant.state, grant.disbursed_by, grant.disbursed_at = new, by, clock.now()
        grant.report_due_on = _months_later(day, months)
        grant.save(update_fields=["state", "disbursed_by", "disbursed_at", "report_due_on"])
        facts: dict[str, Any] = {"usd": round(grant.amount_usd / 100), "window": grant.window}
        meet_target(grant.case, "pay_first_money")
        note(grant.case, by=by, stage="fund", msgid=_("USD {usd} paid out from “{window}”."), **facts)
        report_stage(
            grant.case,
            "fund",
            state="OPEN",
            record_state=new,
            msgid=_("USD {usd} paid out from “{window}”; the report is due by {due}."),
            due=grant.report_due_on.isoformat(),
            **facts,
        )


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, min(day.day, 28))


def report_grant(*, by: Person, grant: Grant, spent_usd: int, report: str) -> None:
    """Report what was spent of a grant, in US cents, and on what."""
    with act("fund.report_grant", by=by, on=grant) as entry:
        new = rules.GRANT.move(grant.state, "report")
        if not report.strip() or not 0 <= spent_usd <= grant.amount_usd:
            raise BadInput(
                "report",
                _("Say what was done, and how much of USD {amount} was spent."),
                amount=f"{grant.amount_usd / 100:,.2f}",
            )
        entry.change("state", grant.state, new)
        entry.change("spent_usd", grant.spent_usd, spent_usd)
        grant.state, grant.spent_usd, grant.report, grant.reported_by = new, spent_usd, report, by
        grant.save(update_fields=["state", "spent_usd", "report", "reported_by"])


def accept_report(*, by: Person, grant: Grant) -> None:
    """Accept the report: what was spent becomes expense, the rest comes back to the contributions it came from."""
    with act("fund.accept_report", by=by, on=grant) as entry:
        new = rules.GRANT.move(grant.state, "close")
        if grant.reported_by_id == by.pk:
            raise RuleBroken("own_report", _("A report is accepted by another person than who wrote it."))
        book(_settle(grant), verb="settle", memo=grant.reference, by=by, value_on=clock.today())
        tell_project(grant, by=by, usd_minor=grant.spent_usd)
        entry.change("state", grant.state, new)
        grant.state = new
        grant.save(update_fields=["state"])
        report_stage(
            grant.case,
            "fund",
            state="DONE",
            record_state=new,
            msgid=_("The report on USD {usd} from “{window}” was accepted."),
            usd=round(grant.amount_usd / 100),
            window=grant.window,
        )


def _settle(grant: Grant) -> list[Posting]:
    postings: list[Posting] = []
    left = grant.spent_usd
    # What was repaid pays the cost first: what is left over goes back to the money that bridged it.
    order = "-pk" if grant.repaid_usd else "pk"
    for account in grant.accounts.filter(kind="DISBURSED").select_related("contribution").order_by(order):
        spent = min(left, account.balance_usd)
        left -= spent
        own = share_of(account, spent) if spent else 0
        back, back_usd = account.balance - own, account.balance_usd - spent
        source = account.contribution
        postings += [
            Posting("DISBURSED", source, -account.balance, -account.balance_usd, grant),
            Posting("ADVANCE", source, -account.balance, -account.balance_usd, grant),
        ]
        if spent:
            postings += [
                Posting("SPENT", source, own, spent, grant),
                Posting("EXPENSE", source, own, spent, grant),
            ]
        if back_usd:
            postings += [Posting("FREE", source, back, back_usd), Posting("CASH", source, back, back_usd)]
    return postings


def return_money(*, by: Person, grant: Grant, reason: str) -> None:
    """Record that all of an unspent grant came back; it is free again under its earmark."""
    with act("fund.return_money", by=by, on=grant, reason=reason) as entry:
        new = rules.GRANT.move(grant.state, "return")
        grant.spent_usd = 0
        book(_settle(grant), verb="return", memo=reason, by=by, value_on=clock.today())
        tell_project(grant, by=by, usd_minor=0)
        entry.change("state", grant.state, new)
        grant.state = new
        grant.save(update_fields=["state", "spent_usd"])


def repay_grant(*, by: Person, grant: Grant, contribution: Contribution, amount_usd: int) -> None:
    """Let a donor's money take over the cost that a bridging grant has paid: `amount_usd` US cents are free again.

    The contributions that bridged get back what they gave, oldest first, and the new one stands in their place. Its
    earmark must fit the grant and its free money suffice; the reserve is not touched, since as much comes free.
    """
    with act("fund.return_money", by=by, on=grant) as entry:
        grant.refresh_from_db(fields=["state", "repaid_usd"])
        if not grant.repayable or grant.state not in {"DISBURSED", "REPORTING"}:
            raise RuleBroken(
                "not_repayable",
                _("Only money that bridges until a donor pays is repaid, while its report is not accepted."),
            )
        if amount_usd <= 0:
            raise BadInput("amount", _("Write how much is repaid."))
        held = grant.accounts.filter(kind="DISBURSED", balance_usd__gt=0).exclude(contribution=contribution)
        bridged = list(held.select_related("contribution").order_by("pk"))
        require(rules.why_not_repay(wanted=amount_usd, bridged=sum(row.balance_usd for row in bridged)))
        ours = [source for source in sources_free() if source.key == contribution.pk]
        fits = allocation(amount_usd, ours, purpose_of(grant))
        require(rules.why_not_spend(wanted=amount_usd, available=sum(fits.values())))
        free = Account.objects.get(kind="FREE", contribution=contribution)
        postings = [*_taken_over(grant, free, amount_usd), *_given_back(grant, bridged, amount_usd)]
        book(postings, verb="repay", memo=grant.reference, by=by, value_on=clock.today())
        entry.change("repaid_usd", grant.repaid_usd, grant.repaid_usd + amount_usd)
        grant.repaid_usd += amount_usd
        grant.save(update_fields=["repaid_usd"])
        tell_project(grant, by=by, usd_minor=grant.amount_usd)
        note(
            grant.case, by=by, stage="fund", msgid=_("{contribution} repaid USD {usd} of “{window}”."),
            contribution=contribution.reference, usd=round(amount_usd / 100), window=grant.window,
        )  # fmt: skip


def _taken_over(grant: Grant, free: Account, usd: int) -> list[Posting]:
    own = share_of(free, usd)
    return [
        Posting("FREE", free.contribution, -own, -usd),
        Posting("CASH", free.contribution, -own, -usd),
        Posting("DISBURSED", free.contribution, own, usd, grant),
        Posting("ADVANCE", free.contribution, own, usd, grant),
    ]


def _given_back(grant: Grant, bridged: Sequence[Account], wanted: int) -> list[Posting]:
    postings: list[Posting] = []
    left = wanted
    for account in bridged:
        usd = min(left, account.balance_usd)
        if usd:
            left -= usd
            own, source = share_of(account, usd), account.contribution
            postings += [
                Posting("DISBURSED", source, -own, -usd, grant),
                Posting("ADVANCE", source, -own, -usd, grant),
                Posting("FREE", source, own, usd),
                Posting("CASH", source, own, usd),
            ]
    return postings
