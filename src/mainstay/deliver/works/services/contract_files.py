"""Contracts from a file: read cell by cell, judged like those entered by hand, signed whole or not at all."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.common.errors import BadInput, Problem
from mainstay.common.money import to_minor
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms import CONTRACTS
from mainstay.deliver.works.models import Contract, Site
from mainstay.exchange.tables import Row, Staged, read_table
from mainstay.exchange.tables.source import Given

from .contracts import ContractRow, contract_workers
from .terms import terms_of

#: Where a fault of the wage stands in the file.
_OF_WAGE = {"under_floor", "unequal_pay", "no_floor"}


def import_contracts(
    *,
    by: Person,
    site: Site,
    given: Given,
    filename: str,
    pay_day: str,
    complaint_channel: str,
    dry_run: bool = False,
) -> list[Contract]:
    """Return the contracts of a file, signed on a site; a fault in any row names row, field, rule and way out.

    With `dry_run` everything is judged and nothing is signed.
    """
    require_right(by, "works.contract_workers", site)
    staged = read_table(given, filename, CONTRACTS)
    staged.require_clean()
    if not staged.rows:
        raise BadInput("no_rows", _("{filename} holds no contracts."), filename=filename)
    currency = terms_of(site.project).currency
    rows = [_contract(row, currency) for row in staged.rows]
    try:
        with transaction.atomic():
            made = contract_workers(
                by=by, site=site, rows=rows, pay_day=pay_day, complaint_channel=complaint_channel
            )
            transaction.set_rollback(dry_run)
    except BadInput as refused:
        raise _in_the_file(refused, staged) from None
    return made


def _contract(row: Row, currency: str) -> ContractRow:
    values = {name: value for name, value in row.values.items() if value is not None}
    rate = values.pop("day_rate", None)
    return ContractRow(**values, day_minor=None if rate is None else to_minor(rate, currency))


def _in_the_file(refused: BadInput, staged: Staged) -> BadInput:
    """Return a refusal with the rows and fields of the file that was given."""
    problems: Sequence[Problem] = [
        replace(
            problem,
            row=staged.rows[problem.row - 1].number if problem.row else None,
            field="day_rate" if problem.reason.code in _OF_WAGE else problem.field,
        )
        for problem in refused.problems
    ]
    return BadInput(
        "table_has_problems",
        _(
            "{filename}: {count} problems were found and no contract was signed. Correct the cells named below."
        ),
        filename=staged.filename,
        count=len(problems),
        problems=problems,
    )
