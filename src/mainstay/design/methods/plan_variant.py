"""A plan at another budget and another share of wages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .labour_content import Line

#: As finely as a budget line is kept.
QUANTITY, SHARE = Decimal("0.01"), Decimal("0.0001")


def plan_variant(
    lines: Iterable[Line], *, budget: int | None = None, labour_share: Decimal | None = None
) -> list[Line]:
    """Return the lines of a plan at another budget and share of wages, in the proportions that they had.

    Quantities: q' = q · B / C with C the cost of all lines. Shares of wages, to reach the share s of the new cost C':
    less than before, l' = l · sC' / W with W the wages of before; more, l' = l + (1 − l) · (sC' − W) / (P − W) for
    the lines that pay wages at all, with P what these lines cost. Rounded down to hundredths of a quantity and
    ten-thousandths of a share, so that a variant promises nothing that it cannot pay. Money in minor units of one
    currency, shares from 0 to 1. Raises `BadInput` where nothing is budgeted or no such share can be reached.

    >>> plan = [Line(Decimal(1000), 30_00, Decimal("0.4")), Line(Decimal(1), 10_000_00)]
    >>> [str(line.quantity) for line in plan_variant(plan, budget=20_000_00)]
    ['500.00', '0.50']
    >>> [str(line.labour_share) for line in plan_variant(plan, labour_share=Decimal("0.15"))]
    ['0.2000', '0.0000']
    """
    listed = list(lines)
    if budget is not None:
        listed = _scaled(listed, budget)
    return listed if labour_share is None else _shifted(listed, labour_share)


def _scaled(lines: Sequence[Line], budget: int) -> list[Line]:
    cost = sum(line.amount for line in lines)
    if budget <= 0 or not cost:
        raise BadInput("plan_variant.budget", _("A budget above 0 is divided among lines that cost something."))  # fmt: skip
    return [
        replace(line, quantity=(line.quantity * budget / cost).quantize(QUANTITY, ROUND_DOWN))
        for line in lines
    ]


def _shifted(lines: Sequence[Line], share: Decimal) -> list[Line]:
    if not 0 <= share <= 1:
        raise BadInput("plan_variant.share", _("A share of wages lies between 0 and 100 %."))
    wages = sum((line.wages for line in lines), Decimal(0))
    paying = sum(line.amount for line in lines if line.labour_share)
    cost = sum(line.amount for line in lines)
    wanted = share * cost
    if wanted > paying:
        raise BadInput(
            "plan_variant.paying",
            _("The lines that pay wages are {most} % of this budget; no more of it can be wages."),
            most=int(100 * paying / cost),
        )
    if wanted <= wages:
        factor = wanted / wages if wages else Decimal(0)
        shares = [line.labour_share * factor for line in lines]
    else:
        up = (wanted - wages) / (paying - wages)
        shares = [line.labour_share + (1 - line.labour_share) * up if line.labour_share else Decimal(0) for line in lines]  # fmt: skip
    return [
        replace(line, labour_share=held.quantize(SHARE, ROUND_DOWN))
        for line, held in zip(lines, shares, strict=True)
    ]
