"""Fetching from a real server on this machine: what is new, unchanged, broken off, too large, or not the source's."""

import json

import pytest
import stamina

from mainstay.common.errors import BadInput
from mainstay.watch.feeds.addresses import require_own_address
from mainstay.watch.feeds.download import JSON, Ask, Fetching, Terms

from .servers import Say, serving

BODY = json.dumps({"rows": list(range(2000))}).encode()


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def waits():
    """The waits between tries, as stamina was told them; none is really waited for but those of zero seconds."""
    seen = []
    stamina.instrumentation.set_on_retry_hooks([lambda details: seen.append(details.wait_for)])
    yield seen
    stamina.instrumentation.set_on_retry_hooks(None)


@pytest.fixture
def quick():
    stamina.set_testing(True, attempts=4, cap=True)
    yield
    stamina.set_testing(False)


def local(**changed):
    return Terms(**({"hosts": ("127.0.0.1",), "local": ("127.0.0.1",), "schemes": ("http",)} | changed))


def fetched(folder, ask, **changed):
    with Fetching(folder, local(**changed)) as fetch:
        return fetch(ask)


def all_fetched(folder, asks, **changed):
    with Fetching(folder, local(**changed)) as fetch:
        return [fetch(ask) for ask in asks]


def refused(folder, ask, **changed):
    with pytest.raises(BadInput) as error:
        fetched(folder, ask, **changed)
    return error.value.code


def test_an_answer_is_kept_with_its_address_time_and_digest(server, tmp_path):
    ask = Ask("a.json", server.says("/a", Say(BODY, ETag='"1"')), JSON)
    answer = fetched(tmp_path, ask)
    assert (BODY, ask.address, '"1"', False) == (
        answer.path.read_bytes(),
        answer.address,
        answer.etag,
        answer.unchanged,
    )
    assert 64 == len(answer.sha256)


def test_what_has_not_changed_is_not_sent_again(server, tmp_path):
    unchanged = Say(status=304)
    ask = Ask("a.json", server.says("/a", Say(BODY, ETag='"1"', Last_Modified="Sun, 01 Nov 2026 00:00:00 GMT"), unchanged), JSON)  # fmt: skip
    first = fetched(tmp_path, ask)
    second = fetched(tmp_path, ask)
    assert (False, True, first.sha256) == (first.unchanged, second.unchanged, second.sha256)
    asked = server.asked["/a"][1]
    assert ('"1"', "Sun, 01 Nov 2026 00:00:00 GMT") == (asked["If-None-Match"], asked["If-Modified-Since"])


def test_an_answer_that_was_damaged_on_disk_is_asked_for_whole(server, tmp_path):
    ask = Ask("a.json", server.says("/a", Say(BODY, ETag='"1"')), JSON)
    fetched(tmp_path, ask).path.write_bytes(BODY[:100])
    assert BODY == fetched(tmp_path, ask).path.read_bytes()
    assert "If-None-Match" not in server.asked["/a"][1]


def test_a_source_that_says_when_to_come_back_is_asked_again_then(server, tmp_path, waits):
    busy, past = (
        Say(status=429, Retry_After="0"),
        Say(status=503, Retry_After="Sun, 01 Nov 2015 00:00:00 GMT"),
    )
    ask = Ask("a.json", server.says("/a", busy, past, Say(BODY)), JSON)
    assert BODY == fetched(tmp_path, ask).path.read_bytes()
    assert [0.0, 0.0] == waits  # its word, not our own backoff of a second and more


def test_a_source_that_asks_for_an_hour_is_left_alone(server, tmp_path, waits):
    ask = Ask("a.json", server.says("/a", Say(status=429, Retry_After="3600")), JSON)
    with pytest.raises(BadInput, match="come back later") as error:
        fetched(tmp_path, ask)
    assert (3600, 1, []) == (error.value.facts["wait"], len(server.asked["/a"]), waits)


def test_a_fault_of_the_source_that_passes_is_waited_out(server, tmp_path, quick):
    ask = Ask("a.json", server.says("/a", Say(status=500), Say(status=502), Say(BODY)), JSON)
    assert BODY == fetched(tmp_path, ask).path.read_bytes()


