"""Roll calls that another source gave the record before: agreement and difference are written down.

What the record holds stays: a second source confirms it or contradicts it, and never replaces it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import sqlalchemy as sa

from tracker.record import tables
from tracker.record.identity import folded_name
from tracker.record.ids import motion_text
from tracker.record.same_roll import Reading, differences, pair_readings


@dataclass
class Met:
    """Incoming roll calls that were met in the record, and how many of them agree with it."""

    vote_event_ids: set[str] = field(default_factory=set)
    """As the incoming rolls are called; the record may call them otherwise."""
    agreeing: int = 0
    conflicting: int = 0


def meet_other_sources(connection: sa.Connection, prefix: str) -> Met:
    """Pairs `incoming_events` with rolls that the record has from other sources.

    `prefix` begins the ids of this source and session. Rolls with the very same id and content
    need no meeting and are left to the merge, as are those of this source.
    """
    known = {"prefix": prefix, "length": len(prefix)}
    sittings = connection.execute(sa.text(_SITTINGS), known).all()
    met = Met()
    if not sittings:
        return met
    held = _readings(connection, _HELD, known)
    read = _readings(connection, _READ, known)
    for bill_id, day, organization_id in sittings:
        sitting = (bill_id, day, organization_id)
        for old, new in pair_readings(held[sitting], read[sitting]):
            _record(connection, old, new, prefix, met)
    return met


def _record(connection: sa.Connection, held: Reading, read: Reading, prefix: str, met: Met) -> None:
    names: dict[str, object] = {"held": held.vote_event_id, "read": read.vote_event_id}
    names |= {"prefix": prefix, "length": len(prefix)}
    connection.execute(sa.text(_FORGET), names)
    found = differences(held, read)
    met.vote_event_ids.add(read.vote_event_id)
    if not found:
        met.agreeing += 1
        connection.execute(sa.text(_CONFIRM), names)
        return
    met.conflicting += 1
    connection.execute(sa.text(_UNCONFIRM), names)
    source = connection.execute(sa.text(_SOURCE), names).one()
    rows = [
        {
            "vote_event_id": held.vote_event_id,
            "subject": one.subject,
            "held": one.held,
            "read": one.read,
            "source_id": source.source_id,
            "source_ref": source.source_ref,
        }
        for one in found
    ]
    connection.execute(sa.insert(tables.roll_conflicts), rows)


def _readings(
    connection: sa.Connection, queries: tuple[str, str], known: dict[str, object]
) -> dict[tuple[object, ...], list[Reading]]:
    """Readings by bill, day and organization, in the order of their source."""
    events, votes = queries
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for vote_event_id, voter, person_id, option in connection.execute(sa.text(votes), known):
        named[vote_event_id][person_id or folded_name(voter)] = option
    found: dict[tuple[object, ...], list[Reading]] = defaultdict(list)
    for row in connection.execute(sa.text(events), known):
        found[row.bill_id, row.date, row.organization_id].append(
            _reading(row, named[row.vote_event_id])
        )
    return found


def _reading(row: sa.Row[tuple[object, ...]], votes: dict[str, str]) -> Reading:
    return Reading(
        vote_event_id=row.vote_event_id,
        motion=motion_text(row.motion),
        motion_class=row.motion_class,
        result=row.result,
        declared_yes=row.declared_yes,
        declared_no=row.declared_no,
        votes=votes,
    )


_OTHERS = """
e.status <> 'known_missing'
    and substr(e.source_id, 1, :length) <> :prefix
    and e.source_id not in (select source_id from incoming_events)
    and e.content_hash not in (
        select s.content_hash from incoming_events as s where s.vote_event_id = e.vote_event_id
    )
"""
"""Rolls `e` of the record that another source gave it, and not with the same id and content."""

_UNMET = """
i.vote_event_id not in (
    select h.vote_event_id from vote_events as h
    where h.vote_event_id = i.vote_event_id
        and (
            h.content_hash = i.content_hash
            or substr(h.source_id, 1, :length) = :prefix
            or h.source_id in (select source_id from incoming_events)
        )
)
"""
"""Incoming rolls `i` that the record does not already have under their id from their own source."""

_SITTINGS = f"""
select distinct i.bill_id, i.date, i.organization_id
from incoming_events as i
join vote_events as e
    on e.bill_id = i.bill_id and e.date = i.date and e.organization_id = i.organization_id
where {_OTHERS} and {_UNMET}
"""
"""One row per bill, day and organization with a roll on either side that may be the same."""

_HELD = (
    f"""
select e.* from vote_events as e
join (select distinct bill_id, date, organization_id from incoming_events) as i
    on i.bill_id = e.bill_id and i.date = e.date and i.organization_id = e.organization_id
where {_OTHERS}
order by e.sequence, e.vote_event_id
""",
    f"""
select v.vote_event_id, v.voter, v.person_id, v.option from person_votes as v
join vote_events as e on e.vote_event_id = v.vote_event_id
join (select distinct bill_id, date, organization_id from incoming_events) as i
    on i.bill_id = e.bill_id and i.date = e.date and i.organization_id = e.organization_id
where {_OTHERS}
""",
)
"""Roll calls of the record in those sittings, and their votes."""

_READ = (
    f"""
select i.* from incoming_events as i
join (select distinct bill_id, date, organization_id from vote_events) as e
    on e.bill_id = i.bill_id and e.date = i.date and e.organization_id = i.organization_id
where {_UNMET}
order by i.sequence, i.vote_event_id
""",
    f"""
select v.vote_event_id, v.voter, v.person_id, v.option from incoming_votes as v
join incoming_events as i on i.vote_event_id = v.vote_event_id
join (select distinct bill_id, date, organization_id from vote_events) as e
    on e.bill_id = i.bill_id and e.date = i.date and e.organization_id = i.organization_id
where {_UNMET}
""",
)
"""Incoming roll calls in sittings that the record knows, and their votes."""

_SOURCE = "select source_id, source_ref from incoming_events where vote_event_id = :read"

_FORGET = """
delete from roll_conflicts
where vote_event_id = :held and substr(source_id, 1, :length) = :prefix
"""

_UNCONFIRM = """
delete from vote_event_sources
where vote_event_id = :held and substr(source_id, 1, :length) = :prefix
"""

_CONFIRM = """
insert into vote_event_sources (vote_event_id, source_id, source_ref)
select :held, i.source_id, i.source_ref from incoming_events as i
where i.vote_event_id = :read and not exists (
    select 1 from vote_event_sources as s
    where s.vote_event_id = :held
        and (substr(s.source_id, 1, :length) = :prefix or s.source_id = i.source_id)
)
"""


def conflicts(connection: sa.Connection) -> list[dict[str, object]]:
    """Every difference between the record and another source, by measure and day."""
    conflict, event, source = tables.roll_conflicts, tables.vote_events, tables.sources
    query = (
        sa.select(
            conflict.c.vote_event_id,
            event.c.bill_id,
            event.c.date,
            event.c.motion,
            conflict.c.subject,
            conflict.c.held,
            event.c.source_id.label("held_source_id"),
            conflict.c.read,
            conflict.c.source_id.label("read_source_id"),
            source.c.url.label("read_source_url"),
            conflict.c.source_ref.label("read_source_ref"),
        )
        .join(event, event.c.vote_event_id == conflict.c.vote_event_id)
        .outerjoin(source, source.c.source_id == conflict.c.source_id)
        .order_by(event.c.bill_id, event.c.date, conflict.c.vote_event_id, conflict.c.subject)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
