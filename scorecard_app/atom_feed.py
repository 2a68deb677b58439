"""`/feed.atom`: the news that anybody may read, for feed readers to subscribe to."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scorecard_app.feeds import read_now
from tracker.campaigns.atom import feed_bytes
from tracker.views.campaign_feed import campaign_feed

FEED_PATH = "/feed.atom"


def _feed(request: Request) -> Response:
    """All that is public, or of one campaign: `?campaign=near-home`."""
    wanted = request.query_params.get("campaign")
    today = datetime.now(UTC).date()
    found = read_now(FEED_PATH, lambda connection: campaign_feed(connection, wanted, today))
    if isinstance(found, Response):
        return found
    query = f"?{urlencode({'campaign': wanted})}" if wanted is not None else ""
    return Response(
        feed_bytes(
            found.name,
            found.author,
            found.entries,
            server=str(request.base_url),
            path=f"{FEED_PATH.strip('/')}{query}",
            empty=today,
        ),
        media_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


FEED = Route(FEED_PATH, _feed)
"""Starlette runs it in a thread, so that no page waits for the store."""
