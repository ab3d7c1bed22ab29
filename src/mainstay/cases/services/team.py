"""The task team: seats filled, vacated, nominated; the team called together."""

from collections.abc import Collection

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings
from mainstay.accounts.services import act
from mainstay.cases import rules
from mainstay.cases.models import Case, RollAnswer, RollCall, Seat
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, NotFound, RuleBroken, require
from mainstay.common.texts import noop as _

from .audience import members
from .spine import note

#: The seats that the social partners themselves name a person for.
NOMINATED_BY = {"EMPLOYERS": "CONST_EMP", "WORKERS": "CONST_WORK"}


def set_out_seats(case: Case) -> None:
    """Make the empty seats of the task team, as the playbook lists them; part of the act that opens the case."""
    Seat.objects.bulk_create(
        Seat(case=case, code=seat.code, number=number)
        for seat in playbook.current().seats.values()
        for number in range(1, seat.count + 1)
    )


def seat_of(case: Case, code: str, number: int = 1) -> Seat:
    """Return one seat of the case's team; raise `NotFound` naming those there are."""
    found = case.seats.filter(code=code, number=number).first()
    if found is None:
        known = ", ".join(sorted(set(case.seats.values_list("code", flat=True))))
        raise NotFound("no_seat", _("There is no seat {seat}. There are: {seats}."), seat=code, seats=known)
    return found


def _check_roles(seat: Seat, person: Person) -> None:
    roles = playbook.current().seats[seat.code].roles
    held = {holding.role for holding in holdings(person)}
    require(rules.why_not_sit(seat=seat.code, roles=roles, held=held))


def fill_seat(
    *, by: Person, case: Case, seat: str, holder: Person, deputy: Person | None = None, number: int = 1
) -> Seat:
    """Return the seat with its holder and deputy; a person nominated by the social partners is confirmed so."""
    with act("cases.fill_seat", by=by, on=case) as entry:
        row = seat_of(case, seat, number)
        for person in filter(None, (holder, deputy)):
            _check_roles(row, person)
        if deputy == holder:
            raise BadInput("deputy", _("The deputy is another person than the holder."))
        entry.note(seat=seat, number=number)
        entry.change("holder", row.holder_id, holder.pk)
        row.holder, row.deputy, row.nominated, row.since = holder, deputy, None, clock.today()
        row.save(update_fields=["holder", "deputy", "nominated", "since"])
        notices.tell(
            [person.pk for person in (holder, deputy) if person is not None],
            "seat_filled",
            _("{case}: you have the seat “{seat}” of the task team."),
            key=f"seat:{row.pk}:{clock.today():%Y%m%d}",
            case=case.reference,
            seat=playbook.current().seats[seat].name,
        )
        note(case, by=by, stage="", msgid=_("Seat {seat} of the task team was filled."), seat=seat)
    return row


def vacate_seat(*, by: Person, case: Case, seat: str, number: int = 1, reason: str) -> None:
    """Take holder and deputy off a seat; the vacancy is named until it is filled."""
    with act("cases.vacate_seat", by=by, on=case, reason=reason) as entry:
        row = seat_of(case, seat, number)
        entry.note(seat=seat, number=number)
        entry.change("holder", row.holder_id, None)
        row.holder = row.deputy = row.since = None
        row.save(update_fields=["holder", "deputy", "since"])
        note(case, by=by, stage="", msgid=_("Seat {seat} of the task team is vacant."), seat=seat)


def nominate_seat(*, by: Person, case: Case, seat: str, person: Person) -> Seat:
    """Return the seat of the employers or the workers with the person whom they nominate for it."""
    role = NOMINATED_BY.get(seat)
    own = {"own_organisation_row"} if any(holding.role == role for holding in holdings(by)) else set()
    with act("cases.nominate_seat", by=by, on=case, met=own) as entry:
        if role is None:
            raise RuleBroken("not_nominated", _("Only the employers' and the workers' seats are nominated."))
        row = seat_of(case, seat)
        _check_roles(row, person)
        row.nominated = person
        row.save(update_fields=["nominated"])
        entry.note(seat=seat, person=person.pk)
    return row


def convene_team(*, by: Person, case: Case, words: str) -> int:
    """Return how many members of the task team were called together; a roll call waits for their answers."""
    with act("cases.convene_team", by=by, on=case) as entry:
        called = members(case)
        if not called:
            raise RuleBroken("team_empty", _("Nobody sits on the task team yet. Fill its seats first."))
        call_roll(case, called, by=by, words=words)
        entry.note(called=len(called))
    return len(called)


def call_roll(case: Case, called: Collection[int], *, by: Person, words: str) -> RollCall:
    """Return the roll call that `called` are told of; part of the act that calls them together."""
    made = RollCall.objects.create(case=case, called_by=by, called_at=clock.now(), words=words.strip())
    notices.tell(
        called,
        "team_called",
        _("{case}: the task team is called together. {words}"),
        key=f"case:{case.pk}:convened:{clock.now():%Y%m%d%H%M}",
        case=case.reference,
        words=made.words,
    )
    note(case, by=by, stage="", msgid=_("The task team was called together."))
    return made


def answer_roll_call(*, by: Person, call: RollCall, answer: str, words: str = "") -> RollAnswer:
    """Return one's own answer to the roll call; answering again changes it as long as it is the last call."""
    with act("cases.answer_roll_call", by=by, on=call) as entry:
        newest = call.case.roll_calls.first()
        require(rules.why_not_answer_roll(newest=call == newest, answer=answer, words=words))
        said, _made = RollAnswer.objects.update_or_create(
            call=call, by=by, defaults={"answer": answer, "words": words.strip(), "said_at": clock.now()}
        )
        entry.note(answer=answer)
    return said
