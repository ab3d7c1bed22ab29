"""Dialogue mechanisms: seats by a composition rule, sessions, agreements, disputes, maturity."""

from collections.abc import Collection, Mapping
from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.models import Area
from mainstay.common.texts import noop as _
from mainstay.partners import events, rules
from mainstay.partners.models import (
    DialogueAgreement,
    DialogueSession,
    Dispute,
    Maturity,
    Mechanism,
    MechanismSeat,
    Organisation,
    SessionAttendance,
)

from .places import country_of, scopes_in

#: The type whose seats follow the programme's fixed pattern of eleven.
ADVISORY = "DM12"
#: Other mechanisms are tripartite unless they say otherwise.
TRIPARTITE = {"government": 2, "employers": 2, "workers": 2}


def register_mechanism(
    *,
    by: Person,
    type: str,
    name: str,
    country: str,
    area: Area | None = None,
    case_key: int | None = None,
    purposes: Collection[str] = (),
    pattern: Mapping[str, int] | None = None,
    began_on: date | None = None,
) -> Mechanism:
    """Return a mechanism with its seats, empty, by the composition rule `pattern` (group of seats → number).

    Without a pattern the advisory committee has the eleven seats of the playbook, any other two for each side.
    """
    place = country_of(country)
    with act("partners.register_mechanism", by=by, on=scopes_in(place, case_key=case_key)) as entry:
        dialogue = playbook.current().dialogue
        if type not in dialogue.mechanisms:
            raise BadInput("unknown_type", _("There is no type of mechanism {type}."), type=type)
        strange = [code for code in purposes if code not in dialogue.purposes]
        if strange:
            raise BadInput(
                "unknown_purpose", _("Purposes are: {purposes}."), purposes=", ".join(dialogue.purposes)
            )
        rule = dict(pattern or (dialogue.seat_pattern if type == ADVISORY else TRIPARTITE))
        made = Mechanism.objects.create(
            type=type,
            name=name.strip(),
            country=place,
            area=area,
            case_key=case_key,
            purposes=list(purposes),
            pattern=rule,
            state="ACTIVE" if began_on else rules.MECHANISM.start,
            began_on=began_on,
            registered_by=by,
        )
        MechanismSeat.objects.bulk_create(
            MechanismSeat(mechanism=made, group=group, side=rules.side_of_group(group), number=number)
            for group, count in rule.items()
            for number in range(1, count + 1)
        )
        entry.on(made)
        entry.note(type=type, seats=rule)
    return made


def fill_mechanism_seat(
    *, by: Person, seat: MechanismSeat, organisation: Organisation | None, holder_sex: str = ""
) -> None:
    """Give a seat to an organisation, or leave it vacant (None); a side's seat goes to that side alone."""
    with act("partners.register_mechanism", by=by, on=seat.mechanism) as entry:
        if organisation is not None and seat.side not in {"none", organisation.side}:
            raise RuleBroken(
                "wrong_side",
                _("This is a seat of {side}. {name} is not on that side."),
                side=seat.side,
                name=organisation.name,
            )
        if holder_sex not in {"", "F", "M", "X"} or (organisation is None and holder_sex):
            raise BadInput("holder_sex", _("Sex is F, M, X or left empty."))
        entry.note(seat=[seat.group, seat.number])
        entry.change("organisation", seat.organisation_id, organisation.pk if organisation else None)
        seat.organisation, seat.holder_sex = organisation, holder_sex
        seat.since = clock.today() if organisation else None
        seat.save(update_fields=["organisation", "holder_sex", "since"])


