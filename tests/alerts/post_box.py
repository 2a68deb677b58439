"""A web server on this machine that takes what is posted to it, as a chat service does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class PostBox:
    """What was posted, and how it answers."""

    port: int = 0
    status: int = 200
    taken: list[dict[str, Any]] = field(default_factory=list)
    let_go: threading.Event | None = None
    """It answers only when this is set."""
    came: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """As Apprise takes it; the path stands for the secret that such addresses hold."""
        return f"json://127.0.0.1:{self.port}/canary-secret"

    @property
    def bodies(self) -> list[str]:
        return [one["message"] for one in self.taken]


@contextmanager
def post_box(**how: Any) -> Iterator[PostBox]:
    """A box that is there until the block is left."""
    box = PostBox(**how)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            box.taken.append(json.loads(content))
            box.came.set()
            if box.let_go:
                box.let_go.wait(60)
            self.send_response(box.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    box.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        if box.let_go:
            box.let_go.set()
        server.shutdown()
        server.server_close()
