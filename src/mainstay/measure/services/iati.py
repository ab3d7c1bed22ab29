"""The activity file of a project for the International Aid Transparency Initiative."""

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.services import note
from mainstay.common import clock
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.exchange.iati import Activity, validate_iati, write_iati
from mainstay.measure.models import ActivityFile
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
        activity = _written(project, to, reporting_ref, language)
        entry.note(identifier=activity.identifier, transactions=len(activity.transactions))
    return to


def publish_activity(
    *, by: Person, project: "Project", address: str, reporting_ref: str = TEST_PUBLISHER, language: str = "en"
) -> ActivityFile:
    """Return the activity file as it is published from now on at `address`, kept with its digest, who and when."""
    with act("measure.publish_activity", by=by, on=project) as entry:
        if not address.startswith(("https://", "http://")):
            raise BadInput("address", _("Give the address at which the file is published: https://…"))
        with tempfile.TemporaryDirectory() as folder:
            to = Path(folder) / "activity.xml"
            activity = _written(project, to, reporting_ref, language)
            content = to.read_text(encoding="utf-8")
        made = ActivityFile.objects.create(
            project=project,
            identifier=activity.identifier,
            transactions=len(activity.transactions),
            content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            address=address,
            published_by=by,
            published_at=clock.now(),
            synthetic=project.synthetic,
        )
        entry.on(made)
        entry.note(identifier=made.identifier, sha256=made.sha256, address=address)
        note(
            project.case, by=by, stage="measure", msgid=_("The activity file {identifier} was published."),
            identifier=made.identifier,
        )  # fmt: skip
    return made


def _written(project: "Project", to: Path, reporting_ref: str, language: str) -> Activity:
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
    return activity
