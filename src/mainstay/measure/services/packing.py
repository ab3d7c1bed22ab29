"""A pack for an evaluator: rows under pseudonyms, codebook, method and terms in one file, given under an agreement."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.crypto import keyed_digest
from mainstay.common.errors import RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Column, Sheet, write_csv
from mainstay.measure import rules
from mainstay.measure.methods.evaluation_pack import COLUMNS, evaluation_rows
from mainstay.measure.methods.fact_views import Span
from mainstay.measure.models import EvaluationPack
from mainstay.measure.selectors.figures import reading

if TYPE_CHECKING:
    from mainstay.design.models import Project
    from mainstay.partners.models import Agreement

_WHEN = (1980, 1, 1, 0, 0, 0)
#: What each column means, in the codebook.
MEANS = {
    "person": _("Number of the person in this pack alone: another pack has other numbers, nobody can lead it back without the key."),
    "month": _("Month of the work, as 2026-03."), "site": _("Code of the site."), "task": _("Code of the task class."),
    "sex": _("F woman, M man, X other or not said."), "age_band": _("Age group in the year in which the work or course began."),
    "area": _("Code of the administrative area."), "days": _("Worker-days: worked and paid, half days as 0.5, added up for the month."),
    "course": _("Code of the course."), "isco": _("Occupation, ISCO-08."), "hours": _("Hours that the course has."),
    "attended_hours": _("Hours attended."), "passed": _("Whether the trainee passed; empty where nobody was assessed."),
    "traced": _("What was found six months later; NOT_REACHED where nobody was found, empty where nobody was asked."),
}  # fmt: skip
CODEBOOK = Sheet("codebook", (Column("table", "Table"), Column("column", "Column"), Column("means", "Means")))


def issue_evaluation_pack(
    *, by: Person, project: "Project", agreement: "Agreement", recipient: str, purpose: str, until: date,
    first_on: date | None = None, last_on: date | None = None,
) -> tuple[str, bytes]:  # fmt: skip
    """Return the name and content of a pack for an evaluator: refused without a data-sharing agreement in force.

    Only the columns that the agreement names are in it, for a purpose that it names, to be destroyed on a day within
    it. The pack itself is not kept; who got what stays with its digest, and the act in the audit.
    """
    today = clock.today()
    with act("measure.issue_pack", by=by, on=project, reason=purpose) as entry:
        require(
            rules.why_not_issue_pack(
                kind=agreement.kind, state=agreement.state, first_on=agreement.starts_on, last_on=agreement.ends_on,
                purposes=agreement.purposes, purpose=purpose, recipient=recipient, until=until, today=today,
            )
        )  # fmt: skip
        pack = EvaluationPack(
            project=project, agreement=agreement, recipient=recipient.strip(), purpose=purpose.strip(), until=until,
            first_on=first_on, last_on=last_on or today, made_by=by, made_at=clock.now(),
        )  # fmt: skip
        key = bytes.fromhex(keyed_digest("pseudonym", f"pack {pack.uid}".encode()))
        look = reading([project], Span(first_on, pack.last_on), restricted=False)
        tables = evaluation_rows(look, key=key, shared=agreement.shared_fields)
        if not tables:
            raise RuleBroken(
                "pack_empty",
                _(
                    "The agreement shares none of these columns, or there are no rows: {columns}. Name them in its fields."
                ),
                columns=", ".join(
                    dict.fromkeys(column for columns in COLUMNS.values() for column in columns)
                ),
            )
        content = _zipped(tables, pack)
        _describe(pack, tables, content)
        pack.save()
        entry.note(pack=pack.pk, sha256=pack.sha256, rows=pack.rows, until=until, agreement=agreement.pk)
    return f"evaluation-pack-{pack.made_at:%Y-%m-%d}-{pack.pk}.zip", content


def _describe(
    pack: EvaluationPack, tables: Mapping[str, Sequence[Mapping[str, Any]]], content: bytes
) -> None:
    """Write down what is in a pack; its rows are not kept."""
    pack.rows = {name: len(rows) for name, rows in tables.items()}
    pack.columns = sorted({column for rows in tables.values() for column in rows[0]})
    pack.sha256 = hashlib.sha256(content).hexdigest()


def _zipped(tables: Mapping[str, Sequence[Mapping[str, Any]]], pack: EvaluationPack) -> bytes:
    out = BytesIO()
    book = [
        {"table": name, "column": column, "means": gettext(MEANS[column])} for name, rows in tables.items() for column in rows[0]
    ]  # fmt: skip
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, rows in tables.items():
            sheet = Sheet(name, tuple(Column(column, column) for column in rows[0]))
            _add(
                whole,
                f"{name}.csv",
                _csv(sheet, ({key: _text(value) for key, value in row.items()} for row in rows)),
            )
        _add(whole, "codebook.csv", _csv(CODEBOOK, book))
        _add(whole, "method.txt", _method(pack).encode())
        _add(whole, "terms.txt", _terms(pack).encode())
    return out.getvalue()


def _add(whole: zipfile.ZipFile, name: str, content: bytes) -> None:
    held = zipfile.ZipInfo(name, _WHEN)
    held.compress_type = zipfile.ZIP_DEFLATED
    whole.writestr(held, content)


def _csv(sheet: Sheet, rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = BytesIO()
    write_csv(sheet, rows, to=out)
    return out.getvalue()


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _method(pack: EvaluationPack) -> str:
    words = gettext(
        "Counted from certified muster rolls and course registers, {first} to {last}. Playbook {version}.\n"
        "Persons stand under numbers made by a keyed hash (HMAC-SHA-256) with a key of this pack alone. Names, numbers of "
        "cards and telephones, days of birth, wages, status, disability and health are not in the facts that it is made from.\n"
        "Work is added up by person and month; ages are given as groups. Rows are pseudonymised, not anonymous: whoever knows "
        "the place could guess a person. Publish no cell of fewer than {least} persons.\n"
    )
    facts = {
        "first": pack.first_on or gettext("the first day"), "last": pack.last_on, "version": playbook.current().version,
        "least": playbook.current().disclosure.public.min_cell,
    }  # fmt: skip
    return words.format(**facts)


def _terms(pack: EvaluationPack) -> str:
    synthetic = gettext("Synthetic data: not about real persons, sites or payments.") + "\n" if pack.project.case.synthetic else ""  # fmt: skip
    words = gettext(
        "Project: {project}\nGiven to: {recipient}\nFor: {purpose}\nUnder: {agreement} ({first} to {last})\n"
        "To be destroyed by: {until}\nNot to be passed on, joined with other data about persons, or used for anything else. "
        "No open licence.\nMade on {day}; pack {uid}.\n"
    )
    facts = {
        "project": pack.project.reference, "recipient": pack.recipient, "purpose": pack.purpose, "agreement": pack.agreement.title,
        "first": pack.agreement.starts_on, "last": pack.agreement.ends_on, "until": pack.until, "day": pack.made_at.date(), "uid": pack.uid,
    }  # fmt: skip
    return synthetic + words.format(**facts)
