"""Which estimates can be published, which used with caution, and which not, by rules that are data.

A rule sets a limit to one measure of an estimate and says what follows where it is not kept; the worst counts. Sets
of statistical offices are shipped (`rule_sets`); an own set is a mapping of the same shape (`rule_set_of`).
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .result import Estimate, Estimates

PUBLISHABLE, CAUTION, UNPUBLISHABLE = "publishable", "caution", "unpublishable"
MARKS = (PUBLISHABLE, CAUTION, UNPUBLISHABLE)
"""The marks of an estimate, the best first."""

KINDS = ("numbers", "shares")
LIMITS = ("at_least", "at_most", "under")

SENTENCES: Mapping[tuple[str, str], str] = {
    ("n", "at_least"): _("It rests on {value} answers, and {rules} asks for {limit} or more."),
    ("cases", "at_least"): _("{value} of those asked belong to it, and {rules} asks for {limit} or more."),
    ("n_eff", "at_least"): _(
        "Its answers say as much as {value} drawn at random, and {rules} asks for {limit} or more."
    ),
    ("df", "at_least"): _("Its error has {value} degrees of freedom, and {rules} asks for {limit} or more."),
    ("deff", "at_least"): _("Its design effect is {value}, and {rules} asks for {limit} or more."),
    ("deff", "at_most"): _("Its design effect is {value}, and {rules} allows {limit} or less."),
    ("cv", "at_most"): _("Its coefficient of variation is {value} %, and {rules} allows {limit} % or less."),
    ("cv", "under"): _("Its coefficient of variation is {value} %, and {rules} allows less than {limit} %."),
    ("log_cv", "at_most"): _(
        "The coefficient of variation of its logarithm is {value} %, and {rules} allows {limit} % or less."
    ),
    ("se_to_curve", "at_most"): _(
        "Its standard error is {value} times what {rules} allows for a share of this size."
    ),
    ("ci_width", "at_most"): _("Its interval is {value} points wide, and {rules} allows {limit} or less."),
    ("ci_width", "under"): _("Its interval is {value} points wide, and {rules} allows less than {limit}."),
    ("relative_width", "at_most"): _(
        "Its interval is {value} % as wide as the share is large, and {rules} allows {limit} % or less."
    ),
}
"""What is said where a limit is not kept, by measure and kind of limit."""

MEASURES = tuple(dict.fromkeys(measure for measure, _limit in SENTENCES))
PERCENT = frozenset({"cv", "log_cv", "ci_width", "relative_width"})

KEPT = _("It keeps every rule of {rules}.")
NO_ERROR = _(
    "It has no error that {rules} could judge: all answers are alike, it is zero, or the sample was not drawn "
    "by chance."
)
NO_CASES = _("It is not known how many of those asked belong to it, so {rules} cannot judge it.")


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit to a measure: `limit` is at_least, at_most or under; `otherwise` the mark where it is not kept."""

    measure: str
    limit: str
    value: float
    otherwise: str
    kind: str | None = None
    unless: "Rule | None" = None

    def keeps(self, value: float) -> bool:
        """Say whether a value is inside the limit; equality is, except for `under`."""
        if self.limit == "at_least":
            return value >= self.value
        return value < self.value if self.limit == "under" else value <= self.value


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules under the name that a reader sees."""

    title: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """An estimate with its mark, and why: one whole sentence for each rule that was not kept, the worst first."""

    estimate: Estimate
    mark: str
    reasons: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return mark, codes and sentences (not translated) of the rating."""
        return {"mark": self.mark, "reasons": [str(reason) for reason in self.reasons]}


def rate(
    estimates: Estimates | Sequence[Estimate],
    rules: str | RuleSet | Mapping[str, Any],
    *,
    cases: Sequence[int] | None = None,
    shares: Collection[str] = (),
) -> list[Rated]:
    """Return the mark of each estimate by the `rules`: a shipped set's name, a set, or a mapping for an own one.

    Proportions and means of levels are judged as shares, as are means of columns of 0 and 1 and the variables named in
    `shares` (a ratio such as ``"unemployed/active"``), unless they are more than 1; all else as numbers. `cases` are those asked who belong to each
    share (see `cases_of`); without them a rule about cases cannot vouch for a share. For a number they are n.
    """
    chosen = rules if isinstance(rules, RuleSet) else rule_set(rules)
    rows = list(estimates)
    if isinstance(estimates, Estimates) and estimates.is_share is not None:
        means = {row.variable for row in rows if row.statistic == "mean" and row.level is None}
        shares = {*shares, *filter(estimates.is_share, means)}
    counts: Sequence[int | None] = [None] * len(rows) if cases is None else list(cases)
    if len(counts) != len(rows):
        raise BadInput(
            "reliability.cases",
            _("There are {count} numbers of cases for {rows} estimates. Give one for each."),
            count=len(counts),
            rows=len(rows),
        )
    return [_rated(row, chosen, count, shares) for row, count in zip(rows, counts, strict=True)]


def rule_set(rules: str | Mapping[str, Any]) -> RuleSet:
    """Return a shipped set by its name, or an own one from a mapping ``{"title": …, "rules": [{…}, …]}``."""
    if not isinstance(rules, str):
        return rule_set_of(rules)
    known = rule_sets()
    if rules not in known:
        raise BadInput(
            "reliability.unknown_set",
            _("There is no set of rules {name}. Choose one of {names}, or give your own."),
            name=rules,
            names=", ".join(known),
        )
    return known[rules]


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """Return the shipped sets by name; their sources stand in reference/SOURCE.md."""
    import yaml

    text = resources.files(__package__).joinpath("reference/reliability.yaml").read_text(encoding="utf-8")
    return {name: rule_set_of(content) for name, content in yaml.safe_load(text).items()}


