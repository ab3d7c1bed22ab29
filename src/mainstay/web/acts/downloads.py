"""What comes of an act as a file: for the page and the API alike."""

import mimetypes
from pathlib import Path
from typing import Any

from django.http import HttpResponse

from .deeds import Deed


def download_of(deed: Deed, result: Any) -> HttpResponse | None:
    """Return the file that came of an act, named as it says itself or after the act; None where none came."""
    if isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], bytes):
        name, content = Path(str(result[0])).name, result[1]
    elif isinstance(result, bytes):
        name, content = deed.name, result
    else:
        return None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})  # fmt: skip
