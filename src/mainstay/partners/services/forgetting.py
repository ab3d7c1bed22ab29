"""Forgetting a contact, a participant, a researcher: the row stays, what it held about the person goes."""

from mainstay.accounts.services.erasing import forgets
from mainstay.common import clock
from mainstay.partners.models import Contact, EventParticipant, Researcher


@forgets("contact")
def forget_contact(key: str) -> int:
    """Return how many contacts were emptied."""
    rows = Contact.objects.filter(pk=key) if key.isdigit() else Contact.objects.none()
    emptied = 0
    for contact in rows:
        contact.name, contact.email, contact.phone = "–", None, None
        contact.email_digest, contact.function = "", ""
        contact.ended_on = contact.ended_on or clock.today()
        contact.save()
        emptied += 1
    return emptied


@forgets("researcher")
def forget_researcher(key: str) -> int:
    """Return how many researchers were emptied; the line stays, without who it was."""
    rows = Researcher.objects.filter(pk=key) if key.isdigit() else Researcher.objects.none()
    return rows.update(
        title="–", institution="–", expertise="–", network="",
        work_email=None, work_phone=None, state="LEFT", due_on=None,
    )  # fmt: skip


@forgets("eventparticipant")
def forget_participant(key: str) -> int:
    """Return how many participants were emptied; the head count of the event stays."""
    rows = EventParticipant.objects.filter(pk=key) if key.isdigit() else EventParticipant.objects.none()
    return rows.update(name="–", certificate=None, certified_on=None, certified_until=None)
