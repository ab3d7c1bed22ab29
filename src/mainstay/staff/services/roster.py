"""Coming onto the roster and staying ready."""

from collections.abc import Mapping, Sequence
from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.crypto import lookup_digest
from mainstay.common.errors import BadInput, RuleBroken
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


def admit_expert(*, by: Person, expert: Expert, briefed_on: date, words: str = "") -> None:
    """Admit an expert after interview and references, with the day of the briefing."""
    with act("staff.admit_expert", by=by, on=expert, reason=words) as entry:
        old = expert.state
        for verb in ("longlist", "interview", "reference", "admit", "brief"):
            if rules.EXPERT.why_not(expert.state, verb) is None:
                expert.state = rules.EXPERT.move(expert.state, verb)
        if expert.state != "BRIEFED":
            rules.EXPERT.move(expert.state, "admit")
        expert.briefed_on = briefed_on
        expert.save(update_fields=["state", "briefed_on"])
        entry.change("state", old, expert.state)


def confirm_availability(*, by: Person, expert: Expert, first: date, last: date) -> Availability:
    """Return the span on which an expert says she can go; it counts as confirmed for ninety days."""
    with act("staff.confirm_availability", by=by, on=expert) as entry:
        said = Availability.objects.create(expert=expert, first=first, last=last, said_at=clock.now())
        expert.confirmed_on = clock.today()
        expert.save(update_fields=["confirmed_on"])
        entry.note(first=first, last=last)
    return said
