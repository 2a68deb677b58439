"""`/calendar.ics`: what anybody may see, for calendar programs to subscribe to."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scorecard_app.feeds import read_now
from tracker.campaigns.ics import calendar_text
from tracker.views.campaign_calendar import campaign_calendar

CALENDAR_PATH = "/calendar.ics"


def _calendar(request: Request) -> Response:
    """All that is public, or of one campaign: `?campaign=near-home`."""
    wanted, now = request.query_params.get("campaign"), datetime.now(UTC)
    found = read_now(CALENDAR_PATH, lambda connection: campaign_calendar(connection, wanted, now))
    if isinstance(found, Response):
        return found
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
