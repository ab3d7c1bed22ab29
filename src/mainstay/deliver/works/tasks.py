"""What runs by itself: files taken in, pay that is late, rolls that are missing, contracts that ran out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mainstay.accounts.selectors import holders_of, person_asking
from mainstay.common import clock, due, jobs, notices
from mainstay.common.texts import noop as _

from .models import Contract, ImportBatch, Incident, Roll, Site
from .selectors.law import laws


@jobs.task("works.apply_workers")
def apply_workers(run: jobs.Run) -> Mapping[str, Any]:
    """Take a staged file of workers in, in the name of who gave it."""
    from .services.registration import apply_workers as apply

    run.progress(0, 1, doing="register")
    return dict(
        apply(by=person_asking(run.person_id), batch=ImportBatch.objects.get(pk=run.parameters["batch"]))
    )


@jobs.task("works.apply_rolls")
def apply_rolls(run: jobs.Run) -> Mapping[str, Any]:
    """Write a staged file of daily marks, in the name of who gave it."""
    from .services.marking import apply_rolls as apply

    run.progress(0, 1, doing="write")
    return dict(
        apply(by=person_asking(run.person_id), batch=ImportBatch.objects.get(pk=run.parameters["batch"]))
    )


@due.check("works.late_pay")
def late_pay() -> int:
    """Tell payroll officers of rolls closed more than 7 days ago whose pay is not out, and directors after 14."""
    limits = laws()["SG-WAGE-04"].params
    now, told = clock.now(), 0
    for days, roles, kind in (
        (limits.get("warn_days", 7), ["PAY_OFF"], "late"),
        (limits.get("breach_days", 14), ["PAY_OFF", "CD"], "breach"),
    ):
        late = Roll.objects.filter(closed_at__lt=now - timedelta(days=days)).exclude(
            state__in=["PAID", "RECONCILED"]
        )
        for roll in late.select_related("site__project")[:500]:
            project = roll.site.project
            told += notices.tell(
                holders_of(roles, [("project", str(project.pk)), ("country", project.country_id)]),
                "late_pay",
                _("Pay of site {site} from {day} is owed for more than {days} days."),
                key=f"late_pay:{kind}:{roll.pk}",
                site=roll.site.code,
                day=roll.first_on.isoformat(),
                days=days,
            )
    return told


@due.check("works.missing_rolls")
def missing_rolls() -> int:
    """Tell the timekeeper and engineer of an active site whose days of the last week stand on no roll."""
    today, told = clock.today(), 0
    eve = today - timedelta(days=1)
    covered = Roll.objects.filter(first_on__lte=eve, last_on__gte=eve).values("site")
    for site in Site.objects.filter(state="ACTIVE", opened_on__lt=eve).exclude(pk__in=covered)[:500]:
        people = [person for person in (site.timekeeper_id, site.engineer_id) if person is not None]
        week = today.isocalendar()
        told += notices.tell(
            people,
            "missing_roll",
            _("No roll of site {site} covers {day}. Open the roll, so that the days are paid."),
            key=f"missing_roll:{site.pk}:{week.year}-{week.week}",
            site=site.code,
            day=eve.isoformat(),
        )
    return told


@due.check("works.serious_incidents")
def serious_incidents() -> int:
    """Remind of serious accidents that nobody told the inspectorate within a day."""
    told = 0
    waiting = Incident.objects.filter(notify_by__lt=clock.now(), notified_at__isnull=True).select_related(
        "site__project"
    )
    for incident in waiting[:200]:
        told += notices.tell(
            holders_of(["SAF_OFF", "CD"], [("country", incident.site.project.country_id)]),
            "incident_late",
            _("An incident on site {site} waits to be told to the inspectorate and headquarters."),
            key=f"incident_late:{incident.pk}",
            without_content=True,
            site=incident.site.code,
        )
    return told


@due.check("works.early_starts")
def early_starts() -> int:
    """Remind of early starts that end soon, and end those whose day is over or whose project runs."""
    from .services.early_starts import end_early_starts_over, remind_early_starts

    return end_early_starts_over() + remind_early_starts()


@due.check("works.contracts_ending")
def contracts_ending() -> int:
    """Tell the engineer of contracts that run out within a week, so that nobody works without one."""
    today, told = clock.today(), 0
    ending = Contract.objects.filter(
        state="RUNNING", ends_on__gte=today, ends_on__lte=today + timedelta(days=7)
    )
    for site in Site.objects.filter(pk__in=ending.values("site"), engineer__isnull=False)[:500]:
        count = ending.filter(site=site).count()
        week = today.isocalendar()
        told += notices.tell(
            [site.engineer_id],  # type: ignore[list-item]
            "contracts_ending",
            _("{count} contracts on site {site} end within a week. Renew or end them."),
            key=f"contracts_ending:{site.pk}:{week.year}-{week.week}",
            count=count,
            site=site.code,
        )
    return told


@due.check("works.complaints")
def complaints() -> int:
    """Remind of complaints and restricted cases whose time has run out, without content."""
    from .services.complaints import remind_of_complaints
    from .services.protection import remind_of_protection

    return remind_of_complaints() + remind_of_protection()
