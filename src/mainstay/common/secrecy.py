"""While something restricted is done, nothing of it reaches a shared timeline, and notices carry no content.

`act` opens the block when the record or the class of data is restricted; timelines and notices ask `is_kept`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_kept: ContextVar[bool] = ContextVar("mainstay_restricted_act", default=False)


def is_kept() -> bool:
    """Return whether something restricted is being done right now."""
    return _kept.get()


@contextmanager
def kept(secret: bool = True) -> Iterator[None]:
    """Let what happens inside the block leave no trace that others read; an outer secret stays one.

    >>> with kept():
    ...     with kept(False):
    ...         is_kept()
    True
    """
    token = _kept.set(secret or _kept.get())
    try:
        yield
    finally:
        _kept.reset(token)
