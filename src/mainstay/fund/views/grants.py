"""Grants: what was asked of the fund, what stands for and against it, what became of it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may_anywhere
from mainstay.cases.models import Case
from mainstay.cases.selectors import cases_visible, head_of
from mainstay.common.errors import Reason
from mainstay.fund import selectors
from mainstay.fund.models import Grant
from mainstay.fund.rules import CREDIT_NORMAL
from mainstay.fund.tables import ACCOUNT_WORDS, GRANT_MARKS, HELD_WORDS, PURPOSE_WORDS, GrantTable
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import ago, day, enumerated, moment, money, named, number

from .shown import balance_of, spendable, tabs


@door("fund.read_grants")
def grant_list(request: HttpRequest) -> HttpResponse:
    """Show the grants that this person may see."""
    person = who(request)
    form = ListFilter(request.GET, marks=GRANT_MARKS)
    rows = form.narrowed(selectors.grants_visible(person), case="case")
    grants = _grants_said(dict(rows.order_by().values_list("state").annotate(count=Count("pk"))))
    shown = {
        "title": gettext("Grants"),
        "question": gettext("Who asked the fund for what, and what became of it?"),
        "answer": f"{grants} {spendable(balance_of(person))}".strip(),
        "head": head_of(person, form.reference),
        "tabs": tabs(person, "grants"),
        "links": _links(person, form.reference),
    }
    return listed(request, "fund/list.html", GrantTable(rows), shown, name="grants", filters=form)


def _grants_said(states: dict[str, int]) -> str:
    """Return how many grants and applications there are, and what became of them."""
    whole = sum(states.values())
    if not whole:
        return gettext("No grant here.")
    words = ngettext(
        "{count} grant or application: {states}.", "{count} grants and applications: {states}.", whole
    )
    each = [
        gettext("{count} {state}").format(count=number(states[code]), state=word)
        for code, (_mark, word) in GRANT_MARKS.items()
        if states.get(code)
    ]
    return words.format(count=number(whole), states=enumerated(each))


def _links(person: Person, reference: str) -> list[tuple[str, str]]:
    if not may_anywhere(person, "fund.apply_grant"):
        return []
    asked = f"?{urlencode({'case': reference})}" if reference else ""
    return [(f"{reverse('fund_ask')}{asked}", gettext("Ask the fund"))]


@door("fund.read_grants")
def grant_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one grant: its case, the window's conditions tested, who has spoken, the silence, the money, the report."""
    person = who(request)
    rows = Grant.objects.select_related(
        "case", "project", "applied_by", "screened_by", "disbursed_by", "reported_by"
    )
    grant = get_visible(rows, person, "fund.read_grants", uid=uid)
    hearing = selectors.hearing_of(grant)
    shown = {
        "grant": grant,
        "mark": GRANT_MARKS[grant.state],
        "head": head_of(person, grant.case.reference),
        "answer": _answer(grant, hearing),
        "window": named("windows", grant.window),
        "purpose": PURPOSE_WORDS.get(grant.purpose, grant.purpose),
        "checks": _checks(selectors.checks_of(grant)),
        "places": [(_place(slot), voice) for slot, voice in hearing.places],
        "hearing": hearing,
        "back": grant.amount_usd - grant.spent_usd if grant.state in {"CLOSED", "RETURNED"} else 0,
        "components": enumerated(named("components", code) for code in grant.components),
        "ledger": f"{reverse('ledger')}?grant={grant.reference}"
        if may_anywhere(person, "fund.read_ledger")
        else "",
        "sources": [
            (account, HELD_WORDS.get(account.kind, ACCOUNT_WORDS[account.kind]))
            for account in grant.accounts.filter(kind__in=CREDIT_NORMAL, balance_usd__gt=0)
            .select_related("contribution__donor")
            .order_by("pk")
        ],
        "opened": {*selectors.contributions_visible(person).values_list("pk", flat=True)},
    }
    return render(request, "fund/grant.html", shown)


def _place(slot: Any) -> str:
    return named("seats", slot.seat) if slot.seat else named("roles", slot.role)


