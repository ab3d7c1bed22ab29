"""The register of other early-warning systems, and talks about including employment in them."""

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.watch import rules
from mainstay.watch.models import SystemContact, WarningSystem


def register_system(
    *,
    by: Person,
    name: str,
    owner: str,
    coverage: str,
    rhythm: str,
    employment: str,
    address: str = "",
    note: str = "",
) -> WarningSystem:
    """Return the entry of another early-warning system: who runs it, what it covers, whether it looks at employment."""
    if employment not in rules.EMPLOYMENT_IN:
        raise BadInput(
            "employment",
            _("Say whether employment is included: {possible}."),
            possible=", ".join(rules.EMPLOYMENT_IN),
        )
    with act("watch.register_system", by=by) as entry:
        system = WarningSystem.objects.create(
            name=name.strip(), owner=owner.strip(), coverage=coverage.strip(), rhythm=rhythm.strip(), address=address,
            employment=employment, note=note, registered_at=clock.now(),
        )  # fmt: skip
        entry.on(system)
        entry.note(name=system.name, employment=employment)
    return system


def negotiate_system(*, by: Person, system: WarningSystem, negotiation: str, words: str) -> SystemContact:
    """Return the recorded step of the talks: how far they are and what was said."""
    if negotiation not in rules.NEGOTIATION or not words.strip():
        raise BadInput(
            "negotiation",
            _("Give the standing ({possible}) and what was said."),
            possible=", ".join(rules.NEGOTIATION),
        )
    with act("watch.negotiate_system", by=by, on=system) as entry:
        entry.change("negotiation", system.negotiation, negotiation)
        system.negotiation = negotiation
        system.save(update_fields=["negotiation"])
        return SystemContact.objects.create(
            system=system, at=clock.now(), by=by, negotiation=negotiation, words=words.strip()
        )
