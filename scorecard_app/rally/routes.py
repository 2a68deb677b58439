"""`/rally`: the page for one hand, its files, the milestones it offers, and what it sends."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from scorecard_app.campaign_forms import FIRST_DAY
from scorecard_app.origin import is_from_own_page
from scorecard_app.rally.receiving import STATUS_CODES, Outcome, Reply, receive, sentence
from scorecard_app.steward import asks_for_sign_in, offers_campaigns
from tracker.campaigns.model import Audience, MilestoneStatus
from tracker.campaigns.words import SENTENCES
from tracker.errors import AnswerableError
from tracker.store import open_store
from tracker.views.rally_view import rally_campaigns

RALLY_PATH = "/rally"
FILES = Path(__file__).with_name("files")
PAGE, WORKER = "rally.html", "worker.js"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
MOST_BYTES = 65_536
"""Of one update: the longest sentence there is room for, in any script, and four times more."""
WAIT_SECONDS = 2.0
"""For the store, where a command has it open: the page goes on with what it was last told."""
NOT_FROM_THERE = (
    "This server takes updates only on its own machine, for now. What you save stays here."
)
SIGN_IN_FIRST = (
    "This server takes updates from organizers who are signed in. Sign in on the page Campaigns, "
    "then send it. What you save stays here."
)

_log = logging.getLogger(__name__)


@cache
def shell() -> Mapping[str, bytes]:
    """The page's files by name. The worker is told what they are together: a new release is then
    fetched whole.
    """
    files = {file.name: file.read_bytes() for file in sorted(FILES.iterdir())}
    digest = hashlib.sha256(b"\0".join(files.values())).hexdigest()[:16]
    return files | {WORKER: files[WORKER].replace(b"SHELL_DIGEST", digest.encode())}


def _file(name: str) -> Response:
    # The worker keeps what it fetched; without one, each visit asks anew.
    headers = {"Cache-Control": "no-cache"}
    if name == WORKER:
        headers["Service-Worker-Allowed"] = RALLY_PATH
    return Response(shell()[name], headers=headers, media_type=TYPES[Path(name).suffix])


def _page(_request: Request) -> Response:
    return _file(PAGE)


def _named_file(request: Request) -> Response:
    name = request.path_params["name"]
    if name in shell() and name != PAGE:
        return _file(name)
    return Response("There is no such file.\n", status_code=404, media_type="text/plain")


def _with_a_slash(_request: Request) -> Response:
    return RedirectResponse(f"..{RALLY_PATH}")


def _milestones(_request: Request) -> Response:
    """What may be recorded of, for whoever asks; and whether they may record it here."""
    edits = offers_campaigns()
    try:
        with open_store(lock_timeout=WAIT_SECONDS).reading() as connection:
            found = rally_campaigns(connection, Audience.COALITION, date.today())
    except AnswerableError as error:
        _log.warning("%s", error)
        return JSONResponse({"sentence": sentence(error)}, status_code=503)
    return JSONResponse(
        {
            "notice": None if edits else _why_not(),
            "campaigns": [asdict(one) for one in found],
            "statuses": [
                {"value": one, "words": one.words, "ends": not one.is_open}
                for one in MilestoneStatus
            ],
            "most_letters": SENTENCES,
            "first_day": f"{FIRST_DAY}",
        },
        headers={"Cache-Control": "no-store"},
    )


async def _updates(request: Request) -> Response:
    """Takes one update. Refuses what another site's page sends before reading it."""
    if not is_from_own_page(request.headers):
        refused = "Another site's page sent this, so nothing was taken. To do: open /rally here."
        return _answer(Reply(outcome=Outcome.REFUSED, sentence=refused), status_code=403)
    if not await run_in_threadpool(offers_campaigns):
        return _answer(Reply(outcome=Outcome.ELSEWHERE, sentence=_why_not()))
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        refused = "This is not JSON. To do: open /rally here and send it from there."
        return _answer(Reply(outcome=Outcome.REFUSED, sentence=refused), status_code=415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            refused = f"This is more than {MOST_BYTES:,} bytes. To do: shorten the sentence."
            return _answer(Reply(outcome=Outcome.REFUSED, sentence=refused), status_code=413)
    return _answer(await run_in_threadpool(receive, body))


def _why_not() -> str:
    return SIGN_IN_FIRST if asks_for_sign_in() else NOT_FROM_THERE


def _answer(reply: Reply, status_code: int | None = None) -> Response:
    return JSONResponse(
        reply.model_dump(mode="json"),
        status_code=status_code or STATUS_CODES[reply.outcome],
        headers={"Cache-Control": "no-store"},
    )


RALLY: tuple[BaseRoute, ...] = (
    Route(RALLY_PATH, _page),
    Route(f"{RALLY_PATH}/", _with_a_slash),
    Route(f"{RALLY_PATH}/milestones.json", _milestones),
    Route(f"{RALLY_PATH}/updates", _updates, methods=["POST"]),
    Route(f"{RALLY_PATH}/{{name}}", _named_file),
)
