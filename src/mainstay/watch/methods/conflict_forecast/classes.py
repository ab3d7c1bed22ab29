"""How likely each class of deaths is, by a penalised multinomial regression on smooth features."""

import numpy as np
from numpy.typing import NDArray

from .features import Features
from .panel import Floats
from .past import Past

#: Upper ends of the classes of deaths in a month, those of the VIEWS challenge of 2023/24 but for a cut at 25 itself.
ENDS = np.asarray([0.5, 2.5, 5.5, 10.5, 24.5, 50.5, 100.5, 250.5, 500.5, 1000.5])
#: Strength of the ridge: scikit-learn's C at 40,000 rows.
FREEDOM, FREEDOM_ROWS = 0.03, 40_000
#: Levels of ln(1 + deaths) at which a slope may change, and the features that may.
BENDS = (1.0, 2.5, 4.0, 5.5)
BENT = ("mean_3", "mean_12", "mean_24", "mean_60", "lag_0")
#: Features whose weight may change with the lead.
FADING = (
    "lag_0", "mean_3", "mean_6", "mean_12", "mean_24", "mean_60", "since_1", "since_25", "share_1_12", "share_25_36",
    "share_25_120", "around_mean", "highest_12",
)  # fmt: skip


def class_of(deaths: Floats) -> NDArray[np.int64]:
    """Return the class of each number of deaths, from 0.

    >>> class_of(np.asarray([0.0, 1.0, 24.0, 25.0, 5000.0])).tolist()
    [0, 1, 4, 5, 10]
    """
    return np.searchsorted(ENDS, deaths)


def class_chances(learned: Past, now: Features, leads: NDArray[np.float32]) -> Floats:
    """Return the chance of each class for each country and lead, countries × leads × 11."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    centre, spread = learned.values.mean(0), learned.values.std(0) + 1e-6

    def design(values: NDArray[np.float32], lead: NDArray[np.float32]) -> Floats:
        scaled = (values - centre) / spread
        later = ((np.log(lead) - 2) / 0.5)[:, None]
        bent = [np.maximum(values[:, [now.column(name)]] - np.asarray(BENDS), 0) for name in BENT]
        fading = scaled[:, [now.column(name) for name in FADING]] * later
        return np.column_stack([scaled, later, fading, *bent]).astype(np.float64)

    countries = len(now.values)
    with threadpool_limits(1):
        fitted = LogisticRegression(
            C=FREEDOM * FREEDOM_ROWS / len(learned.deaths), max_iter=300, tol=1e-3
        ).fit(
            design(learned.values, learned.lead),
            class_of(learned.deaths),
            sample_weight=learned.weight / learned.weight.mean(),
        )
        told = fitted.predict_proba(design(np.repeat(now.values, len(leads), 0), np.tile(leads, countries)))
    found = np.zeros((len(told), len(ENDS) + 1))
    found[:, fitted.classes_] = told
    return found.reshape(countries, len(leads), -1)
