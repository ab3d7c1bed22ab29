"""Reads about money."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Min, Q, QuerySet, Sum

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, holdings, require, visible
from mainstay.cases.models import Case
from mainstay.common import clock
from mainstay.fund import rules
from mainstay.fund.methods.allocation import Source, allocation
from mainstay.fund.methods.concentration import largest_donor_share
from mainstay.fund.models import Account, Contribution, Grant, Lead, LedgerLine


def grants_visible(person: Person) -> QuerySet[Grant]:
    """Return the grants that `person` may see."""
    return visible(Grant.objects.all(), person, "fund.read_grants").select_related("case", "applied_by")


def contributions_visible(person: Person) -> QuerySet[Contribution]:
    """Return the contributions that `person` may see; a donor its own."""
    return visible(Contribution.objects.all(), person, "fund.read_contributions").select_related("donor")


def leads_visible(person: Person) -> QuerySet[Lead]:
    """Return the leads of the pipeline that `person` may see."""
    return visible(Lead.objects.all(), person, "fund.read_pipeline").select_related("donor", "case")


def purpose_of(grant: Grant) -> rules.Purpose:
    """Return what a grant is for, in the words of earmarks."""
    return purpose_in(grant.case, grant.window, grant.components)


def purpose_in(case: Case, window: str, components: Iterable[str] = ()) -> rules.Purpose:
    """Return what money from a window would be for in a case, in the words of earmarks."""
    places = list(case.countries.select_related("country"))
    return rules.Purpose(
        window=window,
        countries=frozenset(row.country_id for row in places),
        regions=frozenset(row.country.region for row in places),
        crisis_types=frozenset(case.crisis_types.values_list("code", flat=True)),
        components=frozenset(components),
    )


def sources_free() -> list[Source]:
    """Return the free money of every contribution, with its earmark and the day its first money came."""
    rows = Account.objects.filter(kind="FREE", balance_usd__gt=0).select_related("contribution")
    received = dict(
        LedgerLine.objects.filter(account__kind="CASH", entry__verb="receive")
        .values_list("account__contribution")
        .annotate(first=Min("entry__value_on"))
        .order_by()
    )
    return [
        Source(
            row.contribution_id,
            row.balance_usd,
            received.get(row.contribution_id, row.contribution.pledged_on),
            row.contribution.earmark,
            row.contribution.earmark_key,
        )
        for row in rows
    ]


def reserve_usd() -> int:
    """Return the reserve that is kept: a share of the inflow of the last twelve months, in US cents (FR-RESERVE)."""
    since = clock.today() - timedelta(days=365)
    inflow = LedgerLine.objects.filter(account__kind="CASH", entry__verb="receive", entry__value_on__gt=since)
    total = inflow.aggregate(usd=Sum("amount_usd"))["usd"] or 0
    return round(total * float(playbook.current().fund.allocation.reserve_share))


def early_start_grants(case: Case) -> QuerySet[Grant]:
    """Return the grants of a case from which works may start before their design is approved: the money is set aside."""
    windows = playbook.current().fund.windows.values()
    fitting = Q(pk__in=[])
    for window in windows:
        if window.early_start is not None:
            fitting |= Q(window=window.code, purpose=window.early_start.purpose)
    return Grant.objects.filter(fitting, case=case, state__in=["APPROVED", "DISBURSED", "REPORTING"])


def free_usd_for(grant: Grant) -> int:
    """Return how many US cents the grant could be given now: what fits its earmarks, less the reserve."""
    return free_usd_in(purpose_of(grant))


def free_usd_in(purpose: rules.Purpose) -> int:
    """Return how many US cents could be given for a purpose now: what its earmarks let through, less the reserve."""
    sources = sources_free()
    whole = sum(source.free_usd for source in sources)
    fitting = sum(allocation(whole, sources, purpose).values())
    return min(fitting, whole - reserve_usd())


def balance(person: Person) -> dict[str, Any]:
    """Return what can be spent, in US cents: free in all, by earmark, the reserve, what is set aside and paid out.

    Every figure is the sum of ledger accounts; `ledger_lines` opens it down to the bookings.
    """
    require(person, "fund.read_balance", own_scopes(person))
    by_kind: dict[str, int] = dict(
        Account.objects.values_list("kind").annotate(usd=Sum("balance_usd")).order_by()
    )
    earmarked: dict[str, int] = defaultdict(int)
    for source in sources_free():
        earmarked[f"{source.earmark}:{source.earmark_key}" if source.earmark_key else source.earmark] += (
            source.free_usd
        )
    reserve = reserve_usd()
    return {
        "free_usd": by_kind.get("FREE", 0),
        "spendable_usd": max(0, by_kind.get("FREE", 0) - reserve),
        "reserve_usd": reserve,
        "earmarked_usd": dict(earmarked),
        "reserved_usd": by_kind.get("RESERVED", 0),
        "advanced_usd": by_kind.get("ADVANCE", 0),
        "spent_usd": by_kind.get("EXPENSE", 0),
        "receivable_usd": by_kind.get("RECEIVABLE", 0),
    }


def own_scopes(person: Person) -> list[tuple[str, str]]:
    """Return where `person` holds roles: the fund as a whole lies in no scope of its own."""
    return [holding.scope for holding in holdings(person)]


def donor_concentration() -> dict[str, Any] | None:
    """Return the donor that gives most and its share of all signed contributions, with whether it is a warning."""
    totals = dict(
        Account.objects.filter(Q(kind="PROMISED") | Q(kind="CASH") | Q(kind="ADVANCE") | Q(kind="EXPENSE"))
        .values_list("contribution__donor")
        .annotate(usd=Sum("balance_usd"))
        .order_by()
    )
    found = largest_donor_share(totals)
    if found is None:
        return None
    limit = float(playbook.current().fund.allocation.donor_concentration_warning)
    given = Contribution.objects.filter(donor=found[0]).select_related("donor").first()
    donor = given.donor.name if given else ""
    return {"donor_id": found[0], "donor": donor, "share": found[1], "warning": found[1] > limit}


def pipeline_value(person: Person) -> dict[str, int]:
    """Return the value of the pipeline that `person` sees, whole and weighted by each stage's probability, US cents."""
    stages = playbook.current().fund.pipeline_stages
    whole = weighted = 0
    for state, usd in leads_visible(person).values_list("state", "amount_usd"):
        whole += usd
        weighted += round(usd * float(stages[state].probability))
    return {"leads_usd": whole, "weighted_usd": weighted}


