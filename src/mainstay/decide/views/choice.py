"""Which countries the rules would choose: the answer, what each rule costs, what comes next, and what if."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.common.models import Country
from mainstay.decide.methods.portfolio_choice import Choice, RuleStanding
from mainstay.decide.rules import OPEN_STATES
from mainstay.decide.selectors import requests_visible
from mainstay.decide.selectors.choice import PortfolioChoice, Trial, portfolio_chosen
from mainstay.decide.selectors.portfolio import active_members
from mainstay.decide.tables import ChoiceTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import country_name, enumerated, named, number, percent

from .choice_words import limit_words, part_name, swap_words
from .portfolio import WhatIfForm

ROLES = {"ACTIVE": _("active"), "ASKS": _("asks"), "TRIED": _("tried")}
PEOPLE = 100_000


class ChoiceForm(WhatIfForm):
    """What one tries: countries, money and people expected, rules left out, and whether active countries must stay."""

    staff = forms.IntegerField(
        required=False, label=_("People who can be sent"), min_value=0, max_value=PEOPLE
    )
    without = forms.MultipleChoiceField(
        required=False, label=_("Leave out rules"), widget=forms.CheckboxSelectMultiple,
        help_text=_("To see what would be possible; the rules themselves are changed in the playbook."),
    )  # fmt: skip
    afresh = forms.BooleanField(required=False, label=_("Choose afresh: active countries need not stay"))

    def __init__(self, given: QueryDict, *, active: Collection[str], asking: Collection[str]) -> None:
        super().__init__(given, active=active, asking=asking)
        rules = playbook.current().eligibility.portfolio
        self.fields["without"].choices = [(code, named("portfolio", code)) for code in rules]  # type: ignore[attr-defined]
        self.fields["without"].widget.attrs["class"] = "across"
        self.fields["add"].label = _("Must be in")
        self.fields["add"].help_text = ""
        self.fields["more"].label = _("Another country that must be in")
        self.fields["remove"].label = _("Must be out")
        # Whoever is near may be kept out, not only who is active.
        remove: Any = self.fields["remove"]
        remove.queryset = Country.objects.filter(
            pk__in={*active, *asking, *given.getlist("add"), *given.getlist("more")} - {""}
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a country that must be in and out at once."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        both = set(found.get("add") or ()) & set(found.get("remove") or ())
        if both:
            names = enumerated(sorted(country_name(row.names, row.name) for row in both))
            self.add_error("remove", gettext("{names}: either in or out, not both.").format(names=names))
        return found


@door("decide.read_portfolio")
def portfolio_choice_page(request: HttpRequest) -> HttpResponse:
    """Show which countries the rules would choose, with the price of each rule and the next-best portfolios."""
    person = who(request)
    active = [row.country for row in active_members()]
    asking = set(requests_visible(person).filter(state__in=OPEN_STATES).values_list("country", flat=True))
    form = ChoiceForm(request.GET, active=active, asking=asking)
    given: Mapping[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = portfolio_chosen(
        person,
        Trial(
            [row.pk for row in given.get("add") or ()], [row.pk for row in given.get("remove") or ()],
            bool(given.get("afresh")), given.get("money"), given.get("staff"), given.get("without") or (),
        ),
    )  # fmt: skip
    rows = Country.objects.in_bulk([row.name for row in found.choice.candidates])
    names = {key: country_name(row.names, row.name) for key, row in rows.items()}
    shown = {
        "title": gettext("What the rules would choose"),
        "question": gettext("Which countries should we be in, and what does each rule cost?"),
        "answer": _answer(found, names, tries=any(given.values())),
        "chosen": found.choice.best is not None,
        "rules": _rules(found.choice, names),
        "following": _following(found.choice, names),
        "conflict": _conflict(found.choice, names),
        "remarks": _remarks(found, names),
    }
    table = ChoiceTable(_countries(found, names), exclude=() if _drawn(found) else ("often",))
    return listed(request, "decide/choice.html", table, shown, name="portfolio-choice", filters=form)


def _drawn(found: PortfolioChoice) -> bool:
    return found.shares is not None and found.shares.draws > 1


def _answer(found: PortfolioChoice, names: Mapping[str, str], *, tries: bool) -> str:
    choice, words = found.choice, [gettext("If it were so:")] if tries else []
    if choice.best is None:
        return " ".join([*words, gettext("No portfolio keeps all the rules.")])
    count = len(choice.best.countries)
    text = ngettext("{count} country: {names}.", "{count} countries: {names}.", count)
    words.append(
        text.format(count=number(count), names=enumerated(names[row] for row in choice.best.countries))
    )
    binding = [
        gettext("{rule} ({points} points)").format(
            rule=part_name(row.rule, row.part, names), points=number(row.price, 1)
        )
        for row in sorted(choice.rules, key=lambda row: -row.price)
        if row.binding
    ]
    text = ngettext("{count} rule costs value: {rules}.", "{count} rules cost value: {rules}.", len(binding))
    words.append(
        text.format(count=number(len(binding)), rules=enumerated(binding))
        if binding
        else gettext("No rule alone costs value.")
    )
    if choice.ties:
        tied = len(choice.ties)
        text = ngettext(
            "{count} other portfolio is exactly as good: people choose between them.",
            "{count} other portfolios are exactly as good: people choose between them.",
            tied,
        )
        words.append(text.format(count=number(tied)))
    return " ".join(words)


def _countries(found: PortfolioChoice, names: Mapping[str, str]) -> list[dict[str, Any]]:
    choice, shares = found.choice, found.shares
    taken = set(choice.best.countries) if choice.best else set()
    rows = []
    for row in sorted(choice.candidates, key=lambda row: (row.name not in taken, -row.low, names[row.name])):
        margin = found.margins.get(row.name)
        rows.append(
            {
                "key": row.name,
                "country": names[row.name],
                "chosen": row.name in taken,
                "role": ROLES[found.role[row.name]],
                "low": None if row.name in found.unscored else row.low,
                "high": None if row.name in found.unscored else row.high,
                "score": gettext("not scored") if row.name in found.unscored else _range(row.low, row.high),
                "loss": None if margin is None else margin.loss,
                "otherwise": _otherwise(margin),
                "often": None if shares is None else shares.countries[row.name],
            }
        )
    return rows


def _range(low: float, high: float) -> str:
    return number(low, 0) if low == high else f"{number(low, 0)}–{number(high, 0)}"


def _otherwise(margin: Any) -> str:
    """Return what is lost when a country is the other way round."""
    if margin is None:
        return ""
    if margin.loss is None:
        return (
            gettext("without it no portfolio is left")
            if margin.chosen
            else gettext("with it no portfolio is left")
        )
    if not margin.loss:
        return gettext("nothing is lost without it") if margin.chosen else gettext("nothing is lost with it")
    text = (
        gettext("{points} points lost without it")
        if margin.chosen
        else gettext("{points} points lost with it")
    )
    return text.format(points=number(margin.loss, 1))


def _rules(choice: Choice, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": part_name(row.rule, row.part, names),
            "found": limit_words(row),
            "mark": _mark(row),
            "price": number(row.price, 1) if row.binding else "",
            "instead": swap_words(choice.best.countries, row.instead.countries, names) if row.instead and choice.best else "",
        }
        for row in choice.rules
    ]  # fmt: skip


def _mark(row: RuleStanding) -> tuple[str, str]:
    if row.binding:
        return "late", gettext("costs value")
    # A country that is kept in or out leaves nothing to spare by its nature.
    if row.tight and row.rule not in {"in", "out"}:
        return "waiting", gettext("nothing to spare")
    return "done", gettext("kept")


def _following(choice: Choice, names: Mapping[str, str]) -> list[dict[str, Any]]:
    if choice.best is None:
        return []
    return [
        {
            "value": number(row.value, 1),
            "behind": number(choice.best.value - row.value, 1)
            if row not in choice.ties
            else gettext("level"),
            "swap": swap_words(choice.best.countries, row.countries, names),
        }
        for row in choice.following
    ]


def _conflict(choice: Choice, names: Mapping[str, str]) -> dict[str, Any]:
    if choice.conflict is None:
        return {}

    def called(keys: Collection[str]) -> list[str]:
        split = (key.partition(".") for key in keys)
        return [part_name(rule, part, names) for rule, _dot, part in split]

    return {
        "parts": called(choice.conflict.parts),
        "ways": [enumerated(called(way)) for way in choice.conflict.ways_out],
    }


def _remarks(found: PortfolioChoice, names: Mapping[str, str]) -> list[str]:
    """Return what was not judged, what was not scored, what all rules cost together, and how firm the choice is."""
    choice, words = found.choice, []
    if choice.together:
        text = gettext(
            "Without all rules but those on number, money and people, the value would be {points} points higher."
        )
        words.append(text.format(points=number(choice.together, 1)))
    if choice.unjudged:
        judged = enumerated(sorted({part_name(row.rule, row.part, names) for row in choice.unjudged}))
        words.append(gettext("Not judged, since nothing is known of it: {rules}.").format(rules=judged))
    if found.unscored:
        missing = enumerated(sorted(names[row] for row in found.unscored))
        text = gettext("Not scored, or not yours to see, counted as 0 and possibly 100: {names}.")
        words.append(text.format(names=missing))
    if found.shares is not None and found.shares.draws > 1:
        text = gettext("In {share} of {count} draws of the open scores this very portfolio is a best one.")
        words.append(text.format(share=percent(found.shares.portfolio), count=number(found.shares.draws)))
    return words