def test_a_fault_of_the_source_that_stays_is_named(server, tmp_path, quick):
    ask = Ask("a.json", server.says("/a", Say(status=500)), JSON)
    assert "source_broken" == refused(tmp_path, ask)
    assert 4 == len(server.asked["/a"])


def resumable(body, etag):
    """Answer with the rest of `body` where the question asks for it and the ETag still holds."""

    def answer(headers):
        start = int(headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if not start or headers.get("If-Range") != etag:
            return Say(body, ETag=etag)
        return Say(
            body[start:], status=206, ETag=etag, Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}"
        )

    return answer


def test_a_line_that_breaks_is_taken_up_where_it_broke(server, tmp_path, quick):
    ask = Ask("a.json", server.says("/a", Say(BODY, cut=5000, ETag='"1"'), resumable(BODY, '"1"')), JSON)
    assert BODY == fetched(tmp_path, ask).path.read_bytes()
    assert ("bytes=5000-", '"1"') == (server.asked["/a"][1]["Range"], server.asked["/a"][1]["If-Range"])


def test_what_came_in_before_the_program_ended_is_not_fetched_again(server, tmp_path, quick):
    ask = Ask("a.json", server.says("/a", Say(BODY, cut=5000, ETag='"1"')), JSON)
    assert "answer_cut" == refused(tmp_path, ask, attempts=1)
    server.says("/a", resumable(BODY, '"1"'))
    assert BODY == fetched(tmp_path, ask).path.read_bytes()
    assert "bytes=5000-" == server.asked["/a"][-1]["Range"]


def test_a_file_that_changed_while_the_line_was_broken_is_fetched_whole(server, tmp_path, quick):
    newer = BODY.replace(b"1999", b"9999")
    ask = Ask("a.json", server.says("/a", Say(BODY, cut=5000, ETag='"1"'), resumable(newer, '"2"')), JSON)
    answer = fetched(tmp_path, ask)
    assert (newer, '"2"') == (answer.path.read_bytes(), answer.etag)


def test_the_rest_of_another_file_is_never_glued_on(server, tmp_path, quick):
    newer = BODY.replace(b"1999", b"9999")
    # A server that does not know If-Range sends the rest of the new file with the new ETag.
    careless = Say(
        newer[5000:], status=206, ETag='"2"', Content_Range=f"bytes 5000-{len(newer) - 1}/{len(newer)}"
    )
    ask = Ask(
        "a.json", server.says("/a", Say(BODY, cut=5000, ETag='"1"'), careless, Say(newer, ETag='"2"')), JSON
    )
    assert newer == fetched(tmp_path, ask).path.read_bytes()
    assert "Range" not in server.asked["/a"][2]


@pytest.mark.parametrize("etag", ["", 'W/"1"'])
def test_without_a_strong_etag_a_broken_answer_is_fetched_whole(server, tmp_path, quick, etag):
    ask = Ask("a.json", server.says("/a", Say(BODY, cut=5000, ETag=etag), Say(BODY)), JSON)
    assert BODY == fetched(tmp_path, ask).path.read_bytes()
    assert "Range" not in server.asked["/a"][1]


def test_a_page_about_maintenance_is_not_taken_for_data(server, tmp_path):
    ask = Ask("a.json", server.says("/a", Say(b"<html>Back soon</html>", type="text/html")), JSON)
    assert "wrong_type" == refused(tmp_path, ask)
    assert [] == list((tmp_path / "answers").iterdir())


@pytest.mark.parametrize("length", [True, False])
def test_an_answer_that_is_too_large_is_not_taken(server, tmp_path, length):
    ask = Ask("a.json", server.says("/a", Say(BODY, length=length)), JSON)
    assert "answer_too_large" == refused(tmp_path, ask, most_bytes=1000)
    assert [] == list(tmp_path.rglob("a.json*"))


def test_what_comes_too_slowly_is_given_up_and_what_has_come_is_kept(server, tmp_path):
    ask = Ask("a.json", server.says("/a", Say(BODY, ETag='"1"')), JSON)
    assert "no_time_left" == refused(tmp_path, ask, total_seconds=-1)
    assert (tmp_path / "a.json.part").stat().st_size


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "key_refused"), (403, "key_refused"), (404, "not_there"), (400, "answer_refused")],
)
def test_a_refusal_says_what_to_do_and_is_not_repeated(server, tmp_path, status, code):
    ask = Ask("a.json", server.says("/a", Say(status=status)), JSON)
    assert code == refused(tmp_path, ask)
    assert 1 == len(server.asked["/a"])


