"""Reads of lessons: lessons, reviews, similar cases, the search."""

from .lessons import lessons_visible, recommendations_open, review_of, review_parts, reviews_visible
from .searching import Found, register_searchable, search
from .similar import SimilarCase, similar_cases
from .ways import pages_of_learning

__all__ = [
    "Found",
    "SimilarCase",
    "lessons_visible",
    "pages_of_learning",
    "recommendations_open",
    "register_searchable",
    "review_of",
    "review_parts",
    "reviews_visible",
    "search",
    "similar_cases",
]
