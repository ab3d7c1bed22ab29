"""Writing down what safeguards found: one open finding per matter, closed when it holds again."""

from collections.abc import Collection, Iterable

from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.audit import canonical
from mainstay.deliver.works.models import Finding, Roll, Site
from mainstay.deliver.works.rules.safeguards import Breach


def write_findings(
    site: Site,
    breaches: Iterable[Breach],
    *,
    by: Person | None = None,
    roll: Roll | None = None,
    judged: Collection[str] = (),
) -> int:
    """Open what `breaches` found on a site (or one of its rolls) and close what of `judged` holds again.

    Part of the surrounding act. Returns how many findings are open now among them.
    """
    subject = f"roll:{roll.pk}" if roll else "site"
    found = {breach.code: breach for breach in breaches}
    today = clock.today()
    held = [code for code in judged if code not in found]
    Finding.objects.filter(site=site, subject=subject, code__in=held, closed_on__isnull=True).update(
        closed_on=today, closing_words="holds again"
    )
    rows = []
    for code, breach in found.items():
        facts = {name: _plain(value) for name, value in breach.reason.facts.items()}
        open_ = Finding.objects.filter(site=site, subject=subject, code=code, closed_on__isnull=True)
        if open_.update(msgid=breach.reason.msgid, facts=facts):
            continue
        rows.append(
            Finding(
                site=site, roll=roll, code=code, stops=breach.stops, subject=subject, msgid=breach.reason.msgid,
                facts=facts, found_on=today, found_by=by,
            )
        )  # fmt: skip
    Finding.objects.bulk_create(rows)
    return len(found)


def _plain(value: object) -> object:
    return (
        value
        if isinstance(value, str | int | float | bool) or value is None
        else canonical(value).decode().strip('"')
    )
