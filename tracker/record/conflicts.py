"""Where the record and a source say different things of one roll call, read back for a person."""

from __future__ import annotations

import sqlalchemy as sa

from tracker.record.tables import roll_conflicts, sources, unlisted_rolls, vote_events

LISTED = "listed"
"""The subject of a difference where a source no longer has the roll call at all."""


def conflicts(connection: sa.Connection) -> list[dict[str, object]]:
    """Every difference between the record and another source, or the same one at another time, by
    measure and day.
    """
    otherwise = _of(
        connection,
        roll_conflicts,
        roll_conflicts.c.subject,
        roll_conflicts.c.held,
        roll_conflicts.c.read,
    )
    gone = _of(
        connection,
        unlisted_rolls,
        sa.literal(LISTED).label("subject"),
        sa.literal("yes").label("held"),
        unlisted_rolls.c.since.label("read"),
    )
    unlisted = [row | {"read": f"not since {row['read']}"} for row in gone]
    return sorted([*otherwise, *unlisted], key=_by_measure)


def _of(
    connection: sa.Connection,
    table: sa.Table,
    subject: sa.ColumnElement[str],
    held: sa.ColumnElement[str],
    read: sa.ColumnElement[str],
) -> list[dict[str, object]]:
    query = (
        sa.select(
            table.c.vote_event_id,
            vote_events.c.bill_id,
            vote_events.c.date,
            vote_events.c.motion,
            subject,
            held,
            vote_events.c.source_id.label("held_source_id"),
            read,
            table.c.source_id.label("read_source_id"),
            sources.c.url.label("read_source_url"),
            table.c.source_ref.label("read_source_ref"),
        )
        .join(vote_events, vote_events.c.vote_event_id == table.c.vote_event_id)
        .outerjoin(sources, sources.c.source_id == table.c.source_id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _by_measure(row: dict[str, object]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("bill_id", "date", "vote_event_id", "subject"))
