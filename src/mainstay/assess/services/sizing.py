"""Emergency employment as a way to fill a need: households, days and a wage give its size and its cost."""

from decimal import Decimal

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess.methods.emergency_employment import Scheme, WageFloor, emergency_employment
from mainstay.assess.models import RecoveryNeed, WorksScheme
from mainstay.assess.selectors.wage_floors import wage_floors
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.money import from_minor
from mainstay.common.texts import noop as _

from .evidence import check_open
from .needing import MOST, check_elsewhere_fits

#: A scheme that employs for longer is no emergency; a smaller share of wages is no employment-intensive work.
LONGEST = 366
LEAST_SHARE = Decimal("0.01")


def size_works(
    *,
    by: Person,
    need: RecoveryNeed,
    households: int,
    days: int,
    daily_wage_minor: int,
    labour_share: Decimal,
    overhead: Decimal = Decimal(0),
    market_wage_minor: int | None = None,
    floor_minor: int | None = None,
    floor_source: str = "",
) -> WorksScheme:
    """Return the works scheme that gives a need its size: one worker of each household, her share of the whole cost.

    The wage is never under a floor: the legal one of the playbook, those that works of the case have on record, and the
    one given with its source, which is needed where no other is known.
    """
    with act("assess.record_need", by=by, on=need) as entry:
        check_open(need.assessment)
        if need.state != "OPEN" or need.kind != "SUPPORT":
            raise RuleBroken("need_no_works", _("Works fill a need for support of people that stands."))
        floors = _floors(need, floor_minor, floor_source)
        highest = max(floors, key=lambda floor: floor.daily_minor)
        _refuse_low(daily_wage_minor, highest, need.currency)
        made = _scheme(households, days, daily_wage_minor, floors, labour_share, overhead)
        scheme, _new = WorksScheme.objects.update_or_create(
            need=need,
            defaults={
                "households": households, "days": days, "wage_minor": daily_wage_minor, "labour_share": labour_share,
                "floor_minor": highest.daily_minor, "floor_name": highest.name, "market_minor": market_wage_minor,
                "overhead": overhead, "worker_days": made.worker_days, "wages_minor": made.wages,
                "cost_minor": made.cost, "sized_by": by, "sized_at": clock.now(),
            },
        )  # fmt: skip
        for name, value in (("beneficiaries", households), ("each_minor", -(-made.cost // households))):
            entry.change(name, getattr(need, name), value)
            setattr(need, name, value)
        check_elsewhere_fits(need)
        need.save(update_fields=["beneficiaries", "each_minor"])
        entry.note(worker_days=made.worker_days, cost=made.cost, wage=daily_wage_minor, floor=highest.name)
    return scheme


def _floors(need: RecoveryNeed, floor_minor: int | None, floor_source: str) -> list[WageFloor]:
    """Return every floor that holds for a need; refuse where none is known and none is given."""
    known = wage_floors(need.assessment, currency=need.currency, day=clock.today())
    if floor_minor is not None:
        if floor_minor <= 0 or not floor_source.strip():
            raise BadInput(
                "floor_source", _("A floor of the wage is above 0 and names its source: a law, an agreement.")
            )
        known.append(WageFloor(floor_source.strip()[:300], floor_minor))
    if not known:
        raise BadInput(
            "no_floor",
            _("No floor of the wage is known for {country} in {currency}. Give it with its source."),
            country=need.assessment.country_id,
            currency=need.currency,
        )
    return known


def _refuse_low(wage: int, floor: WageFloor, currency: str) -> None:
    if wage < floor.daily_minor:
        raise BadInput(
            "wage_under_floor",
            _(
                "A daily wage of {currency} {wage} lies under the floor of {currency} {least} ({floor}). Pay at least "
                "that, with fewer days or households if the budget is fixed."
            ),
            currency=currency,
            wage=str(from_minor(wage, currency)),
            least=str(from_minor(floor.daily_minor, currency)),
            floor=floor.name,
        )


def _scheme(
    households: int, days: int, wage: int, floors: list[WageFloor], labour_share: Decimal, overhead: Decimal
) -> Scheme:
    if not 1 <= households <= MOST["beneficiaries"] or not 1 <= days <= LONGEST:
        raise BadInput(
            "works_size",
            _("A scheme has at least one household and one day of work, and at most {most} days."),
            most=LONGEST,
        )
    if not LEAST_SHARE <= labour_share <= 1 or not 0 <= overhead <= MOST["better"]:
        raise BadInput(
            "works_shares",
            _(
                "Give shares of one: wages 0.6 for 60 % of the direct cost, overhead 0.12 for 12 % on top of it."
            ),
        )
    return emergency_employment(
        households=households,
        days=days,
        daily_wage=wage,
        floors=floors,
        labour_share=labour_share,
        overhead=overhead,
    )