def test_an_empty_answer_is_none(server, tmp_path):
    assert "answer_empty" == refused(tmp_path, Ask("a.json", server.says("/a", Say(b"")), JSON))


def test_nobody_there_is_a_sentence_with_a_way_out(tmp_path, quick):
    with serving() as gone:
        address = gone.address
    with pytest.raises(BadInput, match="--from-file"):
        fetched(tmp_path, Ask("a.json", f"{address}/a", JSON))


def test_a_redirect_within_the_source_is_followed(server, tmp_path):
    server.says("/new", Say(BODY))
    ask = Ask("a.json", server.says("/a", Say(status=301, Location="/new")), JSON, headers={"X-Key": "k"})
    assert BODY == fetched(tmp_path, ask).path.read_bytes()
    assert "k" == server.asked["/new"][0]["X-Key"]


@pytest.mark.parametrize(
    ("target", "hosts", "code"),
    [
        ("http://elsewhere.example/a", ("127.0.0.1",), "foreign_host"),
        ("http://localhost:{port}/a", ("127.0.0.1", "localhost"), "private_address"),
        ("ftp://127.0.0.1/a", ("127.0.0.1",), "not_https"),
        ("/a", ("127.0.0.1",), "redirected_in_circles"),
    ],
)
def test_a_redirect_to_anywhere_else_is_not_followed(server, tmp_path, target, hosts, code, monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    target = target.format(port=server.port)
    ask = Ask("a.json", server.says("/a", Say(status=302, Location=target)), JSON)
    assert code == refused(tmp_path, ask, hosts=hosts)


def test_only_encrypted_addresses_are_asked(tmp_path):
    import httpx

    with pytest.raises(BadInput, match="Only encrypted"):
        require_own_address(httpx.URL("http://api.worldbank.org/v2"), Terms(hosts=("api.worldbank.org",)))


def test_a_secret_is_sent_and_stored_nowhere(server, tmp_path):
    server.says("/a?page=1&key=s3cret", Say(BODY))
    answer = fetched(tmp_path, Ask("a.json", f"{server.address}/a?page=1", JSON, secret={"key": "s3cret"}))
    assert BODY == answer.path.read_bytes()
    assert not [path for path in tmp_path.rglob("*.*") if b"s3cret" in path.read_bytes()]


def test_a_round_that_broke_off_goes_on_with_the_next_answer(server, tmp_path, quick):
    asks = [Ask(f"{page}.json", server.says(f"/{page}", Say(BODY)), JSON) for page in (1, 2)]
    server.says("/2", Say(status=404), Say(BODY))
    with pytest.raises(BadInput, match="no longer has"):
        all_fetched(tmp_path, asks)
    all_fetched(tmp_path, asks)
    assert (1, 2) == (len(server.asked["/1"]), len(server.asked["/2"]))
    fetched(tmp_path, asks[0])
    assert 2 == len(server.asked["/1"])


def test_progress_is_told_in_bytes(server, tmp_path):
    told = []
    ask = Ask("a.json", server.says("/a", Say(BODY)), JSON)
    with Fetching(tmp_path, local(), tell=lambda *line: told.append(line)) as fetch:
        fetch(ask)
    assert (len(BODY), len(BODY), "a.json") == told[-1]


def test_two_updates_of_a_source_do_not_mix_their_answers(server, tmp_path):
    ask = Ask("a.json", server.says("/a", Say(BODY)), JSON)
    with Fetching(tmp_path, local()):
        assert "already_asked" == refused(tmp_path, ask)
    assert BODY == fetched(tmp_path, ask).path.read_bytes()


def test_a_list_without_end_is_given_up(server, tmp_path):
    asks = [Ask(f"{page}.json", server.says("/a", Say(BODY)), JSON) for page in range(4)]
    with pytest.raises(BadInput, match="no list of a source is that long"):
        all_fetched(tmp_path, asks, most_answers=3)
    assert 3 == len(server.asked["/a"])
