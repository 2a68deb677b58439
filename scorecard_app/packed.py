"""The files that every page loads, compressed once and kept.

Streamlit sends its own scripts as they are, on each visit: 2.5 MB, where 0.6 would do. On a phone's
line that is ten seconds.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(streamlit.__file__).parent / "static" / "static"
STATIC_PATH = "/static/"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
HEADERS = {
    # The name of each file changes with what is in it.
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Encoding": "gzip",
    "Vary": "Accept-Encoding",
}


class Packed:
    """Answers for scripts and style sheets where the reader's browser takes them compressed.

    `others` maps further paths to files whose address changes with what is in them.
    """

    def __init__(self, app: ASGIApp, others: Mapping[str, Path]) -> None:
        self._app = app
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        file = self._file(scope) if scope["type"] == "http" else None
        if file is None:
            await self._app(scope, receive, send)
            return
        body = await run_in_threadpool(packed, file)
        answer = Response(body, headers=HEADERS, media_type=TYPES[file.suffix])
        await answer(scope, receive, send)

    def _file(self, scope: Scope) -> Path | None:
        headers = Headers(scope=scope)
        takes = headers.get("accept-encoding", "")
        if scope["method"] not in ("GET", "HEAD") or "gzip" not in takes or "range" in headers:
            return None
        path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
        if path in self._others:
            return self._others[path]
        return own_files().get(path) if path.startswith(STATIC_PATH) else None


@cache
def own_files() -> Mapping[str, Path]:
    """Streamlit's scripts and style sheets by their path in an address. No other path is looked
    for on the disk.
    """
    files = (file for kind in TYPES for file in STATIC.rglob(f"*{kind}"))
    return {f"{STATIC_PATH}{file.relative_to(STATIC).as_posix()}": file for file in files}


@cache
def packed(file: Path) -> bytes:
    """What is in it, compressed the first time that somebody asks."""
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)
