"""What has come in of an answer when a line breaks, and of which file it is a part."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from .download import Ask


class Cut(Exception):
    """The answer ended before its end, or a part that was kept turned out to belong to another file."""


class Part:
    """What has come in of an answer so far, with the strong ETag that says of which file it is a part."""

    def __init__(self, folder: Path, ask: "Ask") -> None:
        self.whole, self.address = folder / "answers" / ask.name, ask.address
        self.path, self.said = folder / f"{ask.name}.part", folder / f"{ask.name}.part.kept"
        self.total: int | None = None
        self.size = 0
        self.etag_seen = self.etag = ""
        try:
            said = json.loads(self.said.read_text())
            if said["address"] == self.address and said["etag"]:
                self.etag, self.size = str(said["etag"]), self.path.stat().st_size
        except (OSError, ValueError, KeyError, TypeError):
            pass
        if not self.etag or not self.size:
            self.drop()

    def begin(self, response: "httpx.Response") -> None:
        """Go on where the part ends if the response is its rest and of the same file; else start anew."""
        self.etag_seen = response.headers.get("etag", "")
        if response.status_code == 206:
            start, total = _content_range(response.headers.get("content-range", ""))
            if not self.etag or start != self.size or self.etag_seen not in {"", self.etag}:
                self.drop()
                raise Cut
            self.etag_seen = self.etag
            self.total = total
            return
        self.drop()
        plain = response.headers.get("content-encoding", "identity") == "identity"
        length = response.headers.get("content-length", "")
        self.total = int(length) if plain and length.isdigit() else None
        strong = self.etag_seen if plain and not self.etag_seen.startswith("W/") else ""
        self.said.write_text(json.dumps({"address": self.address, "etag": strong}))

    def drop(self) -> None:
        """Forget what has come in."""
        self.path.unlink(missing_ok=True)
        self.said.unlink(missing_ok=True)
        self.etag, self.size = "", 0

    def finish(self) -> Path:
        """Put the whole answer in its place in one step and return the place."""
        self.path.replace(self.whole)
        self.said.unlink(missing_ok=True)
        return self.whole


def _content_range(text: str) -> tuple[int, int | None]:
    """Return where a part begins and how long the whole is.

    >>> _content_range("bytes 100-199/200"), _content_range("bytes 5-9/*"), _content_range("")
    ((100, 200), (5, None), (-1, None))
    """
    unit, _space, rest = text.partition(" ")
    span, _slash, whole = rest.partition("/")
    start = span.partition("-")[0]
    if unit != "bytes" or not start.isdigit():
        return -1, None
    return int(start), int(whole) if whole.isdigit() else None
