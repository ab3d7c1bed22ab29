"""The money and the people of the small crisis."""

from datetime import timedelta
from typing import Any

from mainstay.common import clock
from mainstay.fund import services as funds
from mainstay.partners.models import Organisation
from mainstay.staff import services as staffing
from tests import builders

DAY = timedelta(days=1)


def fund(made: Any) -> None:
    """Sign two contributions, grant window 1, ask for people."""
    people = made.people
    with clock.at(made.onset - 20 * DAY):
        for number, (amount, earmark) in enumerate(
            [(900_000_00, {}), (300_000_00, {"earmark": "COUNTRY", "earmark_key": "COM"})]
        ):
            given = funds.record_pledge(
                by=people["mobiliser"], donor=_donor(number), title="Crisis response", currency="USD", amount=amount,
                **earmark,
            )  # fmt: skip
            funds.record_contribution(by=people["fund"], contribution=given)
            funds.record_receipt(by=people["fund"], contribution=given, amount=amount)
    with clock.at(made.onset + 1 * DAY):
        grant = funds.apply_grant(
            by=people["officer"], case=made.case, window="W1", purpose="no_regret_works",
            what_for="Rapid assessment and first three sites", amount_usd=40_000_00,
        )  # fmt: skip
        funds.submit_grant(by=people["officer"], grant=grant)
        funds.screen_grant(by=people["fund"], grant=grant, passed=True)
        funds.approve_grant(by=people["coordinator"], grant=grant)
    with clock.at(made.onset + 3 * DAY):
        funds.adopt_silent_grants()
        grant.refresh_from_db()
        funds.disburse_grant(by=people["fund"], grant=grant)
    made.made["grant"] = grant
    _ask_for_people(made)


def _donor(number: int) -> Organisation:
    return Organisation.objects.create(
        name=f"Synthetic donor {number + 1}", type="BILATERAL", level="global",
        registered_by=builders.operator(), registered_at=clock.now(),
    )  # fmt: skip


def _ask_for_people(made: Any) -> None:
    with clock.at(made.onset + 2 * DAY):
        for area, host in (("FA02", "Ministry of labour"), ("FA01", "Ministry of public works")):
            request = staffing.request_team(
                by=made.people["officer"], case=made.case, functional_area=area, min_level=2, language="fr", tier="T1",
                starts_on=clock.today() + 4 * DAY, ends_on=clock.today() + 60 * DAY, terms="Open the first sites",
                host=host, budget_line="W1",
            )  # fmt: skip
            staffing.approve_team_request(by=made.people["coordinator"], request=request)
