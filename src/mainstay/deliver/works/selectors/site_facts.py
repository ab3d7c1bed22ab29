"""What is known of a site, gathered for its safeguards in a handful of queries."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Q

from mainstay.common import clock
from mainstay.common.texts import fill
from mainstay.deliver.works.models import (
    Contract,
    CorrectionPlan,
    Finding,
    Selection,
    Site,
    SiteCheck,
    Terms,
    WageRate,
    Waiver,
    Worker,
)
from mainstay.deliver.works.rules.safeguards import SiteFacts

from .owed import lines_owed


def latest_answers(site: Site) -> dict[str, Mapping[str, Any]]:
    """Return the latest answer of each check of a site."""
    rows = SiteCheck.objects.filter(site=site).order_by("checked_on", "pk").values_list("code", "answer")
    return dict(rows)


def site_facts(site: Site) -> SiteFacts:
    """Return what the safeguards of a place ask about a site."""
    today = clock.today()
    terms = Terms.objects.filter(project=site.project_id).first()
    people = _people(site)
    workers = people["workers"] or site.planned_workers or 0
    rate = WageRate.objects.filter(
        task__project=site.project_id, task__skilled=False, starts_on__lte=today
    ).aggregate(most=Max("day_minor"))
    return SiteFacts(
        answers=latest_answers(site),
        workers=workers,
        women=people["women"],
        carers=people["carers"],
        running_days=(today - site.opened_on).days if site.opened_on else 0,
        labour_share=site.labour_share_percent,
        day_minor=rate["most"],
        market_minor=terms.market_day_minor if terms else None,
        shares=_shares(people),
        extra_per_household=people["extra"],
        selections=Selection.objects.filter(site=site).count(),
        applicants=people["workers"],
        late_pay=lines_owed(site.project).filter(site=site, payroll__calculated_at__lt=clock.now()).count()
        if site.opened_on
        else 0,
    )


def _people(site: Site) -> dict[str, int]:
    today = clock.today()
    running = Contract.objects.filter(site=site, state="RUNNING", ends_on__gte=today).values("worker")
    year = today.year
    sums = Worker.objects.filter(pk__in=running).aggregate(
        workers=Count("pk"),
        women=Count("pk", filter=Q(sex="F")),
        carers=Count("pk", filter=Q(small_children__gt=0)),
        youth=Count("pk", filter=Q(birth_year__gte=year - 24)),
        outsiders=Count("pk", filter=Q(local=False)),
        households=Count("household_digest", filter=~Q(household_digest=""), distinct=True),
        housed=Count("pk", filter=~Q(household_digest="")),
    )
    return {**sums, "extra": sums["housed"] - sums["households"]}


def _shares(people: Mapping[str, int]) -> dict[str, float | None]:
    whole = people["workers"]
    return {group: people[group] / whole if whole else None for group in ("women", "youth", "outsiders")}


def waived_codes(site: Site) -> set[str]:
    """Return the safeguards that are set aside on a site today."""
    today = clock.today()
    rows = Waiver.objects.filter(site=site, starts_on__lte=today, ends_on__gte=today)
    return set(rows.values_list("code", flat=True))


def next_day_stops(site: Site) -> list[tuple[str, str]]:
    """Return code and sentence of each open finding that stops the next day."""
    return standing_stops(site, "next_day")


def standing_stops(site: Site, stops: str) -> list[tuple[str, str]]:
    """Return code and sentence of each open finding of a site that stops `stops`.

    One that is waived, or has a correction plan that is not overdue, stops nothing.
    """
    return [(row.code, fill(row.msgid, row.facts)) for row in stopping_findings(site, stops)]


def stopping_findings(site: Site, stops: str) -> list[Finding]:
    """Return the open findings of a site that stop `stops` now: neither waived nor under a plan that is in time."""
    planned = CorrectionPlan.objects.filter(closed_on__isnull=True, due_on__gte=clock.today()).values(
        "finding"
    )
    rows = Finding.objects.filter(site=site, stops=stops, closed_on__isnull=True).exclude(pk__in=planned)
    waived = waived_codes(site)
    return [row for row in rows if row.code not in waived]


def participation(site: Site) -> Mapping[str, int]:
    """Return the counts of people on a site by group, for targets."""
    return _people(site)
