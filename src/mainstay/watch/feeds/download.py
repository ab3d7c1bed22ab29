"""Fetching what a source publishes, answer by answer, into a folder of its own.

    with Fetching(folder, Terms(hosts=("api.worldbank.org",))) as fetch:
        answer = fetch(Ask("unemployment-1.json", "https://api.worldbank.org/…", JSON))

An answer that has not changed is not sent again (ETag, Last-Modified). A line that breaks is taken up where it broke
(Range), but only if the ETag says that it is still the same file. Waiting follows the source's Retry-After. Only https,
only the source's own hosts, never a private address, also after a redirect; a size limit and time limits.
"""

import fcntl
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import file_digest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from mainstay.common import clock

from .addresses import require_own_address
from .faults import fault
from .parts import Cut, Part

if TYPE_CHECKING:
    import httpx

JSON = ("application/json", "text/json")
CSV = (
    "text/csv",
    "text/plain",
    "application/csv",
    "application/vnd.ms-excel",
    "application/vnd.sdmx.data+csv",
)
PACKED = ("application/zip", "application/gzip", "application/x-gzip", "application/x-zip-compressed", "application/octet-stream")  # fmt: skip
XML = ("application/xml", "text/xml", "application/rss+xml", "application/atom+xml")

_AGENT = "Mainstay (open-source; early warning for work in crises)"
_REDIRECTS = 5
_MEGABYTE = 1_000_000
Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to a source: the name its answer is kept under, the address, the types that may come back.

    `secret` is added to the address when it is asked, and stored nowhere; `headers` are sent to its first host only.
    """

    name: str
    address: str
    types: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """What we allow a source: its hosts, how much, how long, how often; `local` hosts may lie in our own network."""

    hosts: tuple[str, ...]
    most_bytes: int = 1_500_000_000
    most_answers: int = 5_000
    attempts: int = 5
    longest_wait: float = 120.0
    connect_seconds: float = 10.0
    silence_seconds: float = 60.0
    total_seconds: float = 1800.0
    schemes: tuple[str, ...] = ("https",)
    local: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is kept: where, from which address, when it was last confirmed, and by what it is known."""

    path: Path
    address: str
    retrieved_at: datetime
    etag: str
    last_modified: str
    sha256: str
    unchanged: bool

    def json(self) -> Any:
        """Return the answer read as JSON."""
        return json.loads(self.path.read_bytes())


class _Busy(Exception):
    """The source asks to wait, or has a fault that may pass."""

    def __init__(self, status: int, wait: float | None) -> None:
        self.status, self.wait = status, wait
        super().__init__(f"status {status}")


