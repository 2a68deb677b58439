"""What a coalition has by now, and what is still to do before anybody can be scored."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.coalition import Coalition
from tracker.record.tables import numbered_votes, vote_event_numbers, vote_events
from tracker.views.agenda_room import OpenSession, open_sessions


@dataclass(frozen=True)
class SessionHeld:
    """A session in the record."""

    session_id: str
    title: str
    """As in `Senate of Maryland, 2025`."""
    measures: int
    roll_calls: int
    votes: int
    votes_named: int
    """Those that stand under one person's name for certain."""

    @property
    def percent_named(self) -> int | None:
        """None where there are no votes; 100 only where all are."""
        return self.votes_named * 100 // self.votes if self.votes else None


@dataclass(frozen=True)
class StartView:
    """The record, and the sessions that the coalition follows and the record lacks."""

    sessions: tuple[SessionHeld, ...]
    lacking: tuple[str, ...]
    """As in `md 2025`."""


def start_view(connection: sa.Connection, own: Coalition | None) -> StartView:
    """What the record holds, beside what the coalition follows."""
    rolls = _rolls(connection)
    votes = _votes(connection)
    opened = open_sessions(connection)
    held = tuple(
        SessionHeld(
            one.session.session_id,
            one.title,
            one.measures,
            rolls.get(one.session.session_id, 0),
            *votes.get(one.session.session_id, (0, 0)),
        )
        for one in opened
    )
    followed = own.follows if own else ()
    lacking = tuple(
        f"{one.jurisdiction} {one.session}"
        for one in followed
        if not any(_is(held, one.jurisdiction, one.session) for held in opened)
    )
    return StartView(held, lacking)


def _is(opened: OpenSession, jurisdiction: str, session: str) -> bool:
    known = opened.session
    return known.jurisdiction_id == jurisdiction and session in (known.identifier, known.name)


def _rolls(connection: sa.Connection) -> dict[str, int]:
    column = vote_events.c
    query = sa.select(column.session_id, sa.func.count()).group_by(column.session_id)
    return dict(connection.execute(query).tuples().all())


def _votes(connection: sa.Connection) -> dict[str, tuple[int, int]]:
    query = (
        sa.select(
            vote_events.c.session_id,
            sa.func.count(),
            sa.func.count(numbered_votes.c.person_no),
        )
        .join(
            vote_event_numbers,
            vote_event_numbers.c.vote_event_no == numbered_votes.c.vote_event_no,
        )
        .join(vote_events, vote_events.c.vote_event_id == vote_event_numbers.c.vote_event_id)
        .group_by(vote_events.c.session_id)
    )
    return {session_id: (votes, named) for session_id, votes, named in connection.execute(query)}
