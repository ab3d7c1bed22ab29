"""How likely a sum of weighted chi-square variables over another one is: the law of Rao and Scott's statistic.

X² is distributed as Σ a_i χ²_1; with a design of few degrees of freedom ν it is compared with Σ a_i χ²_1 over a common
χ²_ν / ν, so the chance is that of Σ a_i χ²_1 - (x/ν) χ²_ν > 0. Its cumulants are K(z) = -½ Σ h_j log(1 - 2 z λ_j).
"""

import math

import numpy as np

from .columns import Floats

#: Points of the sum along the path, and how far it reaches (in powers of e).
POINTS, REACH = 800, 10.0

#: Below this a series is nearer than the logarithm.
SMALL = 0.1


def exact_chance(x: float, scale: Floats, df: float) -> float:
    """Return P(Σ a_i χ²_1 > x χ²_df / df), a_i > 0, to about 1e-10 relative.

    The inversion integral of exp(K(z))/z along a path through the saddlepoint that bends to the right, where the
    integrand falls fast and does not oscillate; Rice, *SIAM Journal on Scientific and Statistical Computing* 1 (1980),
    438-448. The sum is a trapezoid rule in t = w sinh(s).
    """
    weights, counts = _joined(x, scale, df)
    centre = max(_saddle(weights, counts), 0.05)
    with np.errstate(over="ignore", under="ignore"):
        width = 1 / math.sqrt(2 * float(counts @ (weights / (1 - 2 * centre * weights)) ** 2))
        steps = np.linspace(0, REACH, POINTS + 1)
        along = width * np.sinh(steps)
        bend = 0.5 / (0.5 - centre)
        path = centre + 0.5 * bend * along**2 + 1j * along
        logs = -0.5 * np.log(1 - 2 * path[:, None] * weights) @ counts
        values = (np.exp(logs) / path * (bend * along + 1j)).imag * width * np.cosh(steps)
    whole = (values.sum() - values[0] / 2) * (REACH / POINTS) / math.pi
    return float(min(max(whole, 0.0), 1.0))


def saddlepoint_chance(x: float, scale: Floats, df: float) -> float:
    """Return the same chance by the saddlepoint approximation.

    Lugannani and Rice (1980) in the form of Kuonen, *Biometrika* 86 (1999), 929-935. Near the mean, where it is not
    defined, Satterthwaite's F takes its place.
    """
    from scipy.special import ndtr

    weights, counts = _joined(x, scale, df)
    zeta = _saddle(weights, counts)
    if abs(zeta) < 1e-4:
        return _satterthwaite(x, scale, df)
    # K'(ζ) = 0, so Σ h x/(1-x) with x = 2ζλ adds nothing but spares the digits that the logarithms lose near the mean.
    w = math.copysign(math.sqrt(float(counts @ _bent(2 * zeta * weights))), zeta)
    v = zeta * math.sqrt(2 * float(counts @ (weights / (1 - 2 * zeta * weights)) ** 2))
    return float(ndtr(-(w + math.log(v / w) / w)))


def _bent(x: Floats) -> Floats:
    """Return log(1 - x) + x/(1 - x), for small x by its series Σ (1 - 1/n) xⁿ from n = 2."""
    near = np.where(np.abs(x) < SMALL, x, 0.0)
    powers = np.arange(2, 22)
    series = near[:, None] ** powers @ (1 - 1 / powers)
    return np.where(np.abs(x) < SMALL, series, np.log1p(-x) + x / (1 - x))


def _joined(x: float, scale: Floats, df: float) -> tuple[Floats, Floats]:
    """Return the weights λ (the largest is 1) and the degrees of freedom h of the sum."""
    return np.append(scale, -x / df) / scale.max(), np.append(np.ones(len(scale)), df)


def _saddle(weights: Floats, counts: Floats) -> float:
    """Return where K'(z) = 0."""
    from scipy.optimize import brentq

    def slope(zeta: float) -> float:
        return float(counts @ (weights / (1 - 2 * zeta * weights)))

    low = float(np.max(1 / (2 * weights[weights < 0])))
    return float(brentq(slope, low * (1 - 1e-13), 0.5 * (1 - 1e-13), xtol=1e-16, rtol=1e-15))


def _satterthwaite(x: float, scale: Floats, df: float) -> float:
    from scipy.special import fdtrc

    mean = float(scale.mean())
    ratio = float((scale**2).mean()) / mean**2
    own = len(scale) / ratio
    return float(fdtrc(own, df, x / own / (mean * ratio)))
