"""One ASGI application: the Streamlit pages, and Plotly's own script served from this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import plotly
import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route
from streamlit.runtime.secrets import SecretsValue

from scorecard_app.atom_feed import FEED
from scorecard_app.calendar_feed import CALENDAR
from scorecard_app.collector import spare_the_collector
from scorecard_app.ending import ending_in_time
from scorecard_app.front_door import FrontDoor
from scorecard_app.keeping_current import keeping_current
from scorecard_app.markup import TEMPLATES_OF_THE_APP
from scorecard_app.origin import Acting, OwnOrigin
from scorecard_app.packed import Packed
from scorecard_app.pages import PAGES, path_of
from scorecard_app.rally.routes import RALLY, RALLY_PATH
from scorecard_app.server_paths import PLOTLY_PATH
from scorecard_app.steward import sign_in_with
from scorecard_app.theme import THEME
from scorecard_app.visits import keep_only_the_last_visits
from tracker.access.acting import trust_nobody
from tracker.access.sign_in import SignIn, own_sign_in
from tracker.agenda.known_agendas import known_agendas
from tracker.rules.reference import readable_jurisdictions
from tracker.scoring.method import shipped_methods
from tracker.store.duckdb_engine import quiet_duckdb

SCRIPT = Path(__file__).parent / "script" / "main.py"
PLOTLY_FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def application(*, schedule: bool = False) -> st.App:
    """The app with its routes; any ASGI server can run it. With `schedule`, the sources are read
    when they are due.
    """
    trust_nobody()
    sign_in = own_sign_in()
    sign_in_with(sign_in)
    others = [path.strip("/") for path in (PLOTLY_PATH, RALLY_PATH)]
    door = Middleware(FrontDoor, titles=_titles, others=others)

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        keep_only_the_last_visits()
        with keeping_current(wanted=schedule) as stop, ending_in_time(stop):
            yield

    routes = [Route(PLOTLY_PATH, _plotly), CALENDAR, FEED, *RALLY]
    return st.App(
        SCRIPT,
        routes=routes,
        middleware=[
            door,
            Middleware(Packed, others={PLOTLY_PATH: PLOTLY_FILE}),
            Middleware(OwnOrigin),
            Middleware(Acting),
        ],
        secrets=_secrets(sign_in) if sign_in else None,
        lifespan=lifespan,
    )


def _secrets(sign_in: SignIn) -> dict[str, SecretsValue]:
    """What Streamlit needs to know to have people sign in. It stays in memory."""
    return {
        "auth": {
            "redirect_uri": sign_in.callback,
            "cookie_secret": sign_in.cookie_secret,
            "client_id": sign_in.settings.client_id,
            "client_secret": sign_in.client_secret,
            "server_metadata_url": sign_in.metadata_url,
        }
    }


def make_ready() -> None:
    """Does before the first visitor comes what is done once in a process: imports the views, reads
    the methods and agendas that ship, and loads DuckDB. What is there by then stays, so the garbage
    collector need not go through it: that would take a tenth of a second out of a page.
    """
    for name in ("scorecard", "legislator", "measure", "campaign", "start"):
        import_module(f"tracker.views.{name}_view")
    shipped_methods()
    known_agendas()
    readable_jurisdictions()
    with quiet_duckdb("duckdb:///:memory:").connect():
        pass
    TEMPLATES_OF_THE_APP.make_ready()
    spare_the_collector()


def serve(address: str, port: int, *, schedule: bool = False) -> None:
    """Serves until interrupted: no telemetry, no browser opened, nothing fetched from outside."""
    make_ready()
    shown = f"[{address}]" if ":" in address else address
    print(f"Answerable is at http://{shown}:{port} (Ctrl-C ends it)", flush=True)
    application(schedule=schedule).run(
        config={
            "server.port": port,
            "server.address": address,
            "server.headless": True,
            "server.fileWatcherType": "none",
            "server.enableWebsocketCompression": True,
            # Going through all that the caches hold takes longer than drawing a page.
            "runner.postScriptGC": False,
            "browser.gatherUsageStats": False,
            "client.toolbarMode": "minimal",
            "client.showErrorDetails": "none",
            "logger.hideWelcomeMessage": True,
            **{f"theme.{name}": value for name, value in THEME.items()},
        }
    )


def _titles() -> dict[str, str]:
    return {path_of(page): page.full_title for page in PAGES}


async def _plotly(_request: Request) -> FileResponse:
    return FileResponse(
        PLOTLY_FILE,
        media_type="text/javascript",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