def record_session(
    *,
    by: Person,
    mechanism: Mechanism,
    held_on: date,
    subject: str,
    attendance: Mapping[str, Mapping[str, int]],
    record: str = "",
    agreements: Collection[str] = (),
    disputes: Collection[str] = (),
) -> DialogueSession:
    """Return a session: who came (side → women, men, unknown), what was agreed, what is disputed."""
    with act("partners.record_session", by=by, on=mechanism) as entry:
        came = sum(sum(counts.values()) for counts in attendance.values())
        require(rules.why_not_hold_session(state=mechanism.state, attended=came))
        if held_on > clock.today():
            raise BadInput("held_ahead", _("A session is recorded after it was held."))
        if mechanism.state != "ACTIVE":
            mechanism.state = rules.MECHANISM.move(mechanism.state, "begin")
            mechanism.began_on = mechanism.began_on or held_on
            mechanism.save(update_fields=["state", "began_on"])
        session = DialogueSession.objects.create(
            mechanism=mechanism,
            held_on=held_on,
            subject=subject.strip(),
            record=record.strip(),
            recorded_by=by,
        )
        SessionAttendance.objects.bulk_create(
            SessionAttendance(session=session, side=side, **counts) for side, counts in attendance.items()
        )
        DialogueAgreement.objects.bulk_create(
            DialogueAgreement(session=session, text=text.strip()) for text in agreements
        )
        Dispute.objects.bulk_create(
            Dispute(mechanism=mechanism, session=session, subject=text.strip(), opened_on=held_on)
            for text in disputes
        )
        entry.on(session)
        entry.note(attended=came, agreements=len(agreements), disputes=len(disputes))
        _happened(mechanism, by, session)
    return session


def _happened(mechanism: Mechanism, by: Person, session: DialogueSession) -> None:
    events.happened.send(
        Mechanism,
        case_key=mechanism.case_key,
        by=by,
        msgid=_("{name} met: {subject}."),
        facts={"name": mechanism.name, "subject": session.subject},
        key=f"session:{session.pk}",
    )


def record_settlement(*, by: Person, dispute: Dispute, outcome: str, verb: str = "settle") -> None:
    """Record how a dispute went on: mediated (`mediate`), settled (`settle`) or left unresolved (`give_up`)."""
    with act("partners.record_settlement", by=by, on=dispute) as entry:
        state = rules.DISPUTE.move(dispute.state, verb)
        if not outcome.strip():
            raise BadInput("outcome_missing", _("Write what came of it."))
        entry.change("state", dispute.state, state)
        dispute.state, dispute.outcome = state, outcome.strip()
        dispute.ended_on = clock.today() if state in {"SETTLED", "UNRESOLVED"} else None
        dispute.save(update_fields=["state", "outcome", "ended_on"])


def follow_up_agreement(*, by: Person, agreement: DialogueAgreement, followed: bool, words: str = "") -> None:
    """Record whether what a session agreed was followed."""
    with act("partners.record_session", by=by, on=agreement) as entry:
        entry.change("followed", agreement.followed, followed)
        agreement.followed, agreement.followed_note = followed, words.strip()
        agreement.save(update_fields=["followed", "followed_note"])


def rest_mechanism(*, by: Person, mechanism: Mechanism, reason: str, close: bool = False) -> None:
    """Let a mechanism rest, or close it for good, with the reason; its next session wakes one that rests."""
    with act("partners.register_mechanism", by=by, on=mechanism, reason=reason) as entry:
        state = rules.MECHANISM.move(mechanism.state, "close" if close else "rest")
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why it no longer meets."))
        entry.change("state", mechanism.state, state)
        mechanism.state = state
        mechanism.save(update_fields=["state"])


def rate_mechanism(*, by: Person, mechanism: Mechanism, score: int, words: str = "") -> Maturity:
    """Return how mature a mechanism is today, 0 to 4; earlier ratings stay as its history."""
    with act("partners.rate_mechanism", by=by, on=mechanism) as entry:
        require(rules.why_not_rate_mechanism(score, held_sessions=mechanism.sessions.count()))
        made, _made = Maturity.objects.update_or_create(
            mechanism=mechanism,
            rated_on=clock.today(),
            defaults={"score": score, "rated_by": by, "words": words.strip()},
        )
        entry.note(score=score)
    return made
