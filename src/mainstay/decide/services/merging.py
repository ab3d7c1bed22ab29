"""Joining requests about the same event, and taking them apart again."""

from django.db.models import Model, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import RuleBroken, require
from mainstay.common.models import Attachment
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import Merge, Request, Requester, RequestEvidence

from .requesting import FIRST_TARGETS
from .targets import drop_targets, start_targets

CHILDREN: tuple[type[Model], ...] = (Requester, RequestEvidence)


def merge_requests(*, by: Person, source: Request, target: Request, reason: str = "") -> Merge:
    """Return the joining of `source` into `target`: requesters, evidence and files move in one act, and can move back.

    The old number leads to the other request from then on.
    """
    require(
        rules.why_not_merge(
            same=source.pk == target.pk,
            countries=source.country_id == target.country_id,
            target_state=target.state,
        )
    )
    with act("decide.merge_requests", by=by, on=target, also=[source], reason=reason) as entry:
        before = source.state
        source.state = rules.REQUEST.move(source.state, "merge")
        moved = {
            model._meta.model_name: list(
                model._default_manager.filter(request=source).values_list("pk", flat=True)
            )
            for model in CHILDREN
        }
        files = _files(source)
        moved["attachment"] = list(files.values_list("pk", flat=True))
        for model in CHILDREN:
            model._default_manager.filter(request=source).update(request=target)
        files.update(record_id=str(target.pk))
        source.merged_into = target
        source.save(update_fields=["state", "merged_into"])
        drop_targets(source)
        merge = Merge.objects.create(
            source=source, target=target, state_before=before, moved=moved, reason=reason.strip(), merged_by=by,
            merged_at=clock.now(),
        )  # fmt: skip
        entry.note(
            source=source.reference,
            target=target.reference,
            moved={name: len(keys) for name, keys in moved.items()},
        )
    return merge


def unmerge_requests(*, by: Person, merge: Merge) -> Request:
    """Return the request that stands alone again, with everything that had moved from it and is still there."""
    if merge.undone_at is not None:
        raise RuleBroken("undone_already", _("These requests were taken apart already."))
    source, target = merge.source, merge.target
    with act("decide.unmerge_requests", by=by, on=target, also=[source]) as entry:
        counts = {}
        for model in CHILDREN:
            keys = merge.moved.get(model._meta.model_name or "", [])
            counts[model._meta.model_name] = model._default_manager.filter(
                pk__in=keys, request=target
            ).update(request=source)
        counts["attachment"] = (
            _files(target).filter(pk__in=merge.moved.get("attachment", [])).update(record_id=str(source.pk))
        )
        source.state, source.merged_into = merge.state_before, None
        source.save(update_fields=["state", "merged_into"])
        start_targets(source, FIRST_TARGETS, since=source.received_at or clock.now())
        merge.undone_at, merge.undone_by = clock.now(), by
        merge.save(update_fields=["undone_at", "undone_by"])
        entry.note(source=source.reference, target=target.reference, moved=counts)
    return source


def _files(request: Request) -> QuerySet[Attachment]:
    return Attachment.objects.filter(record_kind=Request._meta.label_lower, record_id=str(request.pk))
