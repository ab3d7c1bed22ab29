"""One file for each applicant: invited, tested, seen by a panel that scores blind, vouched for, decided with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.urls import reverse

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.staff import rules
from mainstay.staff.models import Expert, PanelScore, Recruitment, Reference
from mainstay.staff.selectors.recruiting import missing_of


def invite_expert(*, by: Person, expert: Expert, test: str, panellists: Sequence[Person]) -> Recruitment:
    """Return the file of an applicant who is invited to a written test and an interview; the panel is told."""
    with act("staff.longlist_expert", by=by, on=expert) as entry:
        asks = playbook.current().competencies.recruitment
        require(
            rules.why_not_invite(
                state=expert.state,
                exempt=expert.kind in asks.not_asked_of,
                open_file=expert.recruitments.filter(state="OPEN").exists(),
            )
        )
        keys = [one.pk for one in panellists]
        require(
            rules.why_not_panel(
                given=len(keys),
                distinct=len(set(keys)),
                needed=asks.panellists,
                applicant_sits=expert.account_id in keys,
            )
        )
        if not test.strip():
            raise BadInput("test_missing", _("Say which written test is taken, and where it is found."))
        if expert.state == "APPLIED":
            entry.change("state", expert.state, "LONGLISTED")
            expert.state = rules.EXPERT.move(expert.state, "longlist")
            expert.save(update_fields=["state"])
        file = Recruitment.objects.create(
            expert=expert, invited_by=by, invited_at=clock.now(), test=test.strip()[:200],
            answer_by=clock.today() + timedelta(days=asks.answer_days),
        )  # fmt: skip
        PanelScore.objects.bulk_create(PanelScore(recruitment=file, panellist_id=key) for key in keys)
        entry.on(file)
        entry.note(panellists=len(keys))
        _tell_invited(file, keys)
    return file


def _tell_invited(file: Recruitment, panellists: Sequence[int]) -> None:
    notices.write_to(
        str(file.expert.email), "roster_invited",
        _("You are invited to join the roster: a written test ({test}) and an interview. Answer this mail by {by}."),
        key=f"roster_invited:{file.pk}", test=file.test, by=file.answer_by.isoformat(),
    )  # fmt: skip
    notices.tell(
        panellists, "panel_seat",
        _("You sit on the panel that interviews {number}. Give your points; nobody reads them before all are in."),
        key=f"panel_seat:{file.pk}", link=reverse("recruitment", args=[file.uid]), number=file.expert.number,
    )  # fmt: skip


def mark_test(*, by: Person, recruitment: Recruitment, mark: int) -> None:
    """Write down the mark of the written test, 0 to 100."""
    with act("staff.interview_expert", by=by, on=recruitment) as entry:
        _open(recruitment)
        if recruitment.test_mark is not None:
            raise RuleBroken("marked", _("The test has its mark already; it stays as it is."))
        if not 0 <= mark <= 100:
            raise BadInput("mark", _("A mark is a whole number from 0 to 100."))
        recruitment.test_mark, recruitment.test_marked_by = mark, by
        recruitment.test_marked_at = clock.now()
        recruitment.save(update_fields=["test_mark", "test_marked_by", "test_marked_at"])
        entry.note(test=True)


def score_interview(
    *, by: Person, recruitment: Recruitment, points: Mapping[str, int], words: str
) -> PanelScore:
    """Return the points of one panellist, with her words; the panel's points are opened when the last are in."""
    seat = PanelScore.objects.filter(recruitment=recruitment, panellist=by).first()
    with act("staff.interview_expert", by=by, on=seat or recruitment) as entry:
        # Two who give their points at once must not both believe that the other's are missing.
        file = Recruitment.objects.select_for_update().select_related("expert").get(pk=recruitment.pk)
        _open(file)
        book = playbook.current()
        asks = book.competencies.recruitment
        require(
            rules.why_not_score(
                on_panel=seat is not None,
                given=seat is not None and seat.given_at is not None,
                points=points,
                criteria=list(book.interview),
                scale=range(asks.interview_from, asks.interview_to + 1),
            )
        )
        assert seat is not None
        if not words.strip():
            raise BadInput("words_missing", _("Say in words what the points rest on."))
        seat.points, seat.words, seat.given_at = dict(points), words.strip(), clock.now()
        seat.save(update_fields=["points", "words", "given_at"])
        entry.note(given=True)
        if not file.panel.filter(given_at__isnull=True).exists():
            file.opened_at = clock.now()
            file.save(update_fields=["opened_at"])
            _go_on(file.expert, "interview")
    recruitment.refresh_from_db()
    return seat


