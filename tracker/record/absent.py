"""What the sources of a session do not hold, as their last loads said: unknown is not zero."""

from __future__ import annotations

import json

import sqlalchemy as sa

from tracker.record.tables import loads, vote_events


def absent_of(connection: sa.Connection, session: str) -> dict[str, str]:
    """Kinds of facts (`roll_calls`, `actions`, `events`) that a source of the session does not
    hold, and why. Another source may hold them: ask where the record has none.
    """
    query = (
        sa.select(loads.c.source, loads.c.report)
        .where(loads.c.source.endswith(f"-{session}", autoescape=True))
        .order_by(loads.c.load_id)
    )
    last = {row.source: row.report for row in connection.execute(query)}
    found: dict[str, str] = {}
    for source in sorted(last):
        found |= json.loads(last[source]).get("absent", {})
    return found


def no_votes_because(connection: sa.Connection, session: str) -> str | None:
    """Why the record has no roll call of a session, if it has none and a source says that it holds
    none.
    """
    known = sa.select(vote_events.c.vote_event_id).where(vote_events.c.session == session).limit(1)
    if connection.execute(known).first():
        return None
    return absent_of(connection, session).get("roll_calls")
