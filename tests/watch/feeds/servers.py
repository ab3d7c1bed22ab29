"""A real HTTP server on this machine that answers as it is told, for the tests of fetching."""

import threading
from collections import defaultdict
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Say:
    """One answer: status, headers, body; `cut` bytes of the body are sent before the line breaks off."""

    def __init__(self, body=b"", status=200, type="application/json", cut=None, length=True, **headers):
        self.body, self.status, self.type, self.cut, self.length = body, status, type, cut, length
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Server:
    """Where it listens, what it says for each path (the last answer again and again), what it was asked."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.port = port
        self.plan = {}
        self.asked = defaultdict(list)

    def says(self, path, *answers):
        """Plan the answers for a path, one after the other; an answer may be made from the request's headers."""
        self.plan[path] = list(answers)
        return self.address + path


def _handler(server):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            server.asked[self.path].append(dict(self.headers))
            planned = server.plan.get(self.path) or [Say(status=404)]
            answer = planned.pop(0) if len(planned) > 1 else planned[0]
            if callable(answer):
                answer = answer(self.headers)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.type)
            if answer.length and answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            if not answer.length or answer.cut is not None:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if answer.status != 304:
                self.wfile.write(answer.body if answer.cut is None else answer.body[: answer.cut])

        def log_message(self, *_args):
            return

    return Handler


@contextmanager
def serving():
    """Serve until the block ends."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server = Server(http.server_address[1])
    http.RequestHandlerClass = _handler(server)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
