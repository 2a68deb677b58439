"""`/calendar.ics`: what anybody may see, for calendar programs to subscribe to."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tracker.campaigns.ics import calendar_text
from tracker.errors import AnswerableError
from tracker.store import open_store
from tracker.views.campaign_calendar import campaign_calendar

CALENDAR_PATH = "/calendar.ics"
WAIT_SECONDS = 2.0
"""For the store, where a command has it open: a calendar program comes again by itself."""
COME_AGAIN_SECONDS = "60"

_log = logging.getLogger(__name__)


def _calendar(request: Request) -> Response:
    """All that is public, or of one campaign: `?campaign=near-home`."""
    wanted = request.query_params.get("campaign")
    try:
        with open_store(lock_timeout=WAIT_SECONDS).reading() as connection:
            found = campaign_calendar(connection, wanted, datetime.now(UTC))
    except AnswerableError as error:
        _log.warning("%s", error)
        return PlainTextResponse(
            "The calendar cannot be read at this moment. Ask again in a minute.\n",
            status_code=503,
            headers={"Retry-After": COME_AGAIN_SECONDS},
        )
    if found is None:
        return PlainTextResponse(
            "No campaign of that name has anything public. All there is: /calendar.ics\n",
            status_code=404,
        )
    return Response(
        calendar_text(found.name, found.events),
        media_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "no-cache",
            "Content-Disposition": 'inline; filename="calendar.ics"',
        },
    )


CALENDAR = Route(CALENDAR_PATH, _calendar)
"""Starlette runs it in a thread, so that no page waits for the store."""
