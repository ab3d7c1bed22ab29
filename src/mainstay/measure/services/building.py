"""Deriving facts from records."""

from collections.abc import Callable, Collection

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, require
from mainstay.accounts.services import act
from mainstay.common import clock, crypto
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.facts import Built, Pseudonyms, build
from mainstay.measure.selectors import facts

Progress = Callable[[str, int, int], None]


def build_facts(
    *, by: Person, only: Collection[str] = (), everything: bool = False, progress: Progress | None = None
) -> list[Built]:
    """Return what was done to each fact table: months whose records changed are made anew, all with `everything`.

    Reads and writes outside any transaction of ours; the entry of the audit names every table with its digest.
    """
    places = [holding.scope for holding in holdings(by)]
    require(by, "measure.rebuild_facts", places)
    tables = [table for table in facts.fact_tables() if not only or table.name in only]
    if not tables:
        raise NotFound(
            "measure.no_tables", _("No stage declares such facts: {only}."), only=", ".join(only) or "–"
        )
    built = build(
        tables,
        source=facts.source(),
        root=facts.root(),
        pseudonyms=Pseudonyms(crypto.secret_bytes("pseudonym")),
        built_at=clock.now(),
        playbook_version=playbook.current().version,
        everything=everything,
        progress=progress,
    )
    with act("measure.rebuild_facts", by=by, on=places) as entry:
        entry.note(tables={made.table: [made.rows, made.digest] for made in built}, everything=everything)
    return built
