"""The ledger: where did the money move?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.fund import rules, selectors
from mainstay.fund.models import LedgerLine
from mainstay.fund.tables import ACCOUNT_WORDS, VERB_WORDS, LedgerTable, grown, rate_words
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, money

from .shown import tabs


class LedgerFilter(forms.Form):
    """A kind of account, a contribution, a grant."""

    kind = forms.ChoiceField(required=False, label=_("Account"))
    contribution = forms.CharField(
        required=False,
        label=_("Contribution"),
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "C-2026-0001"}),
    )
    grant = forms.CharField(
        required=False,
        label=_("Grant"),
        max_length=32,
        widget=forms.TextInput(attrs={"placeholder": "MS-COM-2026-0001/G1"}),
    )

    def __init__(self, given: object) -> None:
        super().__init__(given or None)  # type: ignore[arg-type]
        self.fields["kind"].choices = [("", _("All")), *ACCOUNT_WORDS.items()]  # type: ignore[attr-defined]
        self.chosen = (
            {name: value.strip() for name, value in self.cleaned_data.items()} if self.is_valid() else {}
        )


@door("fund.read_ledger")
def ledger_page(request: HttpRequest) -> HttpResponse:
    """Show the lines of the ledger with their running balance; every line opens to its entry."""
    person = who(request)
    form = LedgerFilter(request.GET)
    lines = selectors.ledger_lines(person, **form.chosen)
    answer = _answer(selectors.ledger_sums(person, **form.chosen))
    if kind := form.chosen.get("kind"):
        newest = lines.first()
        words = gettext("{amount} stand on “{account}”.")
        answer = f"{words.format(amount=money(getattr(newest, 'running', 0)), account=ACCOUNT_WORDS[kind])} {answer}"
    shown = {
        "title": gettext("Ledger"),
        "question": gettext("Where did the money move?"),
        "answer": answer,
        "tabs": tabs(person, "ledger"),
    }
    return listed(request, "fund/list.html", LedgerTable(lines), shown, name="ledger", filters=form)


def _answer(sums: dict[str, Any]) -> str:
    """Return how many bookings there are, what came in and what was paid out, and of when the newest is."""
    count = sums["entries"]
    said = [
        counted(
            count,
            ngettext("{count} booking, on {day}.", "{count} bookings, the newest on {day}.", count).replace(
                "{day}", day(sums["newest"])
            ),
            none=gettext("Nothing is booked here."),
        )
    ]
    if sums["came_usd"]:
        said.append(gettext("{amount} came in.").format(amount=money(sums["came_usd"])))
    if sums["paid_usd"]:
        said.append(gettext("{amount} was paid out to grants.").format(amount=money(sums["paid_usd"])))
    return " ".join(said)


@door("fund.read_ledger")
def entry_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one booking: both sides, who, when, at which rate, and what takes it back."""
    entry = selectors.ledger_entry(who(request), pk)
    lines = list(
        entry.lines.select_related("account__contribution__donor", "account__grant", "rate").order_by("pk")
    )
    contra = getattr(entry, "reversed_by", None)
    moved = _moved(lines)
    for line in lines:
        line.rate_words = rate_words(line.rate.usd) if line.rate else ""  # type: ignore[attr-defined]
    shown = {
        "entry": entry,
        "verb": VERB_WORDS.get(entry.verb, entry.verb),
        "lines": [(line, ACCOUNT_WORDS[line.account.kind], _usd(line), grown(line)) for line in lines],
        "contra": contra,
        "tabs": tabs(who(request), "ledger"),
        "grant": next((line.account.grant for line in lines if line.account.grant), None),
        "rated": any(line.rate for line in lines),
        "answer": gettext("{amount} moved on {day}. Both sides are equal.").format(
            amount=money(moved), day=day(entry.value_on)
        ),
    }
    return render(request, "fund/entry.html", shown)


def _moved(lines: Sequence[LedgerLine]) -> int:
    """Return how much was moved: what grew or shrank among assets stands among the claims on them once more."""
    by_side: dict[bool, int] = {True: 0, False: 0}
    for line in lines:
        by_side[line.account.kind in rules.DEBIT_NORMAL] += max(line.amount_usd, 0)
    return max(by_side.values())


def _usd(line: LedgerLine) -> int:
    return line.amount_usd if line.account.kind in rules.DEBIT_NORMAL else -line.amount_usd
