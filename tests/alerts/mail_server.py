"""A mail server on this machine that takes what is sent to it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default


@dataclass
class MailServer:
    """What was sent."""

    port: int = 0
    taken: list[Message] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that speaks as much SMTP as a mail needs, until the block is left."""
    found = MailServer()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            for line in self.rfile:
                word = line.split()[0].upper() if line.strip() else b""
                if word == b"DATA":
                    self.say("354 go on")
                    self.take()
                self.say("221 bye" if word == b"QUIT" else "250 fine")
                if word == b"QUIT":
                    return

        def take(self) -> None:
            lines = []
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line.removeprefix(b"."))
            found.taken.append(message_from_bytes(b"".join(lines), policy=default))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        found.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield found
        finally:
            server.shutdown()
