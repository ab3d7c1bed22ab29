"""IF-01 to IF-10, SD-04, SD-07, OP-07: what institutions and offices did, from their registers with evidence."""

from typing import Any

from .measure import Measure, Part, Terms

TABLES = ("register",)
GIVEN = ("GIVEN", "APPRECIATED", "ACCEPTED", "IMPLEMENTING", "IMPLEMENTED", "NOT_ACCEPTED")
ADOPTED = ("ADOPTED", "BUDGETED", "IMPLEMENTED", "EVALUATED")


def _rows(table: Any, _terms: Terms) -> Any:
    return table.key.nunique()


def _of(kind: str, *states: str) -> Any:
    def kept(table: Any, _terms: Terms) -> Any:
        inside = table.kind == kind
        return inside & table.state.isin(list(states)) if states else inside

    return kept


def _count(kind: str, *states: str) -> Part:
    return Part("register", _rows, _of(kind, *states))


def _adequate(table: Any, _terms: Terms) -> Any:
    return (table.kind == "REINTEGRATION") & (table.score >= 3)


def _women(table: Any, _terms: Terms) -> Any:
    return table.women.sum()


def _known(table: Any, _terms: Terms) -> Any:
    return table.known.sum()


def _measure(code: str, rule: str, numerator: Part, denominator: Part | None = None, **more: Any) -> Measure:
    return Measure(code, rule, numerator, denominator, tables=TABLES, population="register", **more)


MEASURES = (
    _measure("IF-01", "sum", _count("REQUEST")),
    _measure("IF-02", "sum", _count("TOOL_USE")),
    _measure(
        "IF-03",
        "ratio",
        _count("ADVICE", "IMPLEMENTED"),
        _count("ADVICE", *GIVEN),
        scale=100,
        variants=(("state", "ACCEPTED", _count("ADVICE", "ACCEPTED", "IMPLEMENTING", "IMPLEMENTED")),),
    ),
    _measure("IF-04", "distinct", Part("register", _rows, _adequate)),
    _measure(
        "IF-05",
        "mean",
        Part("register", lambda table, _terms: table.score.sum(), _of("PARTICIPATION")),
        Part("register", lambda table, _terms: table.score.count(), _of("PARTICIPATION")),
    ),
    _measure("IF-06", "ratio", _count("JOINT_PLAN", "INCLUDED"), _count("JOINT_PLAN"), scale=100),
    _measure("IF-07", "ratio", _count("STANDARDS_CHECK", "PASSED"), _count("STANDARDS_CHECK"), scale=100),
    _measure(
        "IF-08",
        "sum",
        _count("PROJECT"),
        variants=(
            (
                "value",
                "USD",
                Part("register", lambda table, _terms: table.amount_usd_cents.sum(), _of("PROJECT"), per=100),
            ),
        ),
    ),
    _measure(
        "IF-09",
        "sum",
        _count("PRODUCT"),
        variants=(
            ("what", "requests", _count("PRODUCT_REQUEST")),
            ("what", "integrations", _count("PRODUCT_INTEGRATION")),
        ),
    ),
    _measure(
        "IF-10",
        "distinct",
        Part("register", lambda table, _terms: table.country.nunique(), _of("POLICY", *ADOPTED)),
    ),
    _measure("SD-04", "distinct", _count("TRAINED")),
    # Who came to a session and whose sex is not known stands on neither side of the line.
    _measure(
        "SD-07",
        "ratio",
        Part("register", _women, _of("DIALOGUE")),
        Part("register", _known, _of("DIALOGUE")),
        scale=100,
    ),
    _measure("OP-07", "ratio", _count("FOCAL_POINT", "CERTIFIED"), _count("FOCAL_POINT"), scale=100),
)
