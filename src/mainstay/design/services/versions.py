"""Keeping what was approved."""

import hashlib

from mainstay.accounts.models import Person
from mainstay.assess.selectors import approved_newest
from mainstay.common import clock
from mainstay.common.audit import canonical
from mainstay.design.models import Project, Version
from mainstay.design.selectors import amounts_of, content_of


def keep_version(project: Project, *, by: Person, why: str) -> Version:
    """Return the project as it stands now, kept under the next number with its checksum."""
    content = content_of(project)
    assessment = approved_newest(project.case)
    return Version.objects.create(
        project=project,
        number=project.versions.count() + 1,
        at=clock.now(),
        by=by,
        why=why,
        assessment=assessment.reference if assessment else "",
        amounts=amounts_of(project),
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
    )
