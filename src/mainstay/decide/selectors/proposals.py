"""Scores that the data proposes for a request, each with its evidence."""

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.models import CountryYear
from mainstay.decide.methods.proposed_score import (
    Proposal,
    affected_share,
    expected_money,
    fragility,
    job_loss,
)
from mainstay.decide.models import Request
from mainstay.watch.selectors import headline_values


def proposed_scores(request: Request) -> dict[str, Proposal]:
    """Return the proposals for the criteria that data can answer: share affected, job loss, fragility, money.

    A stale figure proposes nothing: people look for a newer one.
    """
    place = request.country
    assert place is not None
    criteria = playbook.current().eligibility.criteria
    known = headline_values([place.pk], ["POPULATION", "INFORM"]).get(place.pk, {})
    population, risk = known.get("POPULATION"), known.get("INFORM")
    listed = (
        CountryYear.objects.filter(
            country=place, fiscal_year__lte=clock.today().year + 1, fragile__isnull=False
        )
        .order_by("-fiscal_year")
        .first()
    )
    found = {
        "C01": affected_share(
            request.people_affected,
            population.value if population and not population.stale else None,
            bounds=criteria["C01"].proposed_score,
        ),
        "C02": job_loss(request.jobs_lost, request.jobs_baseline),
        "C05": fragility(
            g7plus=place.g7plus,
            fragile=listed.fragile if listed else None,
            risk=risk.value if risk and not risk.stale else None,
        ),
        "C07": expected_money(
            request.money_committed_usd, request.money_likely_usd, bounds=criteria["C07"].proposed_score
        ),
    }
    return {
        code: proposal for code, proposal in found.items() if code in criteria and proposal.score is not None
    }