def project_movements(projects: Iterable[int] | None = None) -> list[dict[str, Any]]:
    """Return the money that went to projects and that they spent, in US cents, oldest first; of all when None.

    `kind` is ADVANCE (paid out to the project, less what came back) or EXPENSE (spent). For later stages, which ask
    their own right of each project.
    """
    lines = LedgerLine.objects.filter(account__grant__project__isnull=False).filter(
        Q(account__kind="EXPENSE")
        | Q(account__kind="ADVANCE", entry__verb__in=["disburse", "return", "correct"])
    )
    if projects is not None:
        lines = lines.filter(account__grant__project__in=list(projects))
    return [
        {
            "key": f"ledger:{line.pk}",
            "project": line.account.grant.project_id if line.account.grant else None,
            "day": line.entry.value_on,
            "kind": line.account.kind,
            "usd_cents": line.amount_usd,
            "grant": line.account.grant.reference if line.account.grant else "",
            "donor": line.account.contribution.donor.name,
            "donor_key": line.account.contribution.donor_id,
        }
        for line in lines.select_related("entry", "account__grant", "account__contribution__donor").order_by(
            "pk"
        )
    ]


def money_published(reader: Person | AnonymousUser) -> dict[bool, dict[str, int]]:
    """Return what anybody may know of the money, in US cents: promised and signed, received, paid out, spent.

    Under True stands synthetic money and under False real money; the two are never added up. What was only talked
    about (a pledge that is not signed) is not told.
    """
    signed = visible(Contribution.objects.all(), reader, "fund.read_published").exclude(
        state__in=["PLEDGED", "WITHDRAWN"]
    )
    found: dict[bool, dict[str, int]] = {}
    for synthetic, donors, count in (
        signed.values_list("synthetic")
        .annotate(donors=Count("donor", distinct=True), count=Count("pk"))
        .order_by()
    ):
        found[synthetic] = {"contributions": count, "donors": donors}
    received = LedgerLine.objects.filter(account__kind="CASH", entry__verb="receive")
    sums = (
        ("received", received.filter(account__contribution__in=signed), "account__contribution__synthetic", "amount_usd"),
        ("spent", Account.objects.filter(kind="EXPENSE", contribution__in=signed), "contribution__synthetic", "balance_usd"),
    )  # fmt: skip
    for name, rows, kind, amount in sums:
        for synthetic, usd in rows.values_list(kind).annotate(usd=Sum(amount)).order_by():
            found[synthetic][name] = usd or 0
    return found


