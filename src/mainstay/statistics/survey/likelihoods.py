"""Generalised linear models with canonical links, fitted to weighted rows by Newton's method.

McCullagh and Nelder, *Generalized Linear Models* (1989), ch. 2. With weights of a survey the fit solves the weighted
score equations Σ w x (y - μ) = 0; Binder, *International Statistical Review* 51 (1983), 279-292.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .calibration import Auxiliary
from .columns import Floats

STEPS = 40
#: The part of a column that others leave unexplained; below this they determine it.
ALONE = 1e-10


@dataclass(frozen=True, slots=True)
class Family:
    """A distribution with its canonical link: μ(η), variance V(μ), b(η) with b' = μ, and where η begins."""

    name: str
    model: str
    mean: Callable[[Floats], Floats]
    variance: Callable[[Floats], Floats]
    potential: Callable[[Floats], Floats]
    begin: Callable[[Floats], Floats]


def _logistic(eta: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(eta, -700, 700))), dtype=np.float64)


FAMILIES = {
    "gaussian": Family(
        "gaussian", "linear regression", lambda eta: eta, np.ones_like, lambda eta: eta * eta / 2, lambda y: y
    ),
    "binomial": Family(
        "binomial",
        "logistic regression",
        _logistic,
        lambda mean: mean * (1 - mean),
        lambda eta: np.logaddexp(0, eta),
        lambda y: np.log((y + 0.5) / (1.5 - y)),
    ),
    "poisson": Family(
        "poisson",
        "Poisson regression",
        lambda eta: np.exp(np.clip(eta, -700, 700)),
        lambda mean: mean,
        lambda eta: np.exp(np.clip(eta, -700, 700)),
        lambda y: np.log(y + 0.1),
    ),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """The slopes, the mean of each row, and the inverse of the information X'WX at the slopes."""

    slopes: Floats
    mean: Floats
    inverse: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """What is fitted: the matrix X, the answers y, the family, and the names of the columns for messages."""

    matrix: Auxiliary
    answers: Floats
    family: Family
    names: tuple[str, ...]

    def fit(self, weights: Floats, begin: Floats | None = None) -> Fit:
        """Return the fit under `weights`; refuse what they cannot tell apart, naming the columns.

        Weights are scaled to mean 1, as in R; the inverse information is that of the weights as given.
        """
        scale = weights.sum() / max(len(weights), 1)
        own = weights / scale
        known = self.matrix.product(own) if self.family.name == "gaussian" else None
        slopes = self._first(own, known) if begin is None else self._second(begin, own, known)
        for _number in range(STEPS):
            step, slopes = self._step(slopes, own, known)
            moved, eta = np.abs(self.matrix.times(step)), self.matrix.times(slopes)
            if moved[own > 0].max(initial=0) <= 1e-8 * (1 + np.abs(eta).max(initial=0)):
                slopes = self._step(slopes, own, known)[1]
                break
        else:
            raise self._separated(step)
        mean = self.family.mean(self.matrix.times(slopes))
        inverse = np.linalg.inv(self._information(mean, own, known))
        return Fit(slopes, mean, inverse / scale)

    def _information(self, mean: Floats, weights: Floats, known: Floats | None) -> Floats:
        """Return X'WX with the variances at `mean`; it is `known` where they do not depend on it."""
        return self.matrix.product(weights * self.family.variance(mean)) if known is None else known

    def _first(self, weights: Floats, known: Floats | None) -> Floats:
        eta = self.family.begin(self.answers)
        mean = self.family.mean(eta)
        spread = weights * self.family.variance(mean)
        gram = self._information(mean, weights, known)
        self._refuse_determined(gram)
        return _solved(gram, self.matrix.sums(spread * eta + weights * (self.answers - mean)))

    def _second(self, begin: Floats, weights: Floats, known: Floats | None) -> Floats:
        mean = self.family.mean(self.matrix.times(begin))
        self._refuse_determined(self._information(mean, weights, known))
        return begin

    def _step(self, slopes: Floats, weights: Floats, known: Floats | None) -> tuple[Floats, Floats]:
        """Return the step of Newton and the slopes after it, halved until the likelihood does not fall."""
        eta = self.matrix.times(slopes)
        mean = self.family.mean(eta)
        gradient = self.matrix.sums(weights * (self.answers - mean))
        try:
            step = _solved(self._information(mean, weights, known), gradient)
        except np.linalg.LinAlgError as error:
            raise self._separated(slopes) from error
        before, along = self._likelihood(eta, weights), self.matrix.times(step)
        for _number in range(30):
            after = self._likelihood(eta + along, weights)
            if after >= before - 1e-10 * (1 + abs(before)):
                break
            step, along = step / 2, along / 2
        return step, slopes + step

    def _likelihood(self, eta: Floats, weights: Floats) -> float:
        return float(weights @ (self.answers * eta - self.family.potential(eta)))

    def _refuse_determined(self, gram: Floats) -> None:
        size = np.sqrt(np.diag(gram))
        for place, own in enumerate(size):
            before = slice(0, place)
            scaled = gram[before, before] / np.outer(size[before], size[before])
            with np.errstate(divide="ignore", invalid="ignore"):
                cross = gram[before, place] / (size[before] * own)
            if own == 0:
                raise self._determined(place, np.zeros(place))
            shares = np.linalg.solve(scaled, cross) if place else cross
            if 1 - cross @ shares < ALONE:
                raise self._determined(place, shares)

    def _determined(self, place: int, shares: Floats) -> BadInput:
        others = [name for name, share in zip(self.names, np.abs(shares), strict=False) if share > 1e-6]
        return BadInput(
            "survey.determined",
            _(
                "The column {column} says nothing that {others} do not say already in the rows used, so their "
                "effects cannot be told apart. Leave one of them out, or join levels."
            ),
            column=self.names[place],
            others=", ".join(others[:4]) or self.names[0],
        )

    def _separated(self, step: Floats) -> BadInput:
        size = np.abs(step) * np.sqrt(np.diag(self.matrix.product(np.ones(len(self.answers)))))
        found = [name for name, own in zip(self.names, size, strict=True) if own > 0.2 * size.max()]
        return BadInput(
            "survey.separated",
            _(
                "The answers are all alike in some group or beyond some value of {columns}, so the effect has no "
                "finite estimate. Join levels that have too few answers of one kind, or leave the column out."
            ),
            columns=", ".join(found),
        )


def _solved(gram: Floats, right: Floats) -> Floats:
    """Return the solution of gram · x = right for a positive definite matrix, scaled to unit diagonal first."""
    size = np.sqrt(np.diag(gram))
    if not (size > 0).all():
        raise np.linalg.LinAlgError
    lower = np.linalg.cholesky(gram / np.outer(size, size))
    middle = np.linalg.solve(lower, right / size)
    return np.asarray(np.linalg.solve(lower.T, middle) / size, dtype=np.float64)
