"""What stands before Streamlit on every request: safe headers, titles, and an honest 404.

Streamlit answers every unknown path with its own page, titled `Streamlit`, and sends no headers
that would keep a page from being framed or from loading what its addresses name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scorecard_app.markup import part
from scorecard_app.packed import own_files
from scorecard_app.theme import PAPER, SANS
from tracker.errors import UsageError
from tracker.translation import ENGLISH, speaking, spoken

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
EMBEDDED_BY = "ANSWERABLE_EMBEDDED_BY"
"""Origins whose pages may frame the app, with blanks between; none where it is not set."""

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
THEME_AT_FIRST = {"bodyFont": SANS, "headingFont": SANS, "backgroundColor": PAPER}
"""What Streamlit shows until the theme of the settings has come, in its own words."""
_ICONS_LATER = "document.fonts.load=()=>Promise.resolve([])"
"""Streamlit asks for its font of icons, a third of all that is sent, before it draws anything. So
it comes with the first icon that is shown.
"""
_CLICKS = Path(__file__).with_name("clicks.js").read_text("utf-8")
_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')
_NEEDED_SOON = re.compile(r"/js/(Html|purify\.es|Selectbox|TextInput|BidiComponent)\.[^/]*\.js$")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_OF_STREAMLIT = frozenset({"auth", "component", "healthz", "media", "oauth2callback", "static"})
"""First parts of paths that are no pages, beside those with a dot or an underscore."""


class FrontDoor:
    """Answers for pages, known and unknown, and gives every answer its headers.

    `titles` gives the titles of the pages in the language spoken, by path without a slash.
    """

    def __init__(
        self, app: ASGIApp, titles: Callable[[], Mapping[str, str]], others: Iterable[str]
    ) -> None:
        self._titles = titles
        self._index = lean(INDEX.read_text("utf-8"), titles())
        self._app = app
        self._others = frozenset(others)
        self._paths = frozenset(titles())
        self._pages: dict[tuple[str, str], str] = {}
        self._headers = safe_headers(self._index, framed_by(os.environ.get(EMBEDDED_BY, "")))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._answer(scope)
        await (answer or self._app)(scope, receive, send_with_headers)

    def _answer(self, scope: Scope) -> HTMLResponse | None:
        if scope["method"] not in ("GET", "HEAD"):
            return None
        path = str(scope["path"]).removeprefix(scope.get("root_path", "")).strip("/")
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        with speaking(asked.get("lang", [ENGLISH])[0]):
            return self._said(path, scope.get("root_path", ""))

    def _said(self, path: str, root: str) -> HTMLResponse | None:
        """What is answered for a path in the language spoken; None where Streamlit answers."""
        if path in self._paths:
            return HTMLResponse(self._page(path), headers={"Cache-Control": "no-cache"})
        first, last = path.split("/")[0], path.split("/")[-1]
        if "." in last or first[:1] == "_" or first in _OF_STREAMLIT or path in self._others:
            return None
        return HTMLResponse(self._nowhere(path, root), status_code=404)

    def _page(self, path: str) -> str:
        """Streamlit's page, which is the same for all who speak the language."""
        key = spoken(), path
        if key not in self._pages:
            self._pages[key] = _titled(self._index, self._titles()[path])
        return self._pages[key]

    def _nowhere(self, path: str, root: str) -> str:
        asked = "" if spoken() == ENGLISH else f"?lang={spoken()}"
        ways = [
            (f"{root}/{page}{asked}", title.split(" · ")[0])
            for page, title in self._titles().items()
        ]
        return part("nowhere", "page", language=spoken(), path=path, ways=ways)


def _titled(index: str, title: str) -> str:
    """Streamlit's page in the language spoken, under a title of our own, which stands until the
    page is drawn.
    """
    titled = re.sub(r"<title>.*?</title>", f"<title>{escape(title)}</title>", index, count=1)
    return titled.replace('<html lang="en"', f'<html lang="{escape(spoken())}"', 1)


def lean(index: str, pages: Iterable[str] = ()) -> str:
    """Streamlit's page without the font that it would load and never show, and with the scripts
    named ahead that every page of ours needs once it is drawn: a phone waits for each in turn.
    A link to one of `pages` is followed without loading all that again.
    """
    without = _FONT.sub("", index)
    ahead = "".join(
        f'<link rel="modulepreload" crossorigin href=".{path}">'
        for path in own_files()
        if _NEEDED_SOON.search(path)
    )
    themes = dict.fromkeys(("LIGHT_THEME", "DARK_THEME"), THEME_AT_FIRST)
    first = f"<script>window.__streamlit={json.dumps(themes)};{_ICONS_LATER}</script>"
    follow = f"<script>(()=>{{const PAGES={json.dumps(list(pages))};{_CLICKS}}})()</script>"
    return without.replace("</head>", f"{first}{follow}{ahead}</head>", 1)


def framed_by(origins: str) -> tuple[str, ...]:
    """The origins of `ANSWERABLE_EMBEDDED_BY`. Raises UsageError where one is no origin."""
    listed = tuple(origins.split())
    for one in listed:
        if not _ORIGIN.fullmatch(one):
            raise UsageError(
                f"{one!r} is not the origin of a page",
                where=EMBEDDED_BY,
                what_to_do="write scheme and host, as in https://example.org, with blanks between",
            )
    return listed


def safe_headers(index: str, framed: tuple[str, ...]) -> dict[str, str]:
    """Headers of every answer: only this server's own scripts run, and nothing is asked of any
    other machine. `index` is Streamlit's page, whose own inline script is let through by its hash.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(index)
    )
    policy = (
        "default-src 'self'",
        # Streamlit runs the script of a component from a blob that its own script made.
        f"script-src 'self' blob: {hashes}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        f"frame-ancestors {' '.join(framed) or chr(39) + 'none' + chr(39)}",
    )
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    return headers if framed else headers | {"X-Frame-Options": "DENY"}
