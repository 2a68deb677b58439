"""`python -m scorecard_app --port N`: serves the app on this machine and prints its address."""

from __future__ import annotations

import argparse
import os
import socket
import sys

from scorecard_app.server import serve
from scorecard_app.steward import PUBLIC
from tracker.access.sign_in import own_sign_in, refuse_open_door
from tracker.errors import AnswerableError


def main() -> int:
    """Parses the options, then serves until interrupted. 2: it may not, or the port is taken."""
    parser = argparse.ArgumentParser(prog="scorecard_app", description=__doc__)
    parser.add_argument("--port", type=int, default=8501, help="where to listen (8501)")
    parser.add_argument("--address", default="127.0.0.1", help="who may connect (127.0.0.1)")
    parser.add_argument(
        "--public", action="store_true", help="for others: nothing can be changed, nothing private"
    )
    parser.add_argument(
        "--schedule", action="store_true", help="read the sources when they are due"
    )
    chosen = parser.parse_args()
    if chosen.public:
        os.environ[PUBLIC] = "1"
    try:
        refuse_open_door(chosen.address, public=chosen.public, sign_in=own_sign_in())
    except AnswerableError as error:
        print(error, file=sys.stderr)
        return 2
    if not _is_free(chosen.address, chosen.port):
        print(
            f"port {chosen.port} is in use\n  where: {chosen.address}:{chosen.port}\n"
            "  what to do: choose another one with --port, or end the program that uses it",
            file=sys.stderr,
        )
        return 2
    serve(chosen.address, chosen.port, schedule=chosen.schedule)
    return 0


def _is_free(address: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
