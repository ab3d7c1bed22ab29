"""Estimates from answers: weighted, with intervals and n, small ones flagged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may
from mainstay.accounts.services import act
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Estimate
from mainstay.assess.selectors.answers import Measured, Table, asked_of, design_of, estimates_of, tables_of
from mainstay.assess.selectors.several import group_of, kept_inside
from mainstay.common import clock
from mainstay.common.errors import require
from mainstay.common.texts import noop as _

from .telling import tell_case

if TYPE_CHECKING:
    from mainstay.statistics.survey import Estimate as Estimated


def compute_estimates(*, by: Person, assessment: Assessment, domains: Sequence[str] = ("sex",)) -> int:
    """Return how many estimates were computed; they replace those of before.

    For numbers means, for choices shares, for pairs of before and now the ratio, over all and by each of
    `domains` (``sex``, ``place``). Restricted answers enter only when the named analyst computes them.
    """
    with act("assess.compute_estimates", by=by, on=assessment) as entry:
        submissions = assessment.submissions.filter(consent=True).count()
        findings = assessment.findings.count()
        require(rules.why_not_analyse(submissions=submissions, findings=findings, stage=assessment.stage))
        new_state = rules.ASSESSMENT.move(assessment.state, "analyse")
        with_restricted = may(by, "assess.read_restricted_answers", assessment)
        made = [
            estimate
            for table in tables_of(assessment, with_restricted=with_restricted)
            for estimate in _estimates(assessment, table, domains)
        ]
        Estimate.objects.filter(assessment=assessment).delete()
        Estimate.objects.bulk_create(made, batch_size=500)
        entry.bulk([row.field, row.level, row.domain, row.value, row.n] for row in made)
        entry.note(submissions=submissions, restricted=with_restricted)
        entry.change("state", assessment.state, new_state)
        assessment.state, assessment.estimated_at = new_state, clock.now()
        assessment.save(update_fields=["state", "estimated_at"])
        tell_case(assessment)
    return len(made)


def _estimates(assessment: Assessment, table: Table, domains: Sequence[str]) -> Iterator[Estimate]:
    from mainstay.statistics.survey.counting import cases_of

    asked, columns = asked_of(table)
    pairs = [
        (name.removesuffix("_before"), name, name.replace("_before", "_now"))
        for _column, name, _level, _statistic in asked
        if name.endswith("_before") and name.replace("_before", "_now") in columns
    ]
    design = design_of(columns, table)
    for by in ("", *(domain for domain in domains if any(columns[domain]))):
        cut = (by,) if by else ()
        kept = kept_inside(table, cut, {one.field for one in asked})
        for one in asked:
            found = estimates_of(design, one, cut)
            for row, holding in zip(found, cases_of(design, found), strict=True):
                pair = group_of(list(row.domain.values())), one.level
                yield _stored(
                    assessment, table, row, one, holding=holding, kept=pair in kept.get(one.field, ())
                )
        for stem, before, now in pairs:
            for row in design.ratio(now, before, by=cut):
                yield _stored(assessment, table, row, Measured("", f"{stem}_ratio", "", "ratio"))


def _stored(
    assessment: Assessment,
    table: Table,
    row: "Estimated",
    asked: Measured,
    *,
    holding: int | None = None,
    kept: bool = False,
) -> Estimate:
    limits = playbook.current().assessment.limits
    held = holding if asked.statistic == "proportion" else None
    domain = " ".join(f"{name}={value}" for name, value in row.domain.items())
    notes = [] if table.by_chance else [_("not drawn by chance: describes those asked")]
    if row.n < limits.small_sample_n:
        notes.append(_("fewer than {n} answers: not representative").format(n=limits.small_sample_n))
    return Estimate(
        assessment=assessment,
        module=table.module,
        field=asked.field[:40],
        statistic=asked.statistic,
        level=asked.level[:60],
        domain=domain[:60],
        value=row.estimate,
        se=row.se,
        low=row.ci_low,
        high=row.ci_high,
        n=row.n,
        weighted=table.weighted,
        representative=table.by_chance and row.n >= limits.small_sample_n,
        too_small=kept or rules.tells_of_few(n=row.n, holding=held, fewest=limits.publish_cell_n),
        restricted=asked.field in table.restricted,
        note="; ".join(notes)[:200],
    )


def published(estimates: Iterable[Estimate]) -> list[Estimate]:
    """Return the estimates that may leave the house: no small cell, nothing restricted.

    A share of a whole that is published tells the share of what is left out: where one level of a question is too
    small, all levels of that question in that domain stay inside; and no group stays inside alone, since the whole
    less the others would tell it.
    """
    listed = list(estimates)
    fewest = playbook.current().assessment.limits.publish_cell_n
    cuts: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    tight: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in listed:
        name, _sign, group = row.domain.partition("=")
        cut = row.module, row.field, name
        cuts[cut][group] = max(row.n, cuts[cut].get(group, 0))
        if row.too_small or (row.statistic == "proportion" and row.value is not None and _is_revealing(row)):
            tight[cut].add(group)
    kept = {
        (*cut, group)
        for cut, asked in cuts.items()
        for group in rules.groups_kept_back(asked, tight[cut], fewest=fewest)
    }
    return [
        row
        for row in listed
        if not row.restricted and (row.module, row.field, *row.domain.partition("=")[::2]) not in kept
    ]


def _is_revealing(row: Estimate) -> bool:
    """Return whether a share stands for fewer persons than may be published, or leaves as few (none is not few)."""
    assert row.value is not None
    limit = playbook.current().assessment.limits.publish_cell_n
    return rules.tells_of_few(n=row.n, holding=round(row.value * row.n), fewest=limit)
