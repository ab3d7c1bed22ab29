"""What does recovery need: by horizon, counted once, covered, left; and how each figure was computed."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from mainstay.accounts.permissions import get_visible
from mainstay.assess.documents.need_words import horizon_said, joined_sum, reckoned, rise_said, scheme_said
from mainstay.assess.models import NeedCover, RecoveryNeed
from mainstay.assess.selectors.needs import HorizonSum, NeedLine, NeedsOf, needs_of
from mainstay.assess.tables import CoverTable, NeedTable
from mainstay.common import clock
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import enumerated, money, number

from .assessments import FILES
from .shown import found, on_top


@door("assess.read_assessments")
def needs_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what recovery needs by horizon, then each need with what others cover of it."""
    assessment = found(request, uid)
    held = needs_of(assessment)
    withdrawn = assessment.needs.filter(state="WITHDRAWN").order_by("pk")
    shown = {
        **on_top(who(request), assessment, "assess_needs"),
        "answer": _answer(held),
        "currency": held.currency,
        "sums": [_sum(each, held.currency) for each in (*held.horizons, held.whole)] if held.lines else [],
        "rise": rise_said(held.price_rise, held.price_source),
        "income": held.income_loss,
        "income_currency": held.income_currency,
        "withdrawn": [(reverse("assess_need", args=[uid, need.pk]), need.item) for need in withdrawn],
    }
    # On the page each need opens what else is known of it; the file has it all.
    left_out = () if "export" in request.GET else ("full", "covered", "source", "as_of")
    table = NeedTable([_row(line, uid) for line in held.lines], exclude=left_out)
    return listed(request, "assess/needs.html", table, shown, name="recovery-needs")


def _answer(held: NeedsOf) -> str:
    """Return “USD 4.2 m are needed: …; counted in other chapters …; others cover …, … is left.”"""
    if not held.lines:
        return gettext("Nothing yet: no need is recorded. Each need names its cost and its source.")
    whole = held.whole
    said = [
        gettext("{total} are needed: {parts}.").format(
            total=money(whole.cost, held.currency),
            parts=enumerated(
                gettext("{amount} in the {horizon}").format(
                    amount=money(each.cost, held.currency), horizon=horizon_said(each.horizon.code)
                )
                for each in held.horizons
                if each.lines
            ),
        )
    ]
    if whole.elsewhere:
        said.append(
            gettext("A further {amount} is counted in other chapters.").format(
                amount=money(whole.elsewhere, held.currency)
            )
        )
    if any(line.covers for line in held.lines):
        said.append(
            gettext("{amount} is not covered by anybody yet.").format(amount=money(whole.left, held.currency))
        )
    return " ".join(said)


def _sum(each: HorizonSum, currency: str) -> dict[str, Any]:
    """Return the sums of one horizon, each with the parts that it is made of."""

    def told(parts: Sequence[tuple[str, int]], total: int) -> dict[str, str]:
        return {"amount": money(total, currency), "parts": joined_sum(parts, total, currency)}

    return {
        "name": horizon_said(each.horizon.code, months=True),
        "needs": number(len(each.lines)),
        "full": told([(line.record.item, line.costed.full_cost) for line in each.lines], each.full),
        "elsewhere": told([(line.record.item, line.elsewhere) for line in each.lines if line.elsewhere], each.elsewhere),
        "cost": told([(line.record.item, line.costed.cost) for line in each.lines], each.cost),
        "left": told([(line.record.item, line.gap.left) for line in each.lines], each.left),
        "whole": each.horizon.code == "all",
    }  # fmt: skip


def _row(line: NeedLine, uid: str) -> dict[str, Any]:
    need = line.record
    return {
        "item": need.item,
        "link": reverse("assess_need", args=[uid, need.pk]),
        "horizon": need.horizon,
        "beneficiaries": need.beneficiaries or None,
        "currency": need.currency,
        "full": line.costed.full_cost,
        "each": line.costed.per_beneficiary,
        "elsewhere": line.elsewhere or None,
        "cost": line.costed.cost,
        "covered": line.gap.covered or None,
        "left": line.gap.left,
        "source": need.source,
        "as_of": need.as_of,
    }


@door("assess.read_assessments")
def need_page(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Show how the cost of one need was computed, who recorded it, and who covers it."""
    assessment, person = found(request, uid), who(request)
    rows = RecoveryNeed.objects.select_related("recorded_by", "scheme")
    need = get_visible(rows, person, "assess.read_assessments", pk=pk, assessment=assessment)
    held = needs_of(assessment)
    line = next((line for line in held.lines if line.record.pk == need.pk), None)
    scheme = getattr(need, "scheme", None)
    shown = {
        **on_top(person, assessment, "assess_needs"),
        "need": need,
        "back": reverse("assess_needs", args=[uid]),
        "answer": reckoned(line.record, line.costed, held.price_rise) if line else gettext("This need was withdrawn; it counts nowhere."),
        "line": line,
        "horizon": horizon_said(need.horizon, months=True),
        "rise": rise_said(held.price_rise, held.price_source),
        "scheme": scheme_said(scheme, need.currency) if scheme else [],
    }  # fmt: skip
    table = CoverTable(_covers(need))
    return listed(request, "assess/need.html", table, shown, name="covered-by-others")


def _covers(need: RecoveryNeed) -> list[dict[str, Any]]:
    return [_cover(row, need.currency) for row in need.covers.order_by("pk")]


def _cover(row: NeedCover, currency: str) -> dict[str, Any]:
    return {
        "link": reverse("record", args=["assess", "need-cover", row.pk]), "organisation": row.organisation, "amount": row.amount_minor, "currency": currency,
        "source": row.source, "as_of": row.as_of, "state": row.state,
    }  # fmt: skip


@door("assess.read_assessments")
def chapter_document(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Return the chapter on employment and livelihoods as it stands now, in the reader's language."""
    from mainstay.assess.documents.livelihoods import write_chapter

    assessment = found(request, uid)
    if kind not in FILES:
        raise NotFound("no_chapter", noop("The chapter comes as PDF or DOCX."))
    made = write_chapter(
        by=who(request), assessment=assessment, kind=kind, locale=(get_language() or "en")[:2]
    )
    answer = HttpResponse(made, content_type=FILES[kind])
    name = assessment.reference.replace("/", "-")
    answer["Content-Disposition"] = (
        f'attachment; filename="{name}-livelihoods-{clock.today():%Y-%m-%d}.{kind}"'
    )
    return answer
