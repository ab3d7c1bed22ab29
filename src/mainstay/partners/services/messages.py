"""Public messages: drafted, submitted, agreed or sent back, and only then public."""

from datetime import date

from django.db import transaction

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.partners import rules
from mainstay.partners.models import Message
from mainstay.partners.selectors.registers import register_of

from .keeping import change_line, enter_line, move_line
from .places import scopes_in


def draft_message(
    *,
    by: Person,
    title: str,
    text: str,
    audience: str,
    channel: str,
    language: str = "en",
    country: str = "",
    case_key: int | None = None,
    due_on: date | None = None,
    owner: Person | None = None,
) -> Message:
    """Return the draft of a public message: its words, for whom, by which channel."""
    return enter_line(
        by, Message, "learn.draft_message", title=title, text=text, audience=audience, channel=channel, language=language, country=country,
        case_key=case_key, due_on=due_on, owner=owner,
    )  # fmt: skip


def change_message(
    *, by: Person, message: Message, owner: Person | None = None, due_on: date | None = None
) -> None:
    """Change who answers for a message, or by when it is to be out."""
    change_line(by, message, "learn.draft_message", owner=owner, due_on=due_on)


def revise_message(
    *, by: Person, message: Message, text: str, audience: str | None = None, channel: str | None = None
) -> None:
    """Write a message anew: a next version that nobody has agreed to yet."""
    if not text.strip():
        raise BadInput("no_words", _("A message has words."))
    more = {
        name: value for name, value in {"audience": audience, "channel": channel}.items() if value is not None
    }
    move_line(by, message, "learn.draft_message", rules.MESSAGE.move(message.state, "revise"), text=text, version=message.version + 1, agreed_by=None, agreed_at=None, **more
    )  # fmt: skip


def submit_message(*, by: Person, message: Message) -> None:
    """Ask that a message be agreed to; those who may agree are told."""
    able = holders_of(["COMMS", "CD", "TT_CHAIR"], scopes_in(message.country, case_key=message.case_key))
    with transaction.atomic():
        move_line(by, message, "learn.draft_message", rules.MESSAGE.move(message.state, "submit"), answer="")
        notices.tell(
            [person for person in able if person not in {message.entered_by_id, by.pk}],
            "message_to_agree",
            _("A public message waits for your agreement: “{title}”, version {version}."),
            key=f"message:{message.pk}:{message.version}:submitted:{clock.now():%Y%m%d%H%M%S}",
            link=register_of(Message).address(message),
            title=message.title,
            version=message.version,
        )


def approve_message(*, by: Person, message: Message, words: str = "") -> None:
    """Agree to this version of a message; never who drafted it."""
    move_line(
        by,
        message,
        "learn.approve_message",
        rules.MESSAGE.move(message.state, "approve"),
        agreed_by=by,
        agreed_at=clock.now(),
        answer=words,
    )


def send_back_message(*, by: Person, message: Message, words: str) -> None:
    """Send a message back to who drafted it, saying what is to be changed."""
    if not words.strip():
        raise BadInput("no_words", _("Write what is to be changed in the message."))
    with transaction.atomic():
        move_line(
            by, message, "learn.approve_message", rules.MESSAGE.move(message.state, "send_back"), answer=words
        )
        notices.tell(
            [message.entered_by_id],
            "message_sent_back",
            _("Your message “{title}” was sent back: {words}"),
            key=f"message:{message.pk}:{message.version}:sent_back:{clock.now():%Y%m%d%H%M%S}",
            link=register_of(Message).address(message),
            title=message.title,
            words=words.strip()[:200],
        )


def publish_message(*, by: Person, message: Message, evidence: str = "") -> None:
    """Make public the version that was agreed to; `evidence` is the link under which it stands."""
    require(
        rules.why_not_publish_message(
            state=message.state, agreed_by=message.agreed_by_id, drafted_by=message.entered_by_id
        )
    )
    shown = {"evidence": evidence} if evidence.strip() else {}
    move_line(
        by,
        message,
        "learn.publish_message",
        rules.MESSAGE.move(message.state, "publish"),
        published_at=clock.now(),
        due_on=None,
        **shown,
    )


def record_result(*, by: Person, message: Message, result: str) -> None:
    """Record what a public message brought about: how many it reached, who answered."""
    change_line(by, message, "learn.draft_message", result=result)


def withdraw_message(*, by: Person, message: Message, reason: str) -> None:
    """Withdraw a message, with the reason; what was public is public no more."""
    if not reason.strip():
        raise BadInput("no_reason", _("Say why the message is withdrawn."))
    move_line(
        by,
        message,
        "learn.draft_message",
        rules.MESSAGE.move(message.state, "withdraw"),
        reason=reason,
        answer=reason,
        due_on=None,
    )
