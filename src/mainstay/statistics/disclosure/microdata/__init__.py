"""Microdata that may be given out: nobody stands out by what others know, and a codebook says what was done."""

from .codebook import Codebook, Variable
from .release import Release, release_microdata
from .risk import Risk, individual_risk

__all__ = ["Codebook", "Release", "Risk", "Variable", "individual_risk", "release_microdata"]
