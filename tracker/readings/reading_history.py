"""Every reading of the roll calls that were read more than one way: when, by whom, who changed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.readings.kept_readings import who
from tracker.record.tables import (
    person_votes,
    roll_conflicts,
    roll_reading_votes,
    roll_readings,
    sources,
    unlisted_rolls,
    vote_events,
)
from tracker.rules.source_ranking import source_of


@dataclass(frozen=True)
class VoteChange:
    """A name whose vote one reading gives otherwise than the reading of that source before it."""

    name: str
    """As printed."""
    person_id: str | None
    before: str | None
    """None where the earlier reading does not name them."""
    after: str | None


@dataclass(frozen=True)
class RollReading:
    """One reading of a roll call. Of the readings of a roll, one stands."""

    vote_event_id: str
    bill_id: str
    date: datetime.date | None
    motion: str
    source: str
    stands: bool
    read_at: datetime.datetime | None
    replaced_at: datetime.datetime | None
    """When a later reading of the same source was loaded; None for its latest."""
    result: str
    declared_yes: int | None
    declared_no: int | None
    changed: tuple[VoteChange, ...]
    """Against the reading of the same source before it."""
    source_id: str
    source_url: str | None
    source_ref: str | None


@dataclass(frozen=True)
class _Vote:
    name: str
    person_id: str | None
    option: str


_Votes = Mapping[str, _Vote]


def readings_of_rolls(
    connection: sa.Connection, *, session_id: str | None = None, bill_id: str | None = None
) -> list[RollReading]:
    """The readings of every roll call that has more than one, by measure, day and source; those of
    one source in order, the one that stands last of its own.
    """
    chosen: list[sa.ColumnElement[bool]] = []
    if session_id is not None:
        chosen.append(vote_events.c.session_id == session_id)
    if bill_id is not None:
        chosen.append(vote_events.c.bill_id == bill_id)
    kept = connection.execute(_kept(chosen)).all()
    if not kept:
        return []
    votes = _votes(connection, chosen)
    by_roll: dict[str, list[sa.Row[tuple[object, ...]]]] = defaultdict(list)
    for row in kept:
        by_roll[row.vote_event_id].append(row)
    standing = {row.vote_event_id: row for row in connection.execute(_standing(chosen))}
    return [
        reading
        for vote_event_id, rows in by_roll.items()
        for reading in _in_order([*rows, standing[vote_event_id]], votes)
    ]


def _in_order(
    rows: list[sa.Row[tuple[object, ...]]], votes: Mapping[tuple[str, str, int], _Votes]
) -> list[RollReading]:
    """The readings of one roll call, each compared with the one of its source before it."""
    found: list[RollReading] = []
    latest: dict[str, _Votes] = {}
    for row in sorted(rows, key=lambda row: (source_of(row.source_id), row.stands, row.number)):
        source = source_of(row.source_id)
        named = votes[row.vote_event_id, "" if row.stands else source, row.number]
        found.append(
            RollReading(
                vote_event_id=row.vote_event_id,
                bill_id=row.bill_id,
                date=row.date,
                motion=row.motion,
                source=source,
                stands=bool(row.stands),
                read_at=_in_utc(row.read_at),
                replaced_at=_in_utc(row.replaced_at),
                result=row.result,
                declared_yes=row.declared_yes,
                declared_no=row.declared_no,
                changed=_changes(latest.get(source, named), named),
                source_id=row.source_id,
                source_url=row.source_url,
                source_ref=row.source_ref,
            )
        )
        latest[source] = named
    return found


def _in_utc(moment: datetime.datetime | None) -> datetime.datetime | None:
    return moment.replace(tzinfo=datetime.UTC) if moment else None


def _changes(before: _Votes, after: _Votes) -> tuple[VoteChange, ...]:
    changed = []
    for person in sorted({*before, *after}):
        old, new = before.get(person), after.get(person)
        named = new or old
        if named and (old is None or new is None or old.option != new.option):
            options = old.option if old else None, new.option if new else None
            changed.append(VoteChange(named.name, named.person_id, *options))
    return tuple(changed)


def _kept(chosen: list[sa.ColumnElement[bool]]) -> sa.Select[tuple[object, ...]]:
    read = roll_readings.c
    return (
        sa.select(
            read.vote_event_id,
            vote_events.c.bill_id,
            vote_events.c.date,
            read.motion,
            read.number,
            read.replaced_at,
            read.result,
            read.declared_yes,
            read.declared_no,
            read.source_id,
            read.source_ref,
            sources.c.read_at,
            sources.c.url.label("source_url"),
            sa.literal(False).label("stands"),
        )
        .join(vote_events, vote_events.c.vote_event_id == read.vote_event_id)
        .outerjoin(sources, sources.c.source_id == read.source_id)
        .where(*chosen)
        .order_by(vote_events.c.bill_id, vote_events.c.date, read.vote_event_id)
    )


def _standing(chosen: list[sa.ColumnElement[bool]]) -> sa.Select[tuple[object, ...]]:
    """The roll calls of the record that have other readings, in the same columns."""
    event = vote_events.c
    return (
        sa.select(
            event.vote_event_id,
            event.bill_id,
            event.date,
            event.motion,
            sa.literal(0).label("number"),
            sa.null().label("replaced_at"),
            event.result,
            event.declared_yes,
            event.declared_no,
            event.source_id,
            event.source_ref,
            sources.c.read_at,
            sources.c.url.label("source_url"),
            sa.literal(True).label("stands"),
        )
        .outerjoin(sources, sources.c.source_id == event.source_id)
        .where(event.vote_event_id.in_(sa.select(roll_readings.c.vote_event_id)), *chosen)
    )


def _votes(
    connection: sa.Connection, chosen: list[sa.ColumnElement[bool]]
) -> dict[tuple[str, str, int], dict[str, _Vote]]:
    """Votes by roll call, source (empty for what stands) and number of the reading."""
    rolls = (
        sa.select(roll_readings.c.vote_event_id)
        .join(vote_events, vote_events.c.vote_event_id == roll_readings.c.vote_event_id)
        .where(*chosen)
    )
    standing = person_votes.c
    kept = roll_reading_votes.c
    query = sa.union_all(
        sa.select(
            standing.vote_event_id,
            sa.literal("").label("source"),
            sa.literal(0).label("number"),
            standing.voter,
            standing.person_id,
            standing.option,
        ).where(standing.vote_event_id.in_(rolls)),
        sa.select(
            kept.vote_event_id, kept.source, kept.number, kept.voter, kept.person_id, kept.option
        ).where(kept.vote_event_id.in_(rolls)),
    )
    found: dict[tuple[str, str, int], dict[str, _Vote]] = defaultdict(dict)
    for vote_event_id, source, number, voter, person_id, option in connection.execute(query):
        vote = _Vote(voter, person_id, option)
        found[vote_event_id, source, number][who(person_id, voter)] = vote
    return found


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
