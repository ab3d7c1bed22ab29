"""The budget: what if the wage, the share of wages or the money were another? And its lines, to be filled in."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from mainstay.accounts.permissions import may
from mainstay.accounts.selectors import draft_of
from mainstay.accounts.services import drop_draft, keep_draft
from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput, NotFound, RuleBroken
from mainstay.common.money import from_minor
from mainstay.common.texts import noop
from mainstay.design import selectors, services
from mainstay.design.forms import LineForm, VariantForm, line_forms, plain
from mainstay.design.methods.labour_content import LabourContent
from mainstay.design.models import BudgetLine, PlanOption, Project
from mainstay.design.panels import project_answer
from mainstay.design.tables import LineTable
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import hour, money, number

from .shown import found, on_top


@door("design.read_designs", methods=["GET", "HEAD", "POST"])
def budget_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what the plan costs and pays for, as planned and as tried; store its lines when they are sent."""
    project, person = found(request, uid), who(request)
    option = selectors.option_of(project, request.GET.get("option", ""))
    if request.method == "POST" and option is not None:
        forms = _forms(option, request.POST)
        if _stored(request, project, option, forms):
            drop_draft(by=person, place=_place(option))
            messages.success(request, gettext("The budget is stored."))
            return redirect(request.get_full_path())
        return render(
            request, "design/budget.html", {**_shown(request, project, option), "forms": forms}, status=422
        )
    shown = _shown(request, project, option)
    if option is not None and may(person, "design.cost_design", project):
        kept = {name: values[-1] for name, values in draft_of(person, _place(option)).items() if values}
        shown |= {"forms": _forms(option, kept or None), "from_draft": bool(kept)}
    return listed(request, "design/budget.html", LineTable(_rows(option)), shown, name="budget")


def _place(option: PlanOption) -> str:
    return f"design/budget/{option.pk}"


@door("design.cost_design", methods=["POST"])
def keep_lines(request: HttpRequest, uid: str) -> HttpResponse:
    """Keep the lines as they are typed, and tell when; nothing else happens."""
    option = selectors.option_of(found(request, uid), request.GET.get("option", ""))
    if option is None:
        raise NotFound("no_option", noop("This design has no such option."))
    content = {name: request.POST.getlist(name) for name in request.POST if name.startswith("line-")}
    keep_draft(by=who(request), place=_place(option), content=content)
    return JsonResponse({"told": gettext("Saved at {time}.").format(time=hour(clock.now()))})


@door("design.cost_design", methods=["POST"])
def forget_lines(request: HttpRequest, uid: str) -> HttpResponse:
    """Throw the draft of the lines away and show the budget as it is stored."""
    project = found(request, uid)
    option = selectors.option_of(project, request.GET.get("option", ""))
    if option is not None:
        drop_draft(by=who(request), place=_place(option))
    return redirect("design_budget", uid=project.uid)


def _forms(option: PlanOption, given: Any) -> list[LineForm]:
    """Return the lines of an option as forms, each with name, unit and cost of its line as they stand."""
    forms = line_forms(option, given)
    for form in forms:
        if form.row is not None:
            form.called, form.counts_in = selectors.line_words(form.row)
            form.cost = selectors.line_cost(form.row)
    return forms


def _rows(option: PlanOption | None) -> list[dict[str, Any]]:
    lines: list[BudgetLine] = list(option.lines.all()) if option else []
    return [
        {
            "title": title, "module": line.module, "quantity": line.quantity, "unit": unit,
            "unit_cost_minor": line.unit_cost_minor, "typical_minor": line.typical_minor, "reason": line.reason,
            "share": line.labour_share * 100, "cost": selectors.line_cost(line),
        }
        for line in lines
        for title, unit in [selectors.line_words(line)]
    ]  # fmt: skip


def _shown(request: HttpRequest, project: Project, option: PlanOption | None) -> dict[str, Any]:
    planned, why = _tried(project, option, {})
    form = VariantForm(request.GET, project, planned=_initial(project, planned)) if planned else None
    tried, refused = _tried(project, option, form.changes) if form and form.changes else (None, "")
    if form and refused:
        form.add_error(None, refused)
    return {
        **on_top(who(request), project, "design_budget"),
        "answer": project_answer(project),
        "why": why,
        "option": option,
        "whole": sum(selectors.line_cost(line) for line in option.lines.all()) if option else 0,
        "options": list(project.options.all()),
        "variant": form,
        "changes": bool(tried),
        "figures": _figures(project, planned.content, tried.content if tried else None) if planned else [],
        "may_cost": may(who(request), "design.cost_design", project),
        "needs_reason": project.state not in {"DRAFT", "IN_CONSULTATION", "REVISION"},
    }