def rule_set_of(content: Mapping[str, Any]) -> RuleSet:
    """Return the set that a mapping describes; refuse what is not of this shape, naming the rule.

    >>> own = rule_set_of({"title": "House", "rules": [{"measure": "cv", "at_most": 0.2, "otherwise": "caution"}]})
    >>> own.rules[0].keeps(0.2), own.rules[0].keeps(0.2001)
    (True, False)
    """
    given = content.get("rules") or []
    found = [_rule(one, own=True) for one in given]
    fault = Reason(
        "reliability.rule",
        _(
            "a rule is {{measure: one of {measures}, at_least | at_most | under: a number, otherwise: caution "
            "| unpublishable}} with a limit that fits the measure; it may say of: numbers | shares"
        ),
        {"measures": ", ".join(MEASURES)},
    )
    wrong = [place for place, rule in enumerate(found) if rule is None]
    if wrong or not found:
        raise BadInput(
            "reliability.rules",
            _("These rules of reliability cannot be read. Correct them as the list says."),
            problems=[Problem(fault, row=place + 1, field="rules") for place in wrong],
        )
    return RuleSet(str(content.get("title") or _("own rules")), tuple(rule for rule in found if rule))


def _rule(content: Any, *, own: bool) -> Rule | None:
    if not isinstance(content, Mapping):
        return None
    limits = [name for name in LIMITS if name in content]
    known = {"measure", "of", "otherwise", "unless", *LIMITS}
    excuse = _rule(content["unless"], own=False) if "unless" in content else None
    fits = (
        len(limits) == 1
        and (content.get("measure"), limits[0]) in SENTENCES
        and isinstance(content[limits[0]], int | float)
        and not isinstance(content[limits[0]], bool)
        and content.get("of") in {None, *KINDS}
        and (content.get("otherwise") in MARKS[1:] or not own)
        and ("unless" not in content or excuse is not None)
        and set(content) <= known
    )
    if not fits:
        return None
    return Rule(
        content["measure"], limits[0], float(content[limits[0]]), content.get("otherwise") or CAUTION,
        content.get("of"), excuse,
    )  # fmt: skip


def _rated(row: Estimate, rules: RuleSet, cases: int | None, shares: Collection[str]) -> Rated:
    share = _is_share(row, shares)
    kind = KINDS[share]
    broken: dict[str, tuple[int, Reason]] = {}
    for rule in rules.rules:
        if rule.kind not in {None, kind}:
            continue
        reason = _why_not(rule, row, rules.title, share=share, cases=cases)
        if reason is not None:
            level = MARKS.index(rule.otherwise)
            if level > broken.get(rule.measure, (0,))[0]:
                broken[rule.measure] = (level, reason)
    if not broken:
        return Rated(row, PUBLISHABLE, (Reason("reliability.kept", KEPT, {"rules": rules.title}),))
    ranked = sorted(broken.values(), key=lambda found: -found[0])
    reasons = {reason.code + reason.msgid: reason for _level, reason in ranked}
    return Rated(row, MARKS[ranked[0][0]], tuple(reasons.values()))


def _is_share(row: Estimate, shares: Collection[str]) -> bool:
    named = row.statistic == "proportion" or (row.statistic == "mean" and row.level is not None)
    return (named or row.variable in shares) and row.estimate is not None and 0 <= row.estimate <= 1


def _why_not(rule: Rule, row: Estimate, title: str, *, share: bool, cases: int | None) -> Reason | None:
    value = measured(rule.measure, row, cases=cases if share else row.n)
    if value is None:
        text = NO_CASES if rule.measure == "cases" else NO_ERROR
        return Reason(
            f"reliability.no_{'cases' if rule.measure == 'cases' else 'error'}", text, {"rules": title}
        )
    if rule.keeps(value):
        return None
    if rule.unless is not None:
        excuse = measured(rule.unless.measure, row, cases=cases)
        if excuse is not None and rule.unless.keeps(excuse):
            return None
    times = 100 if rule.measure in PERCENT else 1
    facts = {
        "value": _shown(times * value, times * rule.value),
        "limit": f"{times * rule.value:g}",
        "rules": title,
    }
    return Reason(f"reliability.{rule.measure}", SENTENCES[rule.measure, rule.limit], facts)


def measured(measure: str, row: Estimate, *, cases: int | None) -> float | None:
    """Return a measure of an estimate, or None where it has none.

    log_cv: SE / (-p ln p), the CV of -ln p. se_to_curve: SE over p^(2/3)/9 for p up to 0.5, (1-p)^(2/3)/9 above.
    ci_width: upper less lower end; relative_width: that over p.
    """
    p, se = row.estimate, row.se
    if measure in {"n", "df"}:
        return float(getattr(row, measure))
    if measure == "cases":
        return None if cases is None else float(cases)
    if measure in {"n_eff", "deff", "cv"}:
        own = getattr(row, measure)
        return None if own is None or not row.se else float(own)
    if p is None or not se or row.ci_low is None or row.ci_high is None:
        return None
    if measure == "ci_width":
        return row.ci_high - row.ci_low
    if measure == "relative_width":
        return (row.ci_high - row.ci_low) / abs(p) if p else None
    if not 0 < p < 1:
        return None
    if measure == "log_cv":
        return se / (-p * math.log(p))
    return float(se / (min(p, 1 - p) ** (2 / 3) / 9))


def _shown(value: float, limit: float) -> str:
    """Return a value with as many digits as tell it from the limit."""
    for digits in range(1, 9):
        text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
        if float(text) != limit:
            return text
    return f"{value:g}"
