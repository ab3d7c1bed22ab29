"""Coming onto the roster and staying ready."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.crypto import lookup_digest
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.models import Availability, Expert, ExpertLanguage, ExpertSkill


def apply_roster(
    *,
    by: Person,
    name: str,
    email: str,
    kind: str,
    skills: Mapping[str, int],
    languages: Mapping[str, str],
    nationality: str | None = None,
    sex: str = "",
    crisis_types: Sequence[str] = (),
    countries: Sequence[str] = (),
    synthetic: bool = False,
) -> Expert:
    """Return the application of a person for herself; `skills` maps functional area to level, `languages` to CEFR."""
    with act("staff.apply_roster", by=by, on=[("own", str(by.pk))]) as entry:
        expert = _enter(
            name, email, kind, skills, languages, nationality, sex, crisis_types, countries, synthetic
        )
        expert.account = by
        expert.save(update_fields=["account"])
        entry.on(expert)
    return expert


def enter_expert(
    *,
    by: Person,
    name: str,
    email: str,
    kind: str,
    skills: Mapping[str, int],
    languages: Mapping[str, str],
    nationality: str | None = None,
    sex: str = "",
    crisis_types: Sequence[str] = (),
    countries: Sequence[str] = (),
    synthetic: bool = False,
) -> Expert:
    """Return an expert put on the long list by the roster manager, from a call or a partner's nomination."""
    with act("staff.longlist_expert", by=by) as entry:
        expert = _enter(
            name, email, kind, skills, languages, nationality, sex, crisis_types, countries, synthetic
        )
        expert.state = rules.EXPERT.move(expert.state, "longlist")
        expert.save(update_fields=["state"])
        entry.on(expert)
    return expert


def _enter(
    name: str,
    email: str,
    kind: str,
    skills: Mapping[str, int],
    languages: Mapping[str, str],
    nationality: str | None,
    sex: str,
    crisis_types: Sequence[str],
    countries: Sequence[str],
    synthetic: bool,
) -> Expert:
    digest = lookup_digest(email.strip().lower())
    if Expert.objects.filter(email_digest=digest).exists():
        raise RuleBroken("expert_known", _("This e-mail is on the roster already. Open that record."))
    if not skills or not all(1 <= level <= 4 for level in skills.values()):
        raise BadInput("skills", _("Name at least one functional area with a level from 1 to 4."))
    expert = Expert.objects.create(
        number=f"X-{Expert.objects.count() + 1:06d}",
        name=name.strip(),
        email=email.strip().lower(),
        email_digest=digest,
        kind=kind,
        sex=sex,
        nationality_id=nationality,
        crisis_types=list(crisis_types),
        countries=list(countries),
        synthetic=synthetic,
    )
    ExpertSkill.objects.bulk_create(
        ExpertSkill(expert=expert, functional_area=area, level=level) for area, level in skills.items()
    )
    ExpertLanguage.objects.bulk_create(
        ExpertLanguage(expert=expert, language=language, level=level) for language, level in languages.items()
    )
    return expert


def assess_oneself(*, by: Person, expert: Expert, skills: Mapping[str, int]) -> None:
    """Say at which level one works in which area; an interview proves it or not."""
    with act("staff.edit_own_record", by=by, on=expert) as entry:
        new = rules.EXPERT.move(expert.state, "assess_self")
        if not skills or not all(1 <= level <= 4 for level in skills.values()):
            raise BadInput("skills", _("Name at least one functional area with a level from 1 to 4."))
        expert.skills.all().delete()
        ExpertSkill.objects.bulk_create(
            ExpertSkill(expert=expert, functional_area=area, level=level) for area, level in skills.items()
        )
        entry.change("state", expert.state, new)
        entry.note(skills=dict(skills))
        expert.state = new
        expert.save(update_fields=["state"])


def renew_expert(*, by: Person, expert: Expert, briefed_on: date) -> None:
    """Make somebody ready again who came back or had lapsed: rested, debriefed, briefed afresh."""
    with act("staff.admit_expert", by=by, on=expert) as entry:
        new = rules.EXPERT.move(expert.state, "renew")
        last = expert.deployments.filter(state__in=["RETURNED", "DEBRIEFED"]).order_by("-returned_on").first()
        debriefed = last is None or last.state == "DEBRIEFED"
        require(rules.why_not_renew(rests_until=expert.rests_until, debriefed=debriefed, today=clock.today()))
        entry.change("state", expert.state, new)
        expert.state, expert.briefed_on, expert.rests_until = new, briefed_on, None
        expert.save(update_fields=["state", "briefed_on", "rests_until"])


def suspend_expert(*, by: Person, expert: Expert, reason: str) -> None:
    """Take somebody off the ready roster while a matter is looked into; shortlists leave her out."""
    _set_aside("suspend", by, expert, reason)


def reinstate_expert(*, by: Person, expert: Expert, reason: str) -> None:
    """Bring somebody back whose matter is settled; she is ready once she is briefed afresh."""
    _set_aside("reinstate", by, expert, reason)


def remove_expert(*, by: Person, expert: Expert, reason: str) -> None:
    """Take somebody off the roster for good; missions that were stay on record."""
    if expert.deployments.filter(state="ON_MISSION").exists():
        raise RuleBroken("on_mission", _("This person is on mission. End the mission first."))
    _set_aside("remove", by, expert, reason)


def _set_aside(verb: str, by: Person, expert: Expert, reason: str) -> None:
    with act("staff.suspend_expert", by=by, on=expert, reason=reason) as entry:
        new = rules.EXPERT.move(expert.state, verb)
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why; the person can ask to read it."))
        entry.change("state", expert.state, new)
        expert.state, expert.open_misconduct = new, verb == "suspend"
        expert.save(update_fields=["state", "open_misconduct"])


def lapse_experts() -> int:
    """Let members lapse, as the system, whose briefing is too old to go; return how many. They are asked to renew."""
    months = playbook.current().competencies.roster.briefing_months
    oldest = clock.today() - timedelta(days=round(months * 30.44))
    lapsed = list(Expert.objects.filter(state__in=["ACTIVE", "BRIEFED"], briefed_on__lt=oldest))
    for expert in lapsed:
        with act("staff.lapse_expert", by=system_person(), on=expert) as entry:
            entry.change("state", expert.state, "DORMANT")
            expert.state = rules.EXPERT.move(expert.state, "lapse")
            expert.save(update_fields=["state"])
            people = [expert.account_id] if expert.account_id else []
            notices.tell(
                [*people, *holders_of(["ROSTER"], [])], "briefing_old",
                _("{number}: the briefing of {on} is too old to go on mission. Renew it."),
                key=f"lapsed:{expert.pk}:{expert.briefed_on}", number=expert.number,
                on=expert.briefed_on.isoformat() if expert.briefed_on else "",
            )  # fmt: skip
    return len(lapsed)


def confirm_availability(*, by: Person, expert: Expert, first: date, last: date) -> Availability:
    """Return the span on which an expert says she can go; it counts as confirmed for ninety days."""
    with act("staff.confirm_availability", by=by, on=expert) as entry:
        said = Availability.objects.create(expert=expert, first=first, last=last, said_at=clock.now())
        expert.confirmed_on = clock.today()
        expert.save(update_fields=["confirmed_on"])
        entry.note(first=first, last=last)
    return said
