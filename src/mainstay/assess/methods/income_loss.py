"""Income that went with the lost workdays, wage and own-account work apart."""

from dataclasses import dataclass

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .estimate_range import Range, sum_of_ranges


@dataclass(frozen=True, slots=True)
class IncomeLoss:
    """Lost income in whole minor units of one currency, by how people earned it."""

    wage: Range
    own_account: Range

    @property
    def total(self) -> Range:
        """Both together; their errors go the same way."""
        return sum_of_ranges((self.wage, self.own_account))


def income_loss(
    *, wage_workdays: Range, daily_wage: int, own_account_workdays: Range, daily_mixed_income: int
) -> IncomeLoss:
    """Return the personal income lost, for employees and for own-account workers apart.

    I_g = D_g · e_g: workdays lost times the usual daily earnings of the group g; the wage for employees, mixed
    income (what the work brings after its costs) for own-account and family workers. Benefits, remittances and
    aid are not netted: they stand beside. The loss repeats what the chapters of the economic sectors count and
    is never added to theirs. Post-Disaster Needs Assessment, Guidelines Volume B, *Employment, Livelihoods and
    Social Protection* (2014). Unit: minor units of one currency, as `daily_wage` and `daily_mixed_income` are.

    >>> loss = income_loss(
    ...     wage_workdays=Range(800, 1_000, 1_200), daily_wage=10_00,
    ...     own_account_workdays=Range(1_500, 2_000, 3_000), daily_mixed_income=6_00)
    >>> loss.wage.central, loss.own_account.central, loss.total.high
    (1000000, 1200000, 3000000.0)
    """
    if daily_wage < 0 or daily_mixed_income < 0:
        raise BadInput("income.negative", _("Daily earnings are not negative."))
    return IncomeLoss(wage_workdays.scaled(daily_wage), own_account_workdays.scaled(daily_mixed_income))
