"""A small web site on this machine that answers as it is told, for spiders to be tried on."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache, wraps
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Answer:
    """What to send; `cut` bytes of the body are announced but never sent, `pause` seconds pass
    before any of it is, and an endless body is sent over and over until the reader hangs up.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0
    pause: float = 0.0
    is_endless: bool = False
    in_parts: bool = False
    """Sends the part that is asked for with `Range`, where `If-Range` names this very body."""


Answers = dict[str, Sequence[Answer]]


def made_once(make: Callable[[], Answers]) -> Callable[[], Answers]:
    """Makes a stand-in's answers once in a process; whoever asks gets them as their own, to change
    some.
    """
    made = cache(make)

    @wraps(make)
    def given() -> Answers:
        return dict(made())

    return given


@dataclass(frozen=True)
class Request:
    """What was asked, and when (seconds, on a clock that only goes forward)."""

    path: str
    headers: Mapping[str, str]
    at: float


Computing = Callable[[Mapping[str, str]], Answer | None]
"""From what stands behind the `?` of an address to the answer; None where there is no such page."""


@dataclass
class Site:
    """Answers per address, each in turn and the last one for ever. Where an address has none, its
    answer is computed, if its path without the query is one of `computed`; anything else is not
    found.
    """

    answers: Mapping[str, Sequence[Answer]]
    computed: Mapping[str, Computing] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    address: str = ""

    def asked_for(self, path: str) -> list[Request]:
        """The requests for this path."""
        return [request for request in self.requests if request.path == path]

    def next_answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Note the request and choose its answer; a known ETag is answered with 304."""
        asked = len(self.asked_for(path))
        self.requests.append(Request(path, headers, time.monotonic()))
        known = self.answers[path] if path in self.answers else self._computed(path)
        answer = known[min(asked, len(known) - 1)]
        if answer.headers.get("ETag") and headers.get("If-None-Match") == answer.headers["ETag"]:
            return Answer(status=304, headers=answer.headers)
        return _part(answer, headers) if answer.in_parts else answer

    def _computed(self, address: str) -> Sequence[Answer]:
        parts = urlsplit(address)
        computing = self.computed.get(parts.path)
        answer = computing(dict(parse_qsl(parts.query))) if computing else None
        return [answer or Answer(status=404)]


def _part(answer: Answer, headers: Mapping[str, str]) -> Answer:
    asked = re.fullmatch(r"bytes=(\d+)-(\d+)", headers.get("Range", ""))
    edition = headers.get("If-Range")
    if not asked or (edition and edition != answer.headers.get("ETag")):
        return answer
    first, last = int(asked[1]), min(int(asked[2]), len(answer.body) - 1)
    place = {"Content-Range": f"bytes {first}-{last}/{len(answer.body)}"}
    return replace(
        answer,
        body=answer.body[first : last + 1],
        status=206,
        headers={**answer.headers, **place},
    )


@contextmanager
def serving(
    answers: Mapping[str, Sequence[Answer]],
    port: int = 0,
    computed: Mapping[str, Computing] | None = None,
) -> Iterator[Site]:
    """A site at this port of the loopback address, or at a free one, while the block runs."""
    site = Site(answers, computed or {})
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = site.next_answer(self.path, dict(self.headers))
            closing.wait(answer.pause)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not answer.is_endless:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(answer.body[: len(answer.body) - answer.cut])
                while answer.is_endless and not closing.is_set():
                    self.wfile.write(answer.body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Requests are kept in `site.requests`, not printed."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
