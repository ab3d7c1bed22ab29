"""`mainstay assess needs` and `scheme`: what recovery of work and income costs, and the size of emergency employment."""

from collections.abc import Mapping
from decimal import Decimal
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.page.terminal import say

from .output import FileFormatOption, Out, answering, format_of, give, told
from .sampling import as_table
from .sheets import Sheet, read_sheet

if TYPE_CHECKING:
    from mainstay.assess.methods.emergency_employment import WageFloor
    from mainstay.assess.methods.recovery_needs import ChapterLine, Need, RecoveryNeeds

NEEDS = (
    "mainstay assess needs needs.csv --sector-lines sector_needs.csv \\",
    "  --count-once --price-rise 0.06",
)
SCHEME = (
    "mainstay assess scheme --households 1200 --days 60 --wage 5.5 \\",
    "  --labour-share 0.6 --overhead 0.12 --floor 'Minimum wage decree=5'",
)
COSTS = ("unit_cost", "damage")
#: Amounts are counted in hundredths of the currency.
HUNDREDTHS = 100


def needs(
    file: Annotated[
        Path,
        typer.Argument(
            help="Table with a row for each need: item, horizon (short, medium, long), and either beneficiaries and "
            "unit_cost (of one of them) or damage and better (share added to build back better); if known code, chapter.",
            show_default=False,
        ),
    ],
    *,
    sector_lines: Annotated[
        Path | None,
        typer.Option("--sector-lines", help="Needs that other chapters have: chapter, item, amount."),
    ] = None,
    count_once: Annotated[
        bool,
        typer.Option(
            "--count-once",
            help="Take what other chapters have off here; else an item that stands twice is refused.",
        ),
    ] = False,
    price_rise: Annotated[float, typer.Option("--price-rise", help="Yearly rise of prices, as 0.06.")] = 0.0,
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Cost recovery needs by horizon and per beneficiary; none is counted twice."""
    with answering():
        from mainstay.assess.methods.recovery_needs import COUNT_ONCE, REFUSE, recovery_needs

        form = format_of(format, out, file, sector_lines)
        sheet = read_sheet(
            file,
            texts=["item", "horizon"],
            may={
                "code": "",
                "chapter": "ELSP",
                "beneficiaries": 0.0,
                "unit_cost": float("nan"),
                "damage": float("nan"),
                "better": 0.0,
            },
            gaps=["code", *COSTS, "beneficiaries", "better"],
        )
        others = _sector_lines(sector_lines)
        try:
            found = recovery_needs(
                _needs(sheet),
                sector_lines=others,
                price_rise=Decimal(str(price_rise)),
                twice=COUNT_ONCE if count_once else REFUSE,
            )
        except BadInput as error:
            raise sheet.counted(error) from None
        rows = _rows(found)
        give(rows, form, out, text=lambda: as_table(rows))


def _needs(sheet: Sheet) -> list["Need"]:
    from mainstay.assess.methods.recovery_needs import Reconstruction, Support

    problems = [
        Problem(
            Reason("needs.cost", _("give either a cost per beneficiary or damage, not both and not neither")),
            row=row,
            field="unit_cost",
        )
        for row, held in enumerate(sheet.rows, start=1)
        if isnan(held["unit_cost"]) == isnan(held["damage"])
    ]
    if problems:
        raise BadInput("recovery_needs", _("Some needs cannot be costed: correct them."), problems=problems)
    found: list[Need] = []
    for row, held in enumerate(sheet.rows, start=sheet.first_row):
        who = (held["code"] or str(row), held["chapter"], held["item"], held["horizon"])
        people = 0 if isnan(held["beneficiaries"]) else round(held["beneficiaries"])
        if isnan(held["unit_cost"]):
            better = Decimal(0) if isnan(held["better"]) else Decimal(str(held["better"]))
            found.append(Reconstruction(*who, _hundredths(held["damage"]), better, people))
        else:
            found.append(Support(*who, people, _hundredths(held["unit_cost"])))
    return found


def _sector_lines(place: Path | None) -> list["ChapterLine"]:
    from mainstay.assess.methods.recovery_needs import ChapterLine

    if place is None:
        return []
    sheet = read_sheet(place, texts=["chapter", "item"], numbers=["amount"])
    negative = [row for row, held in enumerate(sheet.rows, start=sheet.first_row) if held["amount"] < 0]
    if negative:
        raise BadInput(
            "needs.sector_line",
            _("Row {row} of {filename} has a negative amount."),
            row=negative[0],
            filename=place.name,
        )
    return [ChapterLine(held["chapter"], held["item"], _hundredths(held["amount"])) for held in sheet.rows]


def _rows(found: "RecoveryNeeds") -> list[Mapping[str, Any]]:
    lines = [
        {
            "of": "need",
            "code": line.need.code,
            "chapter": line.need.chapter,
            "item": line.need.item,
            "horizon": line.need.horizon,
            "beneficiaries": line.need.beneficiaries,
            "full_cost": _amount(line.full_cost),
            "per_beneficiary": _amount(line.per_beneficiary),
            "counted_elsewhere": _amount(sum(line.elsewhere.values())),
            "elsewhere": ", ".join(line.elsewhere),
            "cost": _amount(line.cost),
        }
        for line in found.lines
    ]
    empty = dict.fromkeys(lines[0]) | {"code": "", "chapter": "", "item": "", "elsewhere": ""}
    sums = [("horizon", code, cost) for code, cost in found.by_horizon.items()]
    totals = [*sums, ("total", "", found.total)]
    return lines + [empty | {"of": of, "horizon": code, "cost": _amount(cost)} for of, code, cost in totals]


def scheme(
    *,
    households: Annotated[
        int,
        typer.Option(
            "--households", help="Households of which one worker each is hired.", show_default=False
        ),
    ],
    days: Annotated[int, typer.Option("--days", help="Days of work for each.", show_default=False)],
    wage: Annotated[float, typer.Option("--wage", help="Wage of a day.", show_default=False)],
    labour_share: Annotated[
        float,
        typer.Option("--labour-share", help="Share of wages in the direct cost, as 0.6.", show_default=False),
    ],
    overhead: Annotated[
        float, typer.Option("--overhead", help="Overhead on the direct cost, as 0.12.")
    ] = 0.0,
    floor: Annotated[
        list[str] | None,
        typer.Option(
            "--floor", help="NAME=AMOUNT: a wage of a day below which nobody may be paid; again for another."
        ),
    ] = None,
    market_wage: Annotated[
        float | None, typer.Option("--market-wage", help="Local wage of a day for unskilled work.")
    ] = None,
    format: FileFormatOption = None,
    out: Out = None,
) -> None:
    """Size an emergency employment scheme: households × days × wage ÷ labour share, with overhead."""
    with answering():
        from mainstay.assess.methods.emergency_employment import emergency_employment

        form = format_of(format, out)
        found = emergency_employment(
            households=households,
            days=days,
            daily_wage=_hundredths(wage),
            floors=[_floor(each) for each in floor or []],
            labour_share=Decimal(str(labour_share)),
            overhead=Decimal(str(overhead)),
            market_wage=None if market_wage is None else _hundredths(market_wage),
        )
        for remark in found.remarks:
            say(told(remark))
        row = {
            "worker_days": found.worker_days,
            "wages": _amount(found.wages),
            "direct_cost": _amount(found.direct_cost),
            "cost": _amount(found.cost),
            "cost_per_worker_day": _amount(found.cost_per_worker_day),
            "remarks": " ".join(told(remark) for remark in found.remarks),
        }
        give(
            [row], form, out, text=lambda: as_table([{name: row[name] for name in row if name != "remarks"}])
        )


def _floor(given: str) -> "WageFloor":
    from mainstay.assess.methods.emergency_employment import WageFloor

    name, mark, amount = given.rpartition("=")
    try:
        return WageFloor(name.strip(), _hundredths(float(amount if mark and name.strip() else "none")))
    except ValueError:
        raise BadInput(
            "scheme.floor",
            _("A floor is written as NAME=AMOUNT, as in 'Minimum wage decree=5', not as «{given}»."),
            given=given,
        ) from None


def _hundredths(amount: float) -> int:
    return round(amount * HUNDREDTHS)


def _amount(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / HUNDREDTHS
