"""Workdays that a crisis took from those who had work."""

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .estimate_range import Range
from .recovery_path import RecoveryPath

#: Hours of one normal working day (C1, Art. 2; C30, Art. 3).
NORMAL_DAY = 8.0


def workdays_lost(
    *,
    workers: float,
    share_stopped: Range,
    days: float,
    recovery_days: float = 0,
    days_a_week: float = 6,
    hours_cut: float = 0,
    share_cut: float = 0,
) -> Range:
    """Return the workdays lost by `workers`, with the range that the share of stopped workers has.

    D = W · s · (d + r/2) · k/7 + W · c · (h/8) · d · k/7

    W workers before the event; s share that stopped; d calendar days of standstill; r calendar days in which
    work comes back evenly, so that half of them are lost (`RecoveryPath` has other ways back); k working days a
    week; c share of workers whose day was cut by h hours. Post-Disaster Needs Assessment, Guidelines Volume B,
    *Employment, Livelihoods and Social Protection* (2014), effects on employment; linear return: Jovel and
    Mudahar, *Damage, Loss and Needs Assessment Guidance Notes* (World Bank, 2010), vol. 2. Unit: days of one worker.

    >>> workdays_lost(workers=1_000, share_stopped=Range(0.2, 0.3, 0.4), days=30, days_a_week=7)
    Range(low=6000.0, central=9000.0, high=12000.0)
    >>> workdays_lost(workers=100, share_stopped=Range.exact(0), days=7, hours_cut=4, share_cut=0.5).central
    150.0
    """
    if workers < 0 or days < 0 or recovery_days < 0 or not 0 < days_a_week <= 7:
        raise BadInput(
            "workdays.negative", _("Workers and days are not negative; a week has 1 to 7 working days.")
        )
    if not 0 <= share_cut <= 1 or share_stopped.high + share_cut > 1 + 1e-9:
        raise BadInput(
            "workdays.share",
            _(
                "Shares of workers who stopped ({stopped}) and whose day was cut ({cut}) cannot exceed 1 together."
            ),
            stopped=share_stopped.high,
            cut=share_cut,
        )
    if not 0 <= hours_cut <= NORMAL_DAY:
        raise BadInput("workdays.hours", _("Hours cut a day lie between 0 and {normal}."), normal=NORMAL_DAY)
    weekly = days_a_week / 7
    stands = RecoveryPath("linear", still=days, until=days + recovery_days)
    shorter = RecoveryPath("step", until=days, start=hours_cut / NORMAL_DAY)
    stopped = share_stopped.scaled(workers * stands.days_lost(0, days + recovery_days) * weekly)
    return stopped.plus(workers * share_cut * shorter.days_lost(0, days) * weekly)
