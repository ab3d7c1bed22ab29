"""Deliver: works, skills and what else a project does for people, each an app of its own."""
