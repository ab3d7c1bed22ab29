"""When works may begin: on a project that runs, or before that under a signed early start.

An early start stops the future only: when it is over, no further site opens and nobody new starts. Days that are
worked are recorded, and pay is owed, whatever became of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Limits:
    """How far works may go before their design is approved, as the playbook says for the window that pays."""

    max_days: int
    max_sites: int
    max_workers: int


@dataclass(frozen=True, slots=True)
class Cover:
    """What early starts of a project cover today: their sites, up to how many workers, until when.

    `until` is the last day of the latest one, also when it is over; None where none was ever signed. `unpaid` says that
    one would cover, but its money went back or is spent.
    """

    sites: Collection[int] = ()
    max_workers: int = 0
    until: date | None = None
    unpaid: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one signature asks for, beside what earlier ones gave."""

    days: int
    sites: int
    max_workers: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a project stands for its works: whether it runs, what was signed early, what a consultation still lacks."""

    running: bool
    state: str
    cover: Cover
    unheard: Reason | None = None


#: States of a project in which nothing begins any more.
OVER = ("HANDED_OVER", "CLOSED")


def _over(state: str) -> Reason:
    return Reason(
        "project_over",
        _("The project is {state}; nothing begins on it. Days worked are recorded and paid."),
        {"state": state},
    )


def why_not_over(state: str) -> Reason | None:
    """Return why nothing begins on a project any more: it was handed over, dropped or closed."""
    return _over(state) if state in OVER else None


def last_day(first_signed: date, *, limits: Limits) -> date:
    """Return the last day that any early start of a project may have, counted from the first signature.

    >>> last_day(date(2026, 1, 10), limits=Limits(30, 5, 200))
    datetime.date(2026, 2, 9)
    """
    return first_signed + timedelta(days=limits.max_days)


def reminder_at(signed_at: datetime, ends_at: datetime, *, share: float) -> datetime:
    """Return when somebody is reminded that an early start ends: after this share of its time."""
    return signed_at + (ends_at - signed_at) * share


def why_not_sign(
    wanted: Wanted, *, limits: Limits, runs: bool, paid: bool, by_author: bool, days_left: int
) -> Reason | None:
    """Return why an early start cannot be signed so. `days_left` counts from today to the last day that is possible."""
    if runs:
        return Reason("runs_already", _("This project runs; its sites open without an early start."))
    if by_author:
        return Reason(
            "own_early_start",
            _("Who writes or leads a project does not sign its early start. Ask the director or the chair."),
        )
    if not paid:
        return Reason(
            "no_early_money",
            _(
                "No approved grant for a no-regret start stands behind it. Apply to window 1 for one: wages need money first."
            ),
        )
    if days_left < 1:
        return Reason(
            "early_start_spent",
            _("The {max_days} days of early starts of this project are over. Have the design approved."),
            {"max_days": limits.max_days},
        )
    return _over_limits(wanted, limits, days_left)


def _over_limits(wanted: Wanted, limits: Limits, days_left: int) -> Reason | None:
    for code, msgid, asked, most in (
        ("early_days", _("An early start lasts {most} more days at most; {asked} were asked."), wanted.days, days_left),
        ("early_sites", _("Early starts of a project cover {most} sites at most; these make {asked}."), wanted.sites, limits.max_sites),
        ("early_workers", _("An early start covers {most} workers at most; {asked} were asked."), wanted.max_workers, limits.max_workers),
    ):  # fmt: skip
        if asked > most:
            return Reason(code, msgid, {"asked": asked, "most": most})
        if asked < 1:
            return Reason(
                "early_empty", _("Name the sites, the last day after today, and for how many workers.")
            )
    return None


def why_not_begin(beginning: Beginning, *, site: int) -> Reason | None:
    """Return why no site may open and nobody new may start on this site: nothing approved, and nothing signed early."""
    if (over := why_not_over(beginning.state)) is not None or beginning.running:
        return over
    cover = beginning.cover
    if cover.unpaid and site not in cover.sites:
        return Reason(
            "early_money_gone",
            _(
                "The money of the early start went back or is accounted for. Have another grant approved, or the project started."
            ),
        )
    if cover.until is None:
        return Reason(
            "project_not_running",
            _(
                "The project is {state} and does not run. Have it approved and started, or an early start signed for this site."
            ),
            {"state": beginning.state},
        )
    if not cover.sites:
        return Reason(
            "early_start_over",
            _(
                "The early start ended on {until}: no further site opens and nobody new starts until the project runs. Days worked are recorded and paid."
            ),
            {"until": cover.until.isoformat()},
        )
    if site not in cover.sites:
        return Reason(
            "site_not_covered",
            _("The early start until {until} does not name this site. Have one signed that does."),
            {"until": cover.until.isoformat()},
        )
    return beginning.unheard


def why_not_take_on(beginning: Beginning, *, site: int, there: int, new: int) -> Reason | None:
    """Return why `new` persons may not be taken on beside those `there`; nobody new is always possible."""
    if new < 1:
        return None
    reason = why_not_begin(beginning, site=site)
    if reason is not None or beginning.running:
        return reason
    if there + new > beginning.cover.max_workers:
        return Reason(
            "early_workers_full",
            _(
                "The early start covers {most} workers; {there} are there and {new} would be new. Have the design approved first."
            ),
            {"most": beginning.cover.max_workers, "there": there, "new": new},
        )
    return None
