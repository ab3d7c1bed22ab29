"""Whether rows that look alike also share their secret: distinct l-diversity."""

import numpy as np

from mainstay.statistics.survey.columns import Bools, Ints, Levels


def too_alike(levels: Levels, released: Ints, diverse: int) -> Bools:
    """Return the rows whose value must be blanked: their class has fewer than `diverse` different values.

    `released` is the class of each row, `levels` the sensitive variable; missing values count for nothing, and
    a class without any value is left as it is. Machanavajjhala and others, *ACM TKDD* 1 (2007), 3: distinct
    l-diversity.
    """
    given = levels.codes >= 0
    size = len(levels.values) + 1
    pairs = np.unique(released[given] * size + levels.codes[given])
    different = np.bincount(pairs // size, minlength=int(released.max()) + 1)
    return np.asarray((different[released] < diverse) & given)
