"""The activity file of a project for the International Aid Transparency Initiative."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.exchange.iati import validate_iati, write_iati
from mainstay.measure.selectors.activity import project_activity

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: What a file that is nobody's official one calls its publisher.
TEST_PUBLISHER = "XX-TEST-MAINSTAY"


def write_activity(
    *, by: Person, project: "Project", to: Path, reporting_ref: str = TEST_PUBLISHER, language: str = "en"
) -> Path:
    """Return the activity file (IATI 2.03) of a project, checked against the official schema and ruleset.

    A file that is not valid is removed and refused with every fault.
    """
    with act("measure.export_iati", by=by, on=project) as entry:
        activity = project_activity(
            project, reporting_ref=reporting_ref, reporting_name=settings.ORGANISATION, language=language
        )
        to.parent.mkdir(parents=True, exist_ok=True)
        write_iati([activity], to=to, generated=clock.now())
        problems = validate_iati(to, clock.today())
        if problems:
            to.unlink()
            raise BadInput(
                "iati_invalid",
                _("The activity file of {project} would not be valid."),
                problems=problems,
                project=project.reference,
            )
        entry.note(identifier=activity.identifier, transactions=len(activity.transactions))
    return to
