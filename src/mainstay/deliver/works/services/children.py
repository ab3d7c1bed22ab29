"""A child found at work: taken off at once, referred, and paid for every day; nothing of it on shared lists."""

from django.db.models import F

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.common import clock, notices
from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import Contract, Site, Worker
from mainstay.deliver.works.rules.safeguards import Breach
from mainstay.deliver.works.selectors.law import laws

from .findings import write_findings
from .protection import open_protection_case

SAFEGUARD = "SG-AGE-01"


def take_off_works(worker: Worker, *, by: Person) -> None:
    """End the contracts of a worker who is too young and refer her; part of the surrounding act.

    Days that were worked stay on their rolls and are paid. Each site on which she worked gets a finding that stops
    its next day until ages are checked and a correction is planned; it names nobody, and notices carry no content.
    A restricted case is opened for the child.
    """
    today = clock.today()
    running = Contract.objects.filter(worker=worker, state="RUNNING", ends_on__gte=today)
    sites = list(
        Site.objects.filter(pk__in=running.filter(starts_on__lte=today).values("site")).select_related(
            "project__country"
        )
    )
    told = {"end_reason": "found to be under age; referred", "changed_at": clock.real_now(), "state": "ENDED"}
    running.filter(starts_on__gt=today).update(ended_on=F("starts_on"), **told)
    running.filter(starts_on__lte=today).update(ended_on=today, **told)
    for verb in ("exit", "refer"):
        if rules.WORKER.why_not(worker.state, verb) is None and worker.state != "REFERRED":
            worker.state = rules.WORKER.move(worker.state, verb)
    worker.save(update_fields=["state"])
    remedy = laws()[SAFEGUARD].remedy
    reason = Reason(
        "child_found",
        _("A person under age was found at work and taken off ({safeguard}). The days are paid. Check every age on this site; {remedy}."),
        {"safeguard": SAFEGUARD, "remedy": remedy},
    )  # fmt: skip
    open_protection_case(
        by=by,
        project=worker.project,
        risk="CHILD_LABOUR",
        words=f"{worker.card}: found to be under age when the age was verified.",
        working=bool(sites),
    )
    for site in sites:
        write_findings(site, [Breach(SAFEGUARD, "next_day", reason)], by=by)
        notices.tell(
            holders_of(["SAF_OFF", "CPO"], [("country", site.project.country_id)]),
            "child_found",
            _("Something on site {site} needs you today. Open it in the system."),
            key=f"child_found:{worker.pk}:{site.pk}",
            without_content=True,
            site=site.code,
        )