def _answer(grant: Grant, hearing: selectors.Hearing) -> str:
    facts = {"amount": money(grant.amount_usd), "window": named("windows", grant.window)}
    if grant.state == "SCREENED" and hearing.silence_until:
        words = gettext(
            "{amount} asked from “{window}”. Silence approves it on {day} ({left}), unless somebody objects."
        )
        facts |= {
            "day": moment(hearing.silence_until),
            "left": ago(hearing.silence_until),
        }
    elif grant.state in {"SUBMITTED", "SCREENED"}:
        words = gettext("{amount} asked from “{window}”, {since}.")
        facts |= {"since": ago(grant.submitted_at) if grant.submitted_at else "–"}
    elif grant.state == "APPROVED":
        words = gettext("{amount} approved from “{window}”; it waits to be paid out.")
    elif grant.state in {"DISBURSED", "REPORTING"}:
        words = gettext(
            "{amount} paid out from “{window}”, {spent} reported as spent. The report is due {due}."
        )
        facts |= {"spent": money(grant.spent_usd), "due": day(grant.report_due_on)}
    elif grant.state == "CLOSED" and grant.spent_usd < grant.amount_usd:
        words = gettext(
            "{amount} paid out from “{window}”, {spent} spent, {back} back in the fund; the report is accepted."
        )
        facts |= {"spent": money(grant.spent_usd), "back": money(grant.amount_usd - grant.spent_usd)}
    elif grant.state == "CLOSED":
        words = gettext("{amount} paid out from “{window}”, {spent} spent; the report is accepted.")
        facts |= {"spent": money(grant.spent_usd)}
    elif grant.state in {"REJECTED", "WITHDRAWN"}:
        words = gettext("{amount} asked from “{window}”: not given. {reason}")
        facts |= {"reason": grant.decision_reason}
    elif grant.state == "RETURNED":
        words = gettext("{amount} from “{window}” were paid back.")
    else:
        words = gettext("{amount} to be asked from “{window}”; the application is a draft.")
    return words.format(**facts)


def _checks(checks: dict[str, Reason | None]) -> list[dict[str, Any]]:
    names = {
        "amount": gettext("An amount is asked"), "ceiling": gettext("Within the limit of the window"),
        "design": gettext("A design is approved, where the window asks for one"), "report": gettext("No earlier report is late"),
        "money": gettext("Money whose earmark fits is free, besides the reserve"), "needed": gettext("The project still needs it"),
    }  # fmt: skip
    return [
        {"name": names[code], "why": sentence(reason) if reason else "", "done": reason is None}
        for code, reason in checks.items()
    ]


class AskForm(forms.Form):
    """A case and an amount, tested against every window before anything is sent."""

    case = forms.ChoiceField(label=_("For which case?"))
    amount = forms.DecimalField(label=_("How much, in US dollars?"), min_value=1, max_value=Decimal(10) ** 9, decimal_places=2)  # fmt: skip

    def __init__(self, given: Any, cases: list[Case]) -> None:
        super().__init__(given if given.get("amount") else None, initial={"case": given.get("case", "")})
        self.fields["case"].choices = [(case.reference, f"{case.name} ({case.reference})") for case in cases]  # type: ignore[attr-defined]


@door("fund.apply_grant")
def ask_page(request: HttpRequest) -> HttpResponse:
    """Test every window for a case and an amount; the application itself is the act that follows."""
    person = who(request)
    cases = list(cases_visible(person).filter(state="OPEN").order_by("name")[:200])
    form = AskForm(request.GET, cases)
    offers: list[dict[str, Any]] = []
    answer = gettext("Name a case and an amount: each window says whether it opens, and why not.")
    if form.is_valid():
        case = next(case for case in cases if case.reference == form.cleaned_data["case"])
        offers, answer = _offers(person, case, int(form.cleaned_data["amount"] * 100))
    shown = {"form": form, "offers": offers, "answer": answer, "tabs": tabs(person, "grants")}
    return render(request, "fund/ask.html", shown)


def _offers(person: Person, case: Case, amount: int) -> tuple[list[dict[str, Any]], str]:
    from mainstay.design.selectors import projects_visible

    project = projects_visible(person).filter(case=case, state__in=["APPROVED", "FUNDED", "ACTIVE"]).first()
    windows = playbook.current().fund.windows
    tested = selectors.offers_for(case, amount, project)
    opened = [named("windows", offer.window) for offer in tested if offer.opens]
    words = ngettext("This window opens: {windows}.", "These windows open: {windows}.", len(opened))
    answer = (
        words.format(windows=enumerated(opened))
        if opened
        else gettext("No window opens for this amount today. Each says why.")
    )
    asked: dict[str, str | int] = {
        "case": case.pk,
        "amount_usd": f"{amount / 100:.2f}",
    }
    if project:
        asked["project"] = project.pk
    return [
        {
            "name": named("windows", offer.window),
            "limit": offer.limit_usd,
            "free": offer.free_usd,
            "checks": _checks(offer.checks),
            "opens": offer.opens,
            "silence": windows[offer.window].silence_hours
            if windows[offer.window].method == "silence"
            else None,
            "repayable": windows[offer.window].repayable,
            "link": f"{reverse('act', args=['fund', 'apply-grant'])}?{urlencode(asked | {'window': offer.window})}",
        }
        for offer in tested
    ], answer
