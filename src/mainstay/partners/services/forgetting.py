"""Forgetting a contact: the row stays, what it held about the person goes."""

from mainstay.accounts.services.erasing import forgets
from mainstay.common import clock
from mainstay.partners.models import Contact


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
