"""Going, staying in touch, coming back."""

from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.cases.services import meet_target, note, report_stage
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.models import Briefing, CheckIn, Deployment
from mainstay.staff.selectors import unsettled

from .releases import withdraw_releases
from .requests import reopen_place

CHECK_IN_EVERY = timedelta(days=7)
#: After an alarm was answered the next sign of life is expected within so many hours.
ALARM_AGAIN_HOURS = 12


def brief_person(*, by: Person, deployment: Deployment) -> Briefing:
    """Return the briefing held before a mission."""
    with act("staff.brief_person", by=by, on=deployment) as entry:
        held = Briefing.objects.create(deployment=deployment, kind="BRIEF", held_on=clock.today(), by=by)
        entry.note(kind="BRIEF")
    return held


def deploy_person(*, by: Person, deployment: Deployment) -> None:
    """Send a person on mission: every blocking clearance is granted and holds on the day of travel."""
    with act("staff.deploy_person", by=by, on=deployment) as entry:
        new = rules.DEPLOYMENT.move(deployment.state, "deploy")
        missing, expired = unsettled(deployment, clock.today())
        require(rules.why_not_deploy(missing=missing, expired=expired, uninsured="CL-INS" in missing))
        entry.change("state", deployment.state, new)
        deployment.state, deployment.arrived_at = new, clock.now()
        deployment.next_check_in_at = clock.now() + timedelta(
            hours=playbook.current().clearances["CL-CHK"].hours["T1"]
        )
        deployment.save(update_fields=["state", "arrived_at", "next_check_in_at"])
        expert = deployment.expert
        expert.state = rules.EXPERT.move(expert.state, "deploy")
        expert.save(update_fields=["state"])
        case = deployment.request.case
        there = Deployment.objects.filter(request__case=case, state="ON_MISSION").count()
        meet_target(case, "on_site")
        report_stage(
            case,
            "staff",
            state="OPEN",
            record_state=new,
            msgid=_("People on mission: {count}."),
            count=there,
        )
        note(
            case,
            by=by,
            stage="staff",
            msgid=_("One more person is on site ({area})."),
            area=deployment.request.functional_area,
        )


def check_in(*, by: Person, deployment: Deployment, place: str = "", well: bool = True) -> CheckIn:
    """Return a sign of life; the next is due in a week. An alarm ends with it."""
    with act("staff.check_in", by=by, on=deployment) as entry:
        sign = CheckIn.objects.create(deployment=deployment, at=clock.now(), place=place, well=well)
        deployment.next_check_in_at, deployment.alarm_at = clock.now() + CHECK_IN_EVERY, None
        deployment.save(update_fields=["next_check_in_at", "alarm_at"])
        entry.note(well=well)
    return sign


def raise_missed_check_ins() -> int:
    """Raise the alarm, as the system, for each mission whose check-in is missed; return how many."""
    now = clock.now()
    missed = Deployment.objects.filter(
        state="ON_MISSION", alarm_at__isnull=True, next_check_in_at__lt=now - timedelta(hours=2)
    )
    found = list(missed.select_related("request__case"))
    for deployment in found:
        with act("staff.raise_missed_check_in", by=system_person(), on=deployment):
            deployment.alarm_at = now
            deployment.save(update_fields=["alarm_at"])
            case = deployment.request.case
            scopes = [("case", str(case.pk))]
            scopes += [("country", key) for key in case.countries.values_list("country_id", flat=True)]
            notices.tell(
                holders_of(["SEC", "CD", "TT_COORD"], scopes),
                "missed_check_in",
                _("{case}: a check-in is missed since {since}. Follow the call tree."),
                key=f"deployment:{deployment.pk}:missed:{deployment.next_check_in_at:%Y%m%d%H}",
                without_content=True,
                case=case.reference,
                since=deployment.next_check_in_at.isoformat(timespec="minutes")
                if deployment.next_check_in_at
                else "",
            )
    return len(found)


def end_deployment(
    *, by: Person, deployment: Deployment, returned_on: date | None = None, rating: int | None = None
) -> None:
    """End a mission: the person rests when it was long, and is rated."""
    with act("staff.end_deployment", by=by, on=deployment) as entry:
        new = rules.DEPLOYMENT.move(deployment.state, "return")
        day = returned_on or clock.today()
        entry.change("state", deployment.state, new)
        deployment.state, deployment.returned_on, deployment.rating = new, day, rating
        deployment.next_check_in_at = deployment.alarm_at = None
        deployment.save(update_fields=["state", "returned_on", "rating", "next_check_in_at", "alarm_at"])
        left = deployment.arrived_at.date() if deployment.arrived_at else deployment.starts_on
        expert = deployment.expert
        expert.state = rules.EXPERT.move(expert.state, "return")
        expert.rests_until = rules.rests_until(left=left, returned=day)
        expert.save(update_fields=["state", "rests_until"])


def cancel_mission(*, by: Person, deployment: Deployment, reason: str) -> None:
    """Call a mission off before travel, with the reason; the place opens for the next of the shortlist."""
    with act("staff.end_deployment", by=by, on=deployment, reason=reason) as entry:
        new = rules.DEPLOYMENT.move(deployment.state, "cancel")
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why the mission is called off; the person reads it."))
        entry.change("state", deployment.state, new)
        deployment.state = new
        deployment.save(update_fields=["state"])
        withdraw_releases(deployment)
        reopen_place(deployment)


def debrief_person(*, by: Person, deployment: Deployment, lessons: str = "") -> Briefing:
    """Return the talk held after a mission."""
    with act("staff.debrief_person", by=by, on=deployment) as entry:
        new = rules.DEPLOYMENT.move(deployment.state, "debrief")
        held = Briefing.objects.create(
            deployment=deployment, kind="DEBRIEF", held_on=clock.today(), by=by, lessons=lessons
        )
        entry.change("state", deployment.state, new)
        deployment.state = new
        deployment.save(update_fields=["state"])
    return held


def answer_alarm(*, by: Person, deployment: Deployment, words: str) -> None:
    """Close the alarm of a missed check-in: the call tree was followed, and the person is heard from or looked for."""
    with act("staff.answer_alarm", by=by, on=deployment, reason=words) as entry:
        if deployment.alarm_at is None:
            raise BadInput("no_alarm", _("No check-in of this mission is missed."))
        if not words.strip():
            raise BadInput("words_missing", _("Say who was reached and what was agreed."))
        deployment.alarm_at = None
        deployment.next_check_in_at = clock.now() + timedelta(hours=ALARM_AGAIN_HOURS)
        deployment.save(update_fields=["alarm_at", "next_check_in_at"])
        entry.note(next_check_in_hours=ALARM_AGAIN_HOURS)


def rate_mission(*, by: Person, deployment: Deployment, rating: int, words: str = "") -> Deployment:
    """Return a mission rated by the person who was on it; her words are read by the roster manager alone."""
    with act("staff.rate_mission", by=by, on=deployment) as entry:
        if deployment.state not in {"RETURNED", "DEBRIEFED"}:
            raise BadInput("not_back", _("A mission is rated once the person is back."))
        if not 1 <= rating <= 5:
            raise BadInput("rating", _("Give one to five points."))
        deployment.own_rating, deployment.own_words = rating, words.strip() or None
        deployment.save(update_fields=["own_rating", "own_words"])
        entry.note(rating=rating)
    return deployment