def projects_spending(projects: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return what was paid out to each project and what it spent, in US cents; of projects found by their own right."""
    lines = LedgerLine.objects.filter(account__grant__project__in=list(projects))
    sums = lines.values_list("account__grant__project").annotate(
        spent=Sum("amount_usd", filter=Q(account__kind="EXPENSE"), default=0),
        paid_out=Sum(
            "amount_usd",
            filter=Q(account__kind="ADVANCE", entry__verb__in=["disburse", "return", "correct"]),
            default=0,
        ),
    )
    return {key: {"spent": spent, "paid_out": paid} for key, spent, paid in sums.order_by()}


def donors_published(reader: Person | AnonymousUser) -> dict[bool, list[dict[str, Any]]]:
    """Return which donor gave which share of what is signed, largest first; synthetic money (True) apart from real."""
    signed = visible(Contribution.objects.all(), reader, "fund.read_published").exclude(
        state__in=["PLEDGED", "WITHDRAWN"]
    )
    sums = (
        Account.objects.filter(kind__in=["PROMISED", "CASH", "ADVANCE", "EXPENSE"], contribution__in=signed)
        .values_list("contribution__synthetic", "contribution__donor__name")
        .annotate(usd=Sum("balance_usd"))
        .order_by("-usd", "contribution__donor__name")
    )
    found: dict[bool, list[dict[str, Any]]] = defaultdict(list)
    for synthetic, donor, usd in sums:
        if usd:
            found[synthetic].append({"donor": donor, "usd": usd})
    for rows in found.values():
        whole = sum(row["usd"] for row in rows)
        for row in rows:
            row["percent"] = 100 * row["usd"] / whole
    return dict(found)


def money_in_project(contribution: Contribution, project: int) -> dict[str, Any]:
    """Return what became of a contribution, in US cents: received, spent, and what is with one project or spent by it."""
    rows = Account.objects.filter(contribution=contribution)
    by_kind: dict[str, int] = dict(rows.values_list("kind").annotate(usd=Sum("balance_usd")).order_by())
    here: dict[str, int] = dict(
        rows.filter(grant__project=project).values_list("kind").annotate(usd=Sum("balance_usd")).order_by()
    )
    received = LedgerLine.objects.filter(
        account__contribution=contribution, account__kind="CASH", entry__verb="receive"
    )
    return {
        "amount": contribution.amount,
        "currency": contribution.currency,
        "received_usd": received.aggregate(usd=Sum("amount_usd", default=0))["usd"],
        "spent_usd": by_kind.get("EXPENSE", 0),
        "project_paid_out_usd": here.get("ADVANCE", 0),
        "project_spent_usd": here.get("EXPENSE", 0),
    }


def contribution_followed(person: Person, uid: UUID) -> dict[str, Any]:
    """Return one contribution with where its money is, in US cents: by step, and by grant; a donor sees its own alone."""
    found = get_visible(
        Contribution.objects.select_related("donor"), person, "fund.read_contributions", uid=uid
    )
    by_grant: dict[int, dict[str, int]] = defaultdict(dict)
    steps: dict[str, int] = defaultdict(int)
    for kind, grant, usd in Account.objects.filter(contribution=found).values_list(
        "kind", "grant", "balance_usd"
    ):
        steps[kind] += usd
        if grant is not None:
            by_grant[grant][kind] = usd
    received = LedgerLine.objects.filter(
        account__contribution=found, account__kind="CASH", entry__verb="receive"
    )
    grants = (
        Grant.objects.filter(pk__in=by_grant).select_related("case", "project__country").order_by("reference")
    )
    return {
        "contribution": found,
        "received": received.aggregate(usd=Sum("amount_usd", default=0))["usd"],
        "free": steps["FREE"],
        "reserved": steps["RESERVED"],
        "paid_out": steps["ADVANCE"],
        "spent": steps["EXPENSE"],
        "grants": [
            {
                "grant": grant,
                "set_aside": by_grant[grant.pk].get("RESERVED", 0),
                "paid_out": by_grant[grant.pk].get("ADVANCE", 0),
                "spent": by_grant[grant.pk].get("EXPENSE", 0),
            }
            for grant in grants
        ],
    }