def _tried(
    project: Project, option: PlanOption | None, changes: dict[str, Any]
) -> tuple[selectors.Variant | None, str]:
    try:
        return selectors.variant_of(project, option, **changes), ""
    except (BadInput, RuleBroken) as error:
        return None, sentence(error.reason)


def _initial(project: Project, planned: selectors.Variant) -> dict[str, Decimal]:
    found = {
        "wage": from_minor(planned.daily_wage_minor, project.currency),
        "days": planned.days_per_worker,
        "share": Decimal(str(round(100 * planned.content.labour_share, 1))),
        "budget": Decimal(round(planned.content.cost / 100)),
    }
    return {name: Decimal(plain(value)) for name, value in found.items()}


def _figures(project: Project, planned: LabourContent, tried: LabourContent | None) -> list[dict[str, Any]]:
    """Return each quantity as planned, as tried, and the difference in words."""
    rows: list[tuple[str, Any, Any, Callable[[Any], str]]] = [
        (gettext("Cost"), planned.cost, tried and tried.cost, money),
        (gettext("Wages"), planned.wages, tried and tried.wages, money),
        (gettext("Share of wages, %"), 100 * planned.labour_share, tried and 100 * tried.labour_share, number),
        *_counted_days(planned, tried),
        (gettext("Worker-days that the wages pay"), planned.worker_days, tried and tried.worker_days, number),
        (gettext("People"), planned.workers, tried and tried.workers, number),
        (gettext("Full-time years of work"), planned.worker_days / project.workdays_per_year,
         tried and tried.worker_days / project.workdays_per_year, number),
        (gettext("Cost of a worker-day"), planned.cost_per_worker_day, tried and tried.cost_per_worker_day, money),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "planned": write(before),
            "tried": write(after) if tried else "",
            "change": _change(before, after, write) if tried else "",
        }
        for name, before, after, write in rows
    ]


def _counted_days(
    planned: LabourContent, tried: LabourContent | None
) -> list[tuple[str, Any, Any, Callable[[Any], str]]]:
    """Return the row of the worker-days that the lines count, where these are not those that their wages pay."""
    if planned.adds_up and (tried is None or tried.adds_up):
        return []
    return [
        (gettext("Worker-days that the lines count"), planned.days_in_lines, tried and tried.days_in_lines, number)
    ]  # fmt: skip


def _change(before: Any, after: Any, write: Callable[[Any], str]) -> str:
    if before is None or after is None or before == after:
        return "="
    return f"+ {write(after - before)}" if after > before else f"− {write(before - after)}"


def _stored(request: HttpRequest, project: Project, option: PlanOption, forms: list[LineForm]) -> bool:
    used = [form for form in forms if form.row is not None or form.has_changed()]
    if [form for form in used if not form.is_valid()]:  # Each is asked, so that each shows its faults.
        return False
    changed = [form for form in used if form.has_changed()]
    try:
        services.cost_design(
            by=who(request), project=project, lines=[form.line for form in changed], option=option.code,
            reason=request.POST.get("why", ""),
        )  # fmt: skip
    except AppError as error:
        _tell(request, changed, error)
        return False
    return True


def _tell(request: HttpRequest, forms: list[LineForm], error: AppError) -> None:
    problems = error.problems if isinstance(error, BadInput) else ()
    for problem in problems:
        form = forms[(problem.row or 1) - 1]
        name = LineForm.FIELDS.get(problem.field or "", problem.field or "")
        form.add_error(name if name in form.fields else None, sentence(problem.reason))
    if not problems:
        messages.error(request, sentence(error.reason))


@door("design.cost_design", methods=["POST"])
def adopt(request: HttpRequest, uid: str) -> HttpResponse:
    """Let the plan be as it was tried."""
    project = found(request, uid)
    planned = selectors.variant_of(project, selectors.option_of(project))
    form = VariantForm(request.POST, project, planned=_initial(project, planned))
    if form.is_valid():
        services.adopt_variant(
            by=who(request), project=project, reason=request.POST.get("why", ""), **form.changes
        )
        messages.success(request, gettext("The plan is now as you tried it."))
    return redirect("design_budget", uid=project.uid)