class Fetching:
    """Fetches the answers of one source into `folder`/answers; what came in this round already is not asked twice."""

    def __init__(self, folder: Path, terms: Terms, *, tell: Tell | None = None) -> None:
        self.folder, self.terms = folder, terms
        self._tell = tell or (lambda _done, _total, _doing: None)
        self._since: datetime | None = None
        self._client: httpx.Client | None = None
        self._lock: IO[str] | None = None
        self._asked = 0

    def __enter__(self) -> Self:
        import httpx

        (self.folder / "answers").mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.folder)
        self._since = _round_begun(self.folder)
        limits = httpx.Timeout(self.terms.silence_seconds, connect=self.terms.connect_seconds)
        self._client = httpx.Client(timeout=limits, follow_redirects=False, headers={"User-Agent": _AGENT})
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if self._client is not None:
            self._client.close()
        if self._lock is not None:
            self._lock.close()
        if kind is None:
            (self.folder / _ROUND).unlink(missing_ok=True)

    def __call__(self, ask: Ask) -> Answer:
        """Return the answer to `ask`, new or unchanged; raise `BadInput` with cause and remedy."""
        import httpx
        import stamina

        self._asked += 1
        if self._asked > self.terms.most_answers:
            raise fault("too_many_pages", name=ask.name, most=self.terms.most_answers)
        kept = self._kept(ask)
        if kept is not None and self._since is not None and kept.retrieved_at >= self._since:
            return kept
        host = httpx.URL(ask.address).host
        give_up = time.monotonic() + self.terms.total_seconds
        try:
            for attempt in stamina.retry_context(
                on=self._wait, attempts=self.terms.attempts, timeout=self.terms.total_seconds,
                wait_initial=1.0, wait_max=30.0,
            ):  # fmt: skip
                with attempt:
                    return self._try(ask, kept, give_up)
        except _Busy as busy:
            if busy.status in {429, 503}:
                raise fault(
                    "source_busy", host=host, status=busy.status, wait=round(busy.wait or 0)
                ) from None
            raise fault("source_broken", host=host, status=busy.status) from None
        except (httpx.ReadError, httpx.RemoteProtocolError, Cut):
            raise fault("answer_cut", host=host, name=ask.name) from None
        except httpx.TransportError as error:
            raise fault("unreachable", host=host, cause=type(error).__name__) from None
        raise AssertionError("stamina either returns or raises")

    def _wait(self, error: Exception) -> bool | float:
        import httpx

        if isinstance(error, _Busy):
            if error.wait is None:
                return True
            return error.wait if error.wait <= self.terms.longest_wait else False
        return isinstance(error, httpx.TransportError | Cut)

    def _try(self, ask: Ask, kept: Answer | None, give_up: float) -> Answer:
        part = Part(self.folder, ask)
        headers = {"Accept-Encoding": "identity", **ask.headers}
        if part.etag:
            headers |= {"Range": f"bytes={part.size}-", "If-Range": part.etag}
        elif kept is not None:
            if kept.etag:
                headers["If-None-Match"] = kept.etag
            if kept.last_modified:
                headers["If-Modified-Since"] = kept.last_modified
        with self._opened(ask, headers) as response:
            if response.status_code == 304 and kept is not None:
                return self._keep(
                    ask, kept.path, kept.etag, kept.last_modified, sha256=kept.sha256, unchanged=True
                )
            _require_success(response, ask, part)
            _require_type(response, ask)
            part.begin(response)
            self._receive(response, ask, part, give_up)
        if not part.size:
            part.drop()
            raise fault("answer_empty", host=response.url.host, name=ask.name)
        return self._keep(ask, part.finish(), part.etag_seen, response.headers.get("last-modified", ""))

    def _receive(self, response: "httpx.Response", ask: Ask, part: Part, give_up: float) -> None:
        total, told = part.total or 0, part.size
        self._require_size(max(total, part.size), ask, part)
        with part.path.open("ab") as stream:
            for chunk in response.iter_bytes():
                stream.write(chunk)
                part.size += len(chunk)
                self._require_size(part.size, ask, part)
                if part.size - told >= _MEGABYTE or part.size == total:
                    told = part.size
                    self._tell(part.size, total, ask.name)
                if time.monotonic() > give_up:
                    raise fault("no_time_left", name=ask.name, seconds=round(self.terms.total_seconds))
        if part.total is not None and part.size != part.total:
            raise Cut

    def _require_size(self, size: int, ask: Ask, part: Part) -> None:
        if size > self.terms.most_bytes:
            part.drop()
            raise fault("answer_too_large", name=ask.name, most=round(self.terms.most_bytes / _MEGABYTE, 1))

    @contextmanager
    def _opened(self, ask: Ask, headers: Mapping[str, str]) -> Iterator["httpx.Response"]:
        """Yield the response after redirects, each of which has to lead to one of the source's own hosts."""
        import httpx

        assert self._client is not None
        address = httpx.URL(ask.address)
        if ask.secret:
            address = address.copy_merge_params(dict(ask.secret))
        first, sent = address.host, dict(headers)
        for _hop in range(_REDIRECTS):
            require_own_address(address, self.terms)
            if address.host != first:
                sent = {name: value for name, value in headers.items() if name not in ask.headers}
            with self._client.stream("GET", address, headers=sent) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                address = address.join(response.headers["location"])
        raise fault("redirected_in_circles", host=first, most=_REDIRECTS)

    def _kept(self, ask: Ask) -> Answer | None:
        """Return the answer that is kept, unless it belongs to another address or was changed on disk."""
        path = self.folder / "answers" / ask.name
        try:
            said = json.loads((self.folder / f"{ask.name}.kept").read_text())
            if said["address"] != ask.address or said["sha256"] != _sha256(path):
                return None
            said["retrieved_at"] = datetime.fromisoformat(said["retrieved_at"])
            return Answer(path, unchanged=True, **said)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(
        self,
        ask: Ask,
        path: Path,
        etag: str,
        last_modified: str,
        *,
        sha256: str = "",
        unchanged: bool = False,
    ) -> Answer:
        answer = Answer(
            path, ask.address, clock.real_now(), etag, last_modified, sha256 or _sha256(path), unchanged
        )
        said = asdict(answer) | {"retrieved_at": answer.retrieved_at.isoformat()}
        stored = {key: said[key] for key in said if key not in {"path", "unchanged"}}
        (self.folder / f"{ask.name}.kept").write_text(json.dumps(stored))
        return answer


_ROUND = "round.json"
_LONGEST_ROUND = 86_400


def _locked(folder: Path) -> IO[str]:
    """Return the lock of a source's folder, held until it is closed, so that two updates do not mix their answers."""
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise fault("already_asked", name=folder.name) from None
    return lock


def _round_begun(folder: Path) -> datetime:
    """Return when the round began that broke off less than a day ago, or begin a new one."""
    path = folder / _ROUND
    try:
        begun = datetime.fromisoformat(json.loads(path.read_text())["begun"])
        if 0 <= (clock.real_now() - begun).total_seconds() < _LONGEST_ROUND:
            return begun
    except (OSError, ValueError, KeyError, TypeError):
        pass
    begun = clock.real_now()
    path.write_text(json.dumps({"begun": begun.isoformat()}))
    return begun


def _require_success(response: "httpx.Response", ask: Ask, part: Part) -> None:
    status, host = response.status_code, response.url.host
    if status in {200, 206}:
        return
    if status == 416:
        part.drop()
        raise Cut
    if status in {408, 425, 429} or status >= 500:
        raise _Busy(status, _retry_after(response.headers.get("retry-after", "")))
    code = (
        "key_refused" if status in {401, 403} else "not_there" if status in {404, 410} else "answer_refused"
    )
    raise fault(code, host=host, name=ask.name, status=status)


def _require_type(response: "httpx.Response", ask: Ask) -> None:
    found = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in ask.types:
        raise fault("wrong_type", host=response.url.host, found=found or "?", expected=ask.types[0])


def _retry_after(text: str) -> float | None:
    """Return the seconds that a Retry-After asks for, written as seconds or as a date.

    >>> _retry_after("7"), _retry_after(""), _retry_after("soon")
    (7.0, None, None)
    """
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - clock.real_now()).total_seconds())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def with_params(address: str, **params: str | int) -> str:
    """Return an address with its query.

    >>> with_params("https://example.org/x", page=2, format="json")
    'https://example.org/x?page=2&format=json'
    """
    return f"{address}?{urlencode(params)}"
