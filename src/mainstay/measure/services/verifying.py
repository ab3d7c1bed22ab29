"""Looking again: random samples with a stored seed, and odd data."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.audit import canonical
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.deliver.works.selectors.names import task_norms
from mainstay.measure import rules
from mainstay.measure.methods.catalogue import measure_of
from mainstay.measure.methods.fact_views import Span
from mainstay.measure.methods.oddities import oddities
from mainstay.measure.models import Anomaly, SampledRow, VerificationSample
from mainstay.measure.selectors.figures import reading
from mainstay.statistics.sampling import random_draw

SHOWN = (
    "site",
    "roll",
    "contract",
    "worker",
    "line",
    "trainee",
    "certificate",
    "day",
    "last_on",
    "completed_on",
    "code",
    "month",
)

if TYPE_CHECKING:
    from mainstay.design.models import Project


def draw_sample(
    *, by: Person, project: "Project", code: str, seed: int, share: float | None = None, first_on: date | None = None,
    last_on: date | None = None,
) -> VerificationSample:  # fmt: skip
    """Return rows behind an indicator to look at in the field: a share of its persons or lines, drawn by `seed`.

    The frame is ordered by its own values, so the same facts and seed draw the same rows; its digest is stored.
    """
    last = last_on or clock.today()
    with act("measure.draw_sample", by=by, on=project) as entry:
        frame = _frame(code, project, Span(first_on, last))
        if not frame:
            raise RuleBroken("empty_frame", _("There are no rows behind {code} in this period."), code=code)
        part = share if share is not None else playbook.current().disclosure.verification_sample[0]
        size = max(1, min(len(frame), round(len(frame) * part)))
        draw = random_draw(range(len(frame)), size, seed=seed)
        sample = VerificationSample.objects.create(
            project=project,
            code=code,
            first_on=first_on,
            last_on=last,
            seed=seed,
            frame=len(frame),
            frame_sha256=hashlib.sha256(b"\n".join(frame)).hexdigest(),
            size=size,
            drawn_by=by,
            drawn_at=clock.now(),
        )
        SampledRow.objects.bulk_create(
            SampledRow(sample=sample, position=position, row=_row(frame[position]))
            for position in sorted(draw.positions)
        )
        entry.on(sample)
        entry.note(code=code, seed=seed, frame=len(frame), size=size)
    return sample


def _frame(code: str, project: "Project", span: Span) -> list[bytes]:
    measure = measure_of(code)
    look = reading([project], span, restricted=measure.restricted)
    table = look.view(measure.numerator.view)
    if measure.numerator.where is not None:
        table = table.filter(measure.numerator.where(table, look.terms))
    kept = table.select([column for column in SHOWN if column in table.columns])
    return sorted(canonical(row) for row in kept.to_pyarrow().to_pylist())


def _row(line: bytes) -> Any:
    import json

    return json.loads(line)


def record_verification(
    *, by: Person, sample: VerificationSample, findings: Mapping[int, tuple[str, str]], found_on: date
) -> VerificationSample:
    """Return the sample with what was found at each position: CONFIRMED, DIFFERENT (with words) or NOT_FOUND.

    When every row was looked at the sample closes, and the next run grades its figures by it.
    """
    with act("measure.record_verification", by=by, on=sample) as entry:
        rows = {row.position: row for row in sample.rows.all()}
        strange = sorted(set(findings) - set(rows))
        if strange:
            raise BadInput(
                "not_sampled", _("Position {position} is not in this sample."), position=strange[0]
            )
        for position, (finding, words) in findings.items():
            if finding not in {"CONFIRMED", "DIFFERENT", "NOT_FOUND"} or (
                finding == "DIFFERENT" and not words.strip()
            ):
                raise BadInput(
                    "finding",
                    _("Position {position}: say CONFIRMED, DIFFERENT (and how), or NOT_FOUND."),
                    position=position,
                )
            row = rows[position]
            row.finding, row.words, row.found_on, row.found_by = finding, words.strip(), found_on, by
        SampledRow.objects.bulk_update(
            [rows[position] for position in findings], ["finding", "words", "found_on", "found_by"]
        )
        if all(row.finding for row in rows.values()):
            sample.closed_at = clock.now()
            sample.save(update_fields=["closed_at"])
        entry.note(
            findings={
                finding: sum(held[0] == finding for held in findings.values())
                for finding in {held[0] for held in findings.values()}
            }
        )
    return sample


def flag_anomalies(*, by: Person, project: "Project", last_on: date | None = None) -> Sequence[Anomaly]:
    """Return the odd data found now in a project; what was open already stays one flag.

    What somebody explained is not asked again while its numbers are the same.
    """
    with act("measure.flag_anomaly", by=by, on=project) as entry:
        look = reading([project], Span(None, last_on or clock.today()), restricted=True)
        found = oddities(look, norms=task_norms(project))
        open_now = set(Anomaly.objects.filter(project=project, state="OPEN").values_list("kind", "place"))
        explained = Anomaly.objects.filter(project=project, state="EXPLAINED")
        answered = [(one.kind, one.place, one.facts) for one in explained]
        made = [
            Anomaly(
                project=project, kind=odd.kind, place=odd.place, facts=dict(odd.facts), found_at=clock.now()
            )
            for odd in found
            if (odd.kind, odd.place) not in open_now
            and (odd.kind, odd.place, dict(odd.facts)) not in answered
        ]
        Anomaly.objects.bulk_create(made)
        entry.note(found=len(found), new=len(made))
    return list(Anomaly.objects.filter(project=project, state="OPEN"))


def settle_anomaly(*, by: Person, anomaly: Anomaly, verb: str, words: str) -> None:
    """Explain odd data (``explain``), or say how they were corrected (``correct``)."""
    with act("measure.settle_anomaly", by=by, on=anomaly, reason=words) as entry:
        if not words.strip():
            raise BadInput("no_words", _("Say what was found when somebody looked."))
        state = rules.ANOMALY.move(anomaly.state, verb)
        entry.change("state", anomaly.state, state)
        anomaly.state, anomaly.settled_by, anomaly.settled_at, anomaly.words = (
            state,
            by,
            clock.now(),
            words.strip(),
        )
        anomaly.save(update_fields=["state", "settled_by", "settled_at", "words"])
