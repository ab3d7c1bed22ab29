"""Cases as registers name them, and the register of administrative rules that were set aside."""

from collections.abc import Collection, Mapping

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.cases import rules
from mainstay.cases.models import RuleWaiver
from mainstay.cases.selectors import cases_visible
from mainstay.common.texts import noop
from mainstay.exchange.tables import Column
from mainstay.page.words import named, number
from mainstay.partners.methods.register_share import register_share
from mainstay.partners.selectors.registers import CaseName, Figure, Register, keep, name_cases

WAIVER_MARKS = {
    "ASKED": ("waiting", _("asked for")),
    "APPROVED": ("open", _("approved")),
    "REFUSED": ("skipped", _("refused")),
    "ENDED": ("done", _("ended: the rule holds again")),
}


def shown_cases(person: Person, keys: Collection[int]) -> Mapping[int, CaseName]:
    """Return the cases with these keys that `person` may see, as registers name them."""
    rows = cases_visible(person).filter(pk__in=list(keys)).values_list("pk", "reference", "name")
    return {pk: CaseName(reference, name, reverse("case", args=[reference])) for pk, reference, name in rows}


def found_cases(person: Person, references: Collection[str]) -> Mapping[str, int]:
    """Return the keys of the cases with these references that `person` may see."""
    return dict(cases_visible(person).filter(reference__in=list(references)).values_list("reference", "pk"))


def waivers_figure(rows: QuerySet[RuleWaiver]) -> Figure:
    """Return how many requests to set a rule aside were approved, how fast, and for which rule most often."""
    found = rows.aggregate(
        asked=Count("pk"),
        decided=Count("pk", filter=~Q(state="ASKED")),
        approved=Count("pk", filter=Q(state__in=["APPROVED", "ENDED"])),
    )
    share = register_share(found["approved"], found["decided"])
    if share is None:
        words = gettext("Asked for: {asked}; none is decided yet.").format(asked=number(found["asked"]))
    else:
        words = gettext("Approved: {approved} of {decided} that were decided ({share} %).").format(
            approved=number(found["approved"]), decided=number(found["decided"]), share=number(round(share))
        )
    most = rows.values("rule").annotate(times=Count("pk")).order_by("-times", "rule").first()
    if most:
        words = gettext("{words} Most often: {rule} ({times}).").format(
            words=words, rule=_rule(most["rule"]), times=number(most["times"])
        )
    how = gettext(
        "Each request to set an administrative rule aside. The export is what the review of processes reads; rules on safety, health, insurance and rights are never set aside."
    )
    return Figure(words, how)


def _rule(code: str) -> str:
    return named("reference_lists.rule_waivers", code)


def _hours(waiver: RuleWaiver) -> int | None:
    """Return how many hours the decision took: the fast track's effect."""
    if waiver.decided_at is None:
        return None
    return round((waiver.decided_at - waiver.asked_at).total_seconds() / 3600)


def _hours_told(waiver: RuleWaiver) -> str:
    hours = _hours(waiver)
    if hours is None:
        return ""
    return number(hours) if hours else gettext("less than an hour")


def _rules() -> dict[str, tuple[str, ...]]:
    return {code: (_rule(code), code) for code in playbook.current().lists.rule_waivers}


name_cases(shown=shown_cases, found=found_cases)
keep(
    Register(
        code="waivers",
        order=70,
        title=_("Rules set aside"),
        question=_("Which rules stand in the way of a fast response?"),
        nothing=_("No rule was set aside yet. Ask for it on the page of a case."),
        model=RuleWaiver,
        workflow=rules.RULE_WAIVER,
        marks=WAIVER_MARKS,
        settled=frozenset({"REFUSED", "ENDED"}),
        reads="cases.read_rule_waivers",
        enters="cases.request_rule_waiver",
        stage="cases",
        verb="request-rule-waiver",
        key="pk",
        takes_files=False,
        columns=lambda: (
            Column("rule", noop("Rule"), "choice", choices=_rules()),
            Column("text", noop("Proposed change"), multiline=True),
            Column("reason", noop("Reason"), multiline=True),
            Column("asked_at", noop("Asked for on"), "date"),
            Column("decided_at", noop("Decided on"), "date"),
            Column("decided_by", noop("Decided by")),
            Column("hours", noop("Hours to the decision"), "int"),
        ),
        paths={
            "owner": "asked_by",
            "due_on": "ends_on",
            "case_key": "case_id",
            "case": "case_id",
            "evidence": None,
            "country": None,
        },
        computed={"title": lambda waiver: _rule(waiver.rule), "hours": _hours},
        related=("asked_by", "decided_by", "case"),
        faces={"due_on": (_("Ends"), None), "hours": (_("Hours to the decision"), _hours_told)},
        headed=_("Rule set aside: {title}"),
        adds=_("Ask to set a rule aside"),
        shown=("text", "asked_at", "hours"),
        figure=waivers_figure,
    )
)
