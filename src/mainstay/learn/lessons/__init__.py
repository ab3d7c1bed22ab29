"""Lessons, after-action reviews, recommendations, and the search over all that was learned."""
