"""Who may open a page's connection: the app's own pages, and origins that its operator listed.

Streamlit compares any other origin with the machine's own address, and asks a host outside for it;
a stranger could make the server do that at will. So a stranger is refused before it looks.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.server_util import is_allowed_origin

from scorecard_app.steward import actor_of_request
from tracker.access.acting import acting_as

REFUSED = 1008
"""The code of a connection that a rule forbids."""


class OwnOrigin:
    """ASGI middleware: refuses a web socket that a page of another origin opens."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on whatever is not refused. A client that names no origin is no browser."""
        if scope["type"] == "websocket" and not _is_welcome(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": REFUSED})
            return
        await self._app(scope, receive, send)


class Acting:
    """ASGI middleware: has whoever sent a request act while it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit's own pages come over a web socket, and say themselves who looks at them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        with acting_as(actor_of_request(asked.headers, asked.cookies)):
            await self._app(scope, receive, send)


def is_from_own_page(headers: Headers) -> bool:
    """Whether a page of this very server sent the request: each browser says so with a post."""
    try:
        host = urlsplit(headers.get("origin", "")).netloc
    except ValueError:
        return False
    return bool(host) and host == headers.get("host")


def _is_welcome(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return host == headers.get("host") or is_allowed_origin(origin)
