"""The house as `docs/explanation/architecture.md` draws it, held by tests that are shown to bite.

Each module has a function that lists faults, a test that there are none, and a twin that plants one and sees it
caught.
"""
