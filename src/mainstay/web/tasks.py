"""What keeps the search up to date: each act, and each minute what came in bulk."""

from mainstay.accounts.services.acts import after_record
from mainstay.common import due

from .index.indexing import index_touched, refresh

after_record(index_touched)


@due.check("web.search")
def search_index() -> int:
    """Write into the index what was done since it was last looked at."""
    return refresh()
