"""Who leads the response: proposed from office presence, confirmed, handed over, accepted; activation and level."""

from datetime import timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases import rules
from mainstay.cases.models import Case, Lead
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _

from .audience import concerned, members
from .spine import meet_target, note, start_target
from .team import call_roll


def propose_lead(case: Case, *, initiated_by_team: bool = False) -> str:
    """Return the lead model that the presence of offices and a regional mandate propose for `case`."""
    offices = [row.country.has_office for row in case.countries.select_related("country")]
    return rules.proposed_lead_model(
        country_office=any(offices),
        regional_mandate=bool(concerned(case, ["RO"])),
        initiated_by_team=initiated_by_team,
    )


def confirm_lead(
    *, by: Person, case: Case, model: str, holder: Person | None = None, words: str = ""
) -> Lead:
    """Return who leads from now on; a lead that the task team took on itself has a clock to hand over."""
    with act("cases.confirm_lead", by=by, on=case) as entry:
        if model not in rules.LEAD_MODELS:
            raise BadInput("lead_model", _("There is no lead model {model}."), model=model)
        entry.change("lead_model", case.lead_model, model)
        entry.note(proposed=propose_lead(case))
        lead = _take_lead(case, model, holder, words=words)
        note(case, by=by, stage="", msgid=_("Lead confirmed: {model}."), model=model)
    return lead


def _take_lead(case: Case, model: str, holder: Person | None, *, words: str = "") -> Lead:
    now = clock.now()
    days = playbook.current().lead_models[model].hand_over_days
    until = now + timedelta(days=days) if days else None
    case.leads.filter(ended_at__isnull=True).update(ended_at=now)
    if until is None:
        meet_target(case, "hand_over_lead")
    else:
        start_target(case, "hand_over_lead", since=now)
    case.lead_model, case.lead_until = model, until.date() if until else None
    case.save(update_fields=["lead_model", "lead_until"])
    return Lead.objects.create(
        case=case, model=model, holder=holder, since=now, hand_over_by=until, words=words.strip()
    )


def _current(case: Case) -> Lead:
    lead = case.leads.filter(ended_at__isnull=True).first()
    if lead is None:
        raise RuleBroken("no_lead", _("Nobody leads yet. Confirm the lead first."))
    return lead


def hand_over_lead(*, by: Person, case: Case, model: str, to: Person, words: str) -> Lead:
    """Return the lead with its offer to another office; it changes hands when that office accepts."""
    with act("cases.hand_over_lead", by=by, on=case) as entry:
        lead = _current(case)
        require(rules.why_not_hand_over(current=lead.model, model=model, to_same=to.pk == lead.holder_id))
        if not words.strip():
            raise BadInput("words_missing", _("Write what the next lead needs to know."))
        lead.offered_to, lead.offered_model, lead.offered_at = to, model, clock.now()
        lead.save(update_fields=["offered_to", "offered_model", "offered_at"])
        entry.note(model=model, to=to.pk)
        notices.tell(
            [to.pk],
            "lead_offered",
            _("{case}: the lead is handed over to you. Accept it. {words}"),
            key=f"lead:{lead.pk}:offered:{to.pk}",
            case=case.reference,
            words=words.strip(),
        )
        note(case, by=by, stage="", msgid=_("The lead was offered: {model}."), model=model)
    return lead


def accept_lead(*, by: Person, case: Case) -> Lead:
    """Return the lead that a person takes over who was offered it."""
    with act("cases.accept_lead", by=by, on=case) as entry:
        lead = _current(case)
        if lead.offered_to_id != by.pk:
            raise RuleBroken("not_offered", _("The lead of this case was not offered to you."))
        entry.change("lead_model", lead.model, lead.offered_model)
        taken = _take_lead(case, lead.offered_model, by)
        note(case, by=by, stage="", msgid=_("The lead was taken over: {model}."), model=taken.model)
    return taken


def activate_case(*, by: Person, case: Case, words: str = "") -> None:
    """Activate the response: its clock stops, and a review is due after six months."""
    with act("cases.activate_case", by=by, on=case) as entry:
        if case.activated_at is not None:
            raise RuleBroken("activated", _("This response is activated already."))
        if case.state != "OPEN":
            raise RuleBroken("case_not_open", _("This case is not open. Reopen it first."))
        case.activated_at = clock.now()
        case.save(update_fields=["activated_at"])
        meet_target(case, "activate_case")
        start_target(case, "review_stand_down", since=case.activated_at)
        note(case, by=by, stage="", msgid=_("The response was activated. {words}"), words=words.strip())
        entry.note(lead_model=case.lead_model)


def propose_level(*, by: Person, case: Case, level: str, reason: str) -> None:
    """Set crisis level 1 or 2; level 3 is proposed and waits for the chair."""
    with act("cases.propose_level", by=by, on=case, reason=reason) as entry:
        if level not in playbook.current().lists.crisis_levels:
            raise BadInput("unknown_level", _("There is no crisis level {level}."), level=level)
        if level == "L3":
            case.proposed_level = level
            notices.tell(
                concerned(case, ["TT_CHAIR"]),
                "level_proposed",
                _("{case}: level 3 is proposed. {reason}"),
                key=f"case:{case.pk}:level3:{clock.today():%Y%m%d}",
                case=case.reference,
                reason=reason,
            )
        else:
            entry.change("level", case.level, level)
            case.level, case.proposed_level = level, ""
        case.save(update_fields=["level", "proposed_level"])
        note(case, by=by, stage="", msgid=_("Crisis level: {level}. {reason}"), level=level, reason=reason)


def approve_level_3(*, by: Person, case: Case, reason: str) -> None:
    """Approve an organisation-wide response; the task team is called together and answers."""
    with act("cases.approve_level_3", by=by, on=case, reason=reason) as entry:
        if case.proposed_level != "L3":
            raise RuleBroken("not_proposed", _("Level 3 was not proposed for this case."))
        entry.change("level", case.level, "L3")
        case.level, case.proposed_level = "L3", ""
        case.save(update_fields=["level", "proposed_level"])
        note(case, by=by, stage="", msgid=_("Crisis level 3 was approved."))
        if called := members(case):
            call_roll(case, called, by=by, words=reason)
