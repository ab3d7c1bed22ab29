"""Publishing figures: hidden cells, a second person's word, versions that never change."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.services import note, report_stage
from mainstay.common import clock
from mainstay.common.audit import canonical
from mainstay.common.errors import require
from mainstay.common.texts import noop as _
from mainstay.measure import rules
from mainstay.measure.models import Computation, Publication
from mainstay.measure.selectors.disclosure import public_content


def publish_figures(*, by: Person, run: Computation, title: str, risks_accepted: str = "") -> Publication:
    """Return the first version of what outsiders read of a run; signed off by another than who computed it.

    Small cells and those that give them away are hidden in the content itself. Risks that remain must be answered
    in `risks_accepted`.
    """
    with act("measure.publish_figures", by=by, on=run) as entry:
        content, risks = public_content(run)
        _require_publishable(run, risks, risks_accepted)
        made = _made(
            run, by, content, title=title.strip(), risks=risks_accepted, version=1, series=uuid.uuid4()
        )
        entry.on(made)
        entry.note(title=made.title, sha256=made.sha256, hidden=content["hidden"], risks=risks)
        _tell(run, by, made, _("Figures to {as_of} were published: {title}."))
    return made


def correct_figure(
    *, by: Person, publication: Publication, run: Computation, reason: str, risks_accepted: str = ""
) -> Publication:  # fmt: skip
    """Return the next version, from a newer run; the old one keeps its address, its figures and now the reason."""
    with act("measure.correct_figure", by=by, on=run, also=[publication], reason=reason) as entry:
        old = Publication.objects.select_for_update().get(pk=publication.pk)
        content, risks = public_content(run, replaces=old)
        same = {"rows": content["rows"]} == {"rows": old.content["rows"]}
        require(rules.why_not_correct(state=old.state, reason=reason, same_figures=same))
        _require_publishable(run, risks, risks_accepted)
        Publication.objects.filter(pk=old.pk).update(state=rules.PUBLICATION.move(old.state, "correct"))
        made = _made(
            run, by, content, title=old.title, risks=risks_accepted, version=old.version + 1, series=old.series,
            replaces=old, reason=reason.strip(),
        )  # fmt: skip
        entry.on(made)
        entry.change("sha256", old.sha256, made.sha256)
        _tell(run, by, made, _("Figures were corrected: {title}. {reason}"))
    return made


def withhold_figure(*, by: Person, publication: Publication, reason: str) -> None:
    """Take a publication from the public; its address goes on, with the reason in place of the figures."""
    with act("measure.withhold_figure", by=by, on=publication, reason=reason) as entry:
        fresh = Publication.objects.select_for_update().get(pk=publication.pk)
        state = rules.PUBLICATION.move(fresh.state, "withhold")
        Publication.objects.filter(pk=fresh.pk).update(state=state, reason=reason.strip() or fresh.reason)
        entry.change("state", fresh.state, state)


def _require_publishable(run: Computation, risks: Iterable[str], accepted: str) -> None:
    newest = (
        Computation.objects.filter(project=run.project, first_on=run.first_on, last_on=run.last_on)
        .order_by("-computed_at", "-pk")
        .values_list("pk", flat=True)
        .first()
    )
    require(
        rules.why_not_publish(
            values=run.values_count, newest=newest == run.pk, risks=list(risks), accepted=accepted
        )
    )


def _made(
    run: Computation, by: Person, content: dict[str, Any], *, title: str, risks: str, version: int,
    series: uuid.UUID, replaces: Publication | None = None, reason: str = "",
) -> Publication:  # fmt: skip
    return Publication.objects.create(
        run=run,
        project=run.project,
        series=series,
        version=version,
        title=title,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        as_of=run.last_on,
        licence=settings.LICENCE,
        replaces=replaces,
        reason=reason,
        risks_accepted=risks.strip(),
        published_by=by,
        published_at=clock.now(),
        synthetic=bool(run.project and run.project.synthetic),
    )


def _tell(run: Computation, by: Person, made: Publication, msgid: str) -> None:
    if run.project is None:
        return
    case = run.project.case
    report_stage(
        case,
        "measure",
        state="OPEN",
        msgid=_("Figures to {as_of} are published, version {version}."),
        as_of=made.as_of.isoformat(),
        version=made.version,
    )
    note(
        case,
        by=by,
        stage="measure",
        msgid=msgid,
        title=made.title,
        as_of=made.as_of.isoformat(),
        reason=made.reason,
    )
