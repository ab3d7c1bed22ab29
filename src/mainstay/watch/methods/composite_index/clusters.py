"""Units that are alike in what they undertake and in what comes of it.

After the International Labour Organization's Economic Security Index (2004), which names four kinds of countries by
the sixth decile of an index and of its three families: input (laws), process (means) and outcome.
"""

from collections.abc import Sequence

import numpy as np

from .computing import Scores

PACESETTER, PRAGMATIST, CONVENTIONAL, REST = "pacesetter", "pragmatist", "conventional", "much to be done"


def clusters(scores: Scores) -> Sequence[str]:
    """Return the cluster of each row, by the deciles of its period; empty where a family cannot be known.

    *pacesetter*: index, causes and outcome all at or beyond the decile; *pragmatist*: the outcome is, not all causes
    are; *conventional*: all causes are, the outcome is not; *much to be done*: the others. Where low scores are good,
    the sixth decile of the good is the fourth of the scores.
    """
    rule = scores.tree.clusters
    if rule is None:
        return [""] * len(scores.table)
    names = [scores.tree.top, *rule.causes, rule.outcome]
    sign = -1.0 if rule.low_is_good else 1.0
    good = {}
    for name in names:
        values = sign * scores.values[name]
        reached = np.zeros(len(values), dtype=bool)
        for rows in scores.table.blocks():
            known = values[rows][~np.isnan(values[rows])]
            if known.size:
                reached[rows] = values[rows] >= np.quantile(known, rule.decile / 10)
        good[name] = reached
    causes = np.all([good[name] for name in rule.causes], axis=0)
    outcome = good[rule.outcome]
    unknown = np.any([np.isnan(scores.values[name]) for name in names], axis=0)
    all_good = causes & outcome & good[scores.tree.top]
    found = np.select(
        [unknown, all_good, outcome & ~causes, causes & ~outcome],
        ["", PACESETTER, PRAGMATIST, CONVENTIONAL],
        REST,
    )
    return [str(name) for name in found]
