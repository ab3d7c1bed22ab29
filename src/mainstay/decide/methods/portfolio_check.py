"""Whether a set of active countries keeps the rules of the portfolio."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A country with an active response, or one that may become so."""

    country: str
    region: str
    population: float | None
    crisis_types: frozenset[str]
    g7plus: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """How one rule stands: kept, and the value against its limit; `hard` stops, others are told.

    `subject` says what was counted, `most` whether the limit is the most or the least, `about` which region it is.
    """

    rule: str
    kept: bool
    value: float
    limit: float
    detail: str
    hard: bool = False
    subject: str = ""
    most: bool = False
    about: str = ""


Params = Mapping[str, Mapping[str, float]]


def portfolio_check(
    members: Sequence[Member], *, rules: Params, regions: Sequence[str], money_usd: float | None
) -> list[Finding]:
    """Return how each rule of the portfolio (P1 to P6) stands for `members`; a rule without its data is not judged.

    >>> member = Member("COM", "Africa", 850_000, frozenset({"DISASTER_RAPID"}), True)
    >>> [f.rule for f in portfolio_check([member], rules={"P6": {"min_g7plus_share": 0.5}}, regions=[], money_usd=None) if f.kept]
    ['P6']
    """
    checks = {"P1": _number, "P3": _sizes, "P4": _types, "P6": _g7plus}
    found: list[Finding] = []
    for code, params in rules.items():
        if code == "P2":
            found += _regions(members, params, regions)
        elif code == "P5":
            found += _money(members, params, money_usd)
        elif code in checks:
            found += checks[code](members, params)
    return found


def _number(members: Sequence[Member], params: Mapping[str, float]) -> list[Finding]:
    count = len(members)
    low, high, cap = params["min_active"], params["max_active"], params["cap"]
    return [
        Finding(
            "P1",
            low <= count <= high,
            count,
            high if count > high else low,
            f"{count} active of {low:g} to {high:g}",
            subject="active",
            most=count > high,
        ),
        Finding("P1", count <= cap, count, cap, f"at most {cap:g}", hard=True, subject="active", most=True),
    ]


def _regions(members: Sequence[Member], params: Mapping[str, float], regions: Sequence[str]) -> list[Finding]:
    held = Counter(member.region for member in members)
    empty = [region for region in regions if held[region] < params["min_each_region"]]
    found = [
        Finding(
            "P2",
            not empty,
            len(regions) - len(empty),
            len(regions),
            ", ".join(empty) or "each region is there",
            subject="regions",
        )
    ]
    if members:
        region, most = held.most_common(1)[0]
        share = most / len(members)
        found.append(
            Finding(
                "P2",
                share <= params["max_region_share"],
                share,
                params["max_region_share"],
                f"{region}: {share:.0%}",
                subject="share",
                most=True,
                about=region,
            )
        )
    return found


def _sizes(members: Sequence[Member], params: Mapping[str, float]) -> list[Finding]:
    sizes = [member.population for member in members if member.population is not None]
    small = sum(size < params["small_below_population"] for size in sizes)
    large = sum(size > params["large_above_population"] for size in sizes)
    return [
        Finding(
            "P3",
            small >= params["min_small"],
            small,
            params["min_small"],
            f"{small} small countries",
            subject="small",
        ),
        Finding(
            "P3",
            large >= params["min_large"],
            large,
            params["min_large"],
            f"{large} large countries",
            subject="large",
        ),
    ]


def _types(members: Sequence[Member], params: Mapping[str, float]) -> list[Finding]:
    types = {code for member in members for code in member.crisis_types}
    return [
        Finding(
            "P4",
            len(types) >= params["min_crisis_types"],
            len(types),
            params["min_crisis_types"],
            ", ".join(sorted(types)),
            subject="types",
        )
    ]


def _money(members: Sequence[Member], params: Mapping[str, float], money: float | None) -> list[Finding]:
    if money is None:
        return []
    needed = params["start_usd_each"] * len(members)
    return [
        Finding("P5", needed <= money, needed, money, f"USD {needed:,.0f} needed, USD {money:,.0f} expected")
    ]


def _g7plus(members: Sequence[Member], params: Mapping[str, float]) -> list[Finding]:
    if not members:
        return []
    share = sum(member.g7plus for member in members) / len(members)
    return [
        Finding(
            "P6",
            share >= params["min_g7plus_share"],
            share,
            params["min_g7plus_share"],
            f"{share:.0%} of g7+",
            subject="g7plus",
        )
    ]
