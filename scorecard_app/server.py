"""One ASGI application: the Streamlit pages, and Plotly's own script served from this machine."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from scorecard_app.server_paths import PLOTLY_PATH
from scorecard_app.theme import THEME

SCRIPT = Path(__file__).parent / "script" / "main.py"
PLOTLY_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def application() -> st.App:
    """The app with its routes; any ASGI server can run it."""
    return st.App(SCRIPT, routes=[Route(PLOTLY_PATH, _plotly)])


def make_ready() -> None:
    """Imports the pages before the first visitor asks for one. What is there by then stays, so the
    garbage collector need not go through it: that would take a tenth of a second out of a page.
    """
    import_module("scorecard_app.pages")
    gc.collect()
    gc.freeze()


def serve(address: str, port: int) -> None:
    """Serves until interrupted: no telemetry, no browser opened, nothing fetched from outside."""
    make_ready()
    shown = f"[{address}]" if ":" in address else address
    print(f"Answerable is at http://{shown}:{port} (Ctrl-C ends it)", flush=True)
    application().run(
        config={
            "server.port": port,
            "server.address": address,
            "server.headless": True,
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": False,
            "client.toolbarMode": "minimal",
            "client.showErrorDetails": "none",
            "logger.hideWelcomeMessage": True,
            **{f"theme.{name}": value for name, value in THEME.items()},
        }
    )


async def _plotly(_request: Request) -> FileResponse:
    return FileResponse(
        PLOTLY_FILE,
        media_type="text/javascript",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
