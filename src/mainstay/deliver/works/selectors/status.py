"""Status and disability of workers: tokens for counting, the record itself under an extra grant only."""

from collections.abc import Sequence

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common.crypto import lookup_digest
from mainstay.deliver.works.models import WorkerStatus


def status_token(kind: str, value: str) -> str:
    """Return the keyed token of a group, the same for everyone in it; none for none."""
    return lookup_digest(f"status:{kind}:{value.strip().casefold()}")[:16] if value.strip() else ""


def token_names() -> dict[str, str]:
    """Return which group each token stands for, to name rows of the restricted partition of facts."""
    groups = [entry.code for entry in playbook.current().lists.population_status.values()]
    names = {status_token("group", code): code for code in groups}
    return names | {status_token("disability", answer): answer for answer in ("yes", "no")}


def washington_positive(answers: Sequence[int | None]) -> bool:
    """Return whether the short set says disability: a lot of difficulty (3) or more in one domain.

    Source: Washington Group on Disability Statistics, analytic guidelines of the short set, cut-off 3.

    >>> washington_positive([1, 1, 3, 1, 1, 1]), washington_positive([2, 2, None, 1, 1, 1])
    (True, False)
    """
    return any(answer is not None and int(answer) >= 3 for answer in answers)


def statuses_visible(person: Person) -> QuerySet[WorkerStatus]:
    """Return the status records that `person` may read: with a dated extra grant, in her scope."""
    return visible(WorkerStatus.objects.all(), person, "works.read_worker_status")
