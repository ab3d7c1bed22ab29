"""A small synthetic crisis at its seventeenth day, made through the services: what the journeys walk through."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import assign_role, invite_person
from mainstay.cases import services as cases
from mainstay.cases.models import Case
from mainstay.common import clock
from tests import builders
from tests.web import crisis_money, crisis_results, crisis_works

PASSWORD = "a long and quiet river"
DAY = timedelta(days=1)
ROLES = {
    "coordinator": ("TT_COORD", "Noor Haddad"), "chair": ("TT_CHAIR", "Ingrid Solberg"), "officer": ("CPO", "Said Mohamed"),
    "director": ("CD", "Fatima Abdou"), "region": ("RO", "Kwame Mensah"), "security": ("SEC", "Luis Ortega"),
    "fund": ("FUND", "Mei Tanaka"), "mobiliser": ("RM", "Anna Novak"), "roster": ("ROSTER", "Peter Okello"),
    "monitor": ("ME", "Halima Said"), "employers": ("CONST_EMP", "Youssouf Ali"), "workers": ("CONST_WORK", "Zainab Combo"),
    "safety": ("SAF_OFF", "Jean Dubois"),
}  # fmt: skip


@dataclass
class Crisis:
    """The case and who is on it."""

    case: Case
    people: dict[str, Person]
    onset: datetime
    now: datetime
    made: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("people", {}):
            return self.people[name]
        if name in self.__dict__.get("made", {}):
            return self.made[name]
        raise AttributeError(name)


def account(email: str, name: str, role: str = "", kind: str = "", key: str = "") -> Person:
    """Return an account with a known e-mail and password that holds `role`."""
    from mainstay import playbook

    made = invite_person(by=builders.operator(), email=email, name=name, password=PASSWORD, synthetic=True)
    if role:
        kind = kind or playbook.current().roles[role].scope
        key = key or {"country": "COM", "region": "Africa"}.get(kind, "*")
        assign_role(
            by=builders.operator(), person=made, role=role, scope_kind=kind, scope_key=key,
            starts_on=(clock.now() - 400 * DAY).date(),
        )  # fmt: skip
    return made


def build(*, crews: tuple[int, int] = (9, 4)) -> Crisis:
    """Return the crisis as it stands at the seventeenth day, with so many workers on its two sites."""
    now = clock.now()
    onset = now - 17 * DAY
    builders.country("COM")
    with clock.at(onset - 30 * DAY):
        people = {
            key: account(f"{key}@example.org", name, role, "global" if role == "RM" else "")
            for key, (role, name) in ROLES.items()
        }
    with clock.at(onset + timedelta(hours=5)):
        case = cases.open_case(
            by=people["coordinator"], name="Cyclone Ilda", countries=["COM"], crisis_types=["DISASTER_RAPID"],
            onset_at=onset, level="L2", synthetic=True,
        )  # fmt: skip
    made = Crisis(case, people, onset, now)
    _seat_team(made)
    _warn(made)
    crisis_money.fund(made)
    _decide(made)
    crisis_works.work(made, crews)
    crisis_results.count(made)
    return made


def _seat_team(made: Crisis) -> None:
    seats = {"CHAIR": "chair", "HQ": "coordinator", "REGION": "region", "COUNTRY": "director",
             "SECURITY": "security", "FINANCE": "fund", "EMPLOYERS": "employers", "WORKERS": "workers"}  # fmt: skip
    with clock.at(made.onset + timedelta(hours=9)):
        for seat, who in seats.items():
            cases.fill_seat(by=made.people["coordinator"], case=made.case, seat=seat, holder=made.people[who])
        for task in made.case.tasks.filter(owner__isnull=False).order_by("due_at")[:4]:
            cases.complete_task(by=task.owner, task=task)


def _warn(made: Crisis) -> None:
    from mainstay.watch import services as watch

    with clock.at(made.onset - 2 * DAY):
        alert = watch.raise_alert(
            by=made.people["coordinator"], country=builders.country("COM"), level="ALERT",
            title="Cyclone heading for Grande Comore", evidence="Track and wind field of the weather service",
            crisis_types=["DISASTER_RAPID"], workers=(18_000, 42_000), likelihood="LIKELY",
        )  # fmt: skip
    with clock.at(made.onset + timedelta(hours=6)):
        watch.activate_alert(by=made.people["coordinator"], alert=alert, case=made.case)
    with clock.at(made.now - 3 * DAY):
        watch.raise_alert(
            by=made.people["coordinator"], country=builders.country("COM"), level="WATCH",
            title="Wages of dock workers unpaid for two months", evidence="Reported by the union of dockers",
        )  # fmt: skip
        item = watch.update_preparedness(
            by=made.people["officer"], country=builders.country("COM"), code=_first_item(),
            evidence="Quote of 12 March, signed", expires_on=(made.now + 100 * DAY).date(),
        )  # fmt: skip
        watch.confirm_preparedness(by=made.people["director"], item=item)


def _first_item() -> str:
    from mainstay import playbook

    return next(iter(playbook.current().preparedness.items))


def _decide(made: Crisis) -> None:
    with clock.at(made.now - 1 * DAY):
        decision = cases.draft_decision(
            by=made.people["coordinator"], case=made.case, title="Second surge team for Anjouan",
            text="Send two engineers and one dialogue officer to Anjouan for six weeks.",
            evidence="Roads to Domoni open since Monday",
        )  # fmt: skip
        cases.circulate_decision(by=made.people["coordinator"], decision=decision)
    made.made["decision"] = decision