def record_reference(
    *, by: Person, recruitment: Recruitment, referee: str, verdict: str, words: str
) -> Reference:
    """Return what a referee said: SUPPORTS, DOUBTS or AGAINST, with the words."""
    with act("staff.record_reference", by=by, on=recruitment) as entry:
        _open(recruitment)
        if verdict not in rules.VERDICTS:
            raise BadInput("verdict", _("A reference is one of: {ways}."), ways=", ".join(rules.VERDICTS))
        if not referee.strip() or not words.strip():
            raise BadInput("reference_empty", _("Write who was asked, and what was said."))
        taken = Reference.objects.create(
            recruitment=recruitment,
            referee=referee.strip(),
            verdict=verdict,
            words=words.strip(),
            taken_by=by,
            taken_at=clock.now(),
        )
        entry.note(references=recruitment.references.count())
    return taken


def record_misconduct_check(*, by: Person, recruitment: Recruitment, clear: bool) -> None:
    """Write down whether the inter-agency check of misconduct is clear; nothing of its content."""
    with act("staff.record_reference", by=by, on=recruitment) as entry:
        _open(recruitment)
        recruitment.misconduct = "CLEAR" if clear else "FOUND"
        recruitment.misconduct_checked_at = clock.now()
        recruitment.save(update_fields=["misconduct", "misconduct_checked_at"])
        entry.note(checked=True)


def admit_expert(*, by: Person, expert: Expert, briefed_on: date, reason: str) -> None:
    """Admit an applicant whose file meets the rules of the playbook, with the reason and the day of the briefing."""
    with act("staff.admit_expert", by=by, on=expert, reason=reason) as entry:
        file = expert.recruitments.filter(state="OPEN").first()
        if expert.kind not in playbook.current().competencies.recruitment.not_asked_of:
            if file is None:
                raise RuleBroken(
                    "no_file", _("Open a file first: invite this person to the test and the interview.")
                )
            for why in missing_of(file):
                require(why)
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why this person is admitted."))
        old = expert.state
        for verb in ("longlist", "interview", "reference", "admit", "brief"):
            _go_on(expert, verb)
        if expert.state != "BRIEFED":
            rules.EXPERT.move(expert.state, "admit")
        expert.briefed_on = briefed_on
        expert.save(update_fields=["state", "briefed_on"])
        entry.change("state", old, expert.state)
        if file is not None:
            _decide(file, by, "admit", reason)


def refuse_applicant(*, by: Person, recruitment: Recruitment, reason: str) -> None:
    """Refuse an applicant with the reason, which is sent to her."""
    with act("staff.admit_expert", by=by, on=recruitment) as entry:
        _open(recruitment)
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why; the person reads it."))
        entry.change("state", recruitment.state, "REFUSED")
        _decide(recruitment, by, "refuse", reason)
        expert = recruitment.expert
        expert.state = rules.EXPERT.move(expert.state, "remove")
        expert.save(update_fields=["state"])
        notices.write_to(
            str(expert.email), "roster_refused",
            _("You are not taken onto the roster: {reason}"), key=f"roster_refused:{recruitment.pk}", reason=reason.strip(),
        )  # fmt: skip


def _open(file: Recruitment) -> None:
    if file.state != "OPEN":
        raise RuleBroken("decided", _("This file is decided; nothing is added to it."))


def _go_on(expert: Expert, verb: str) -> None:
    if rules.EXPERT.why_not(expert.state, verb) is None:
        expert.state = rules.EXPERT.move(expert.state, verb)
        expert.save(update_fields=["state"])


def _decide(file: Recruitment, by: Person, verb: str, reason: str) -> None:
    file.state = rules.RECRUITMENT.move(file.state, verb)
    file.decided_by, file.decided_at, file.reason = by, clock.now(), reason.strip()
    file.playbook_version = playbook.current().version
    file.save(update_fields=["state", "decided_by", "decided_at", "reason", "playbook_version"])
