"""Money in every state: a pledge that is not signed, chances of money, and applications from draft to objection."""

from datetime import timedelta

from mainstay.common import clock
from mainstay.fund.services import add_lead, apply_grant, move_lead, record_pledge, submit_grant
from mainstay.partners.services import register_organisation
from mainstay.rehearsal.theatre import Theatre

from .arriving import place_of

SECOND = "Second synthetic donor"
LEADS = (
    ("Shelter for markets", 400_000_00, "A concept note is wanted", ()),
    (
        "Jobs after the storm",
        1_200_000_00,
        "The committee meets next week",
        ("qualify", "send_proposal", "negotiate"),
    ),
    ("Youth and coastal works", 250_000_00, "", ("lose",)),
)


def play(theatre: Theatre) -> None:
    """Play what is on its way into the fund and out of it."""
    day = clock.now() - timedelta(days=4)
    theatre.act("fund", "chances", day, lambda: _hope(theatre))
    theatre.act("fund", "more asked", clock.now() - timedelta(days=1), lambda: _ask(theatre))


def _hope(theatre: Theatre) -> None:
    mobiliser, today = theatre.person("mobiliser"), clock.today()
    second = register_organisation(
        by=mobiliser, name=SECOND, type="REGIONAL_BODY", level="global", synthetic=True
    )
    record_pledge(
        by=mobiliser, donor=second, title="Recovery of markets (synthetic)", currency="EUR", amount=600_000_00,
        earmark="CRISIS_TYPE", earmark_key="DISASTER_RAPID", expected_on=today + timedelta(days=30), synthetic=True,
    )  # fmt: skip
    for title, amount, step, verbs in LEADS:
        lead = add_lead(
            by=mobiliser, donor=second, title=f"{title} (synthetic)", amount_usd=amount, country=place_of(theatre),
            expected_on=today + timedelta(days=60), next_step=step,
        )  # fmt: skip
        for verb in verbs:
            move_lead(
                by=mobiliser, lead=lead, verb=verb, reason="Money went to another region", next_step=step
            )


def _ask(theatre: Theatre) -> None:
    """Ask the first window once more, and leave a second application as a draft."""
    officer, case = theatre.person("officer"), theatre.props["case"]
    for what_for, amount, sent in (
        ("A second assessment team for Moheli", 40_000_00, True),
        ("Radio spots in three languages", 8_000_00, False),
    ):
        grant = apply_grant(
            by=officer, case=case, window="W1", purpose="assessment", what_for=f"{what_for} (synthetic)", amount_usd=amount
        )  # fmt: skip
        if sent:
            submit_grant(by=officer, grant=grant)
