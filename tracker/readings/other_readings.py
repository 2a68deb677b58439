"""Roll calls that the record has another reading of: agreement and difference are written down.

A difference is settled by the reviewed ranking of sources; the other reading is kept beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import sqlalchemy as sa

from tracker.readings.disagreements import Citation, Reading, differences, pair_readings, settle
from tracker.readings.kept_readings import Settled, agree, known_of, reading_of, who, write_settled
from tracker.rules.ids import free_id
from tracker.rules.source_ranking import SourceRanking
from tracker.store.bulk import stage

Sittings = dict[tuple[object, ...], list[Reading]]


@dataclass
class Met:
    """Incoming roll calls of which the record has another reading, named as they come in."""

    held: set[str] = field(default_factory=set)
    """What the record calls the rolls that they are readings of."""
    staying_out: set[str] = field(default_factory=set)
    """The record stays as it is: they agree with it, or a better source contradicts them."""
    names: dict[str, str] = field(default_factory=dict)
    """What the record calls those that it calls otherwise."""
    places: dict[str, int] = field(default_factory=dict)
    """Where those stand in order."""
    agreeing: int = 0
    conflicting: int = 0
    """Those that a better source contradicts."""


def meet_other_readings(
    connection: sa.Connection, source: str, prefix: str, ranking: SourceRanking
) -> Met:
    """Pairs `incoming_events` with the readings of the same rolls that the record has.

    `prefix` begins the ids of this source and session. Rolls of other sources are met unless they
    have the very same id and content, those of this source where votes or outcome changed.
    """
    known: dict[str, object] = {"prefix": prefix, "length": len(prefix)}
    met = Met()
    same: list[tuple[str, str]] = []
    other = list(_changed_at_the_source(connection, known))
    for held, read in _of_others(connection, known, met):
        if differences(held, read):
            other.append((held, read))
        else:
            same.append((held.vote_event_id, read.vote_event_id))
    met.agreeing = len(same)
    met.held = {name for name, _read in same} | {held.vote_event_id for held, _read in other}
    met.staying_out = {read for _held, read in same}
    same += [(name, name) for name in _come_round(connection, source)]
    if same:
        agree(connection, same, source, prefix)
    if other:
        _settle(connection, other, ranking, met)
    return met


def _settle(
    connection: sa.Connection,
    pairs: list[tuple[Reading, Reading]],
    ranking: SourceRanking,
    met: Met,
) -> None:
    known = known_of(connection, [held for held, _read in pairs])
    _stage_ids(connection, "contested_rolls", [read.vote_event_id for _held, read in pairs])
    cited = {row[0]: Citation(row[1], row[2]) for row in connection.execute(sa.text(_CITED))}
    settled = []
    for held, read in pairs:
        name, read_as = held.vote_event_id, read.vote_event_id
        settlement = settle(known[name], read, cited[read_as], ranking)
        settled.append(Settled(name, read_as, cited[read_as], settlement))
        if not settlement.takes:
            met.staying_out.add(read_as)
        elif known[name].cited.source != cited[read_as].source:
            met.names[read_as] = name
            met.places[read_as] = held.sequence
    met.conflicting = sum(not one.settlement.takes for one in settled)
    write_settled(connection, settled)


def _changed_at_the_source(
    connection: sa.Connection, known: dict[str, object]
) -> Iterator[tuple[Reading, Reading]]:
    """Rolls of the record and their new readings by the same source, where those differ.

    What changed by a rule or a roster of ours alone is no other reading.
    """
    changed = list(connection.execute(sa.text(_CHANGED), known).scalars())
    if not changed:
        return
    _stage_ids(connection, "changed_rolls", changed)
    connection.execute(sa.text(_MOVED))
    _stage_ids(connection, "changed_rolls", list(connection.execute(sa.text(_AS_READ)).scalars()))
    before = _by_id(_readings(connection, _CHANGED_HELD, {}))
    for vote_event_id, read in _by_id(_readings(connection, _CHANGED_READ, {})).items():
        if differences(before[vote_event_id], read):
            yield before[vote_event_id], read


def _of_others(
    connection: sa.Connection, known: dict[str, object], met: Met
) -> Iterator[tuple[Reading, Reading]]:
    """Rolls of the record from other sources, and the incoming readings of the same."""
    sittings = connection.execute(sa.text(_SITTINGS), known).all()
    if not sittings:
        return
    held = _readings(connection, _HELD, known)
    read = _readings(connection, _READ, known)
    for bill_id, day, organization_id in sittings:
        sitting = (bill_id, day, organization_id)
        pairs = pair_readings(held[sitting], read[sitting])
        yield from pairs
        _name_apart(held[sitting], read[sitting], pairs, met)


def _name_apart(
    held: list[Reading], read: list[Reading], pairs: list[tuple[Reading, Reading]], met: Met
) -> None:
    """Another roll of this source may not bear the id of a roll that others gave the record."""
    paired = {one.vote_event_id for _held, one in pairs}
    taken = {one.vote_event_id for one in (*held, *read)}
    for one in read:
        if one.vote_event_id in paired or all(
            one.vote_event_id != other.vote_event_id for other in held
        ):
            continue
        met.names[one.vote_event_id] = free_id(one.vote_event_id, taken)
        met.places[one.vote_event_id] = one.sequence
        taken.add(met.names[one.vote_event_id])


def _come_round(connection: sa.Connection, source: str) -> list[str]:
    """Rolls of which the source said otherwise, and now says to the letter what stands."""
    return list(connection.execute(sa.text(_COME_ROUND), {"source": source}).scalars())


def _by_id(sittings: Sittings) -> dict[str, Reading]:
    return {one.vote_event_id: one for readings in sittings.values() for one in readings}


def _stage_ids(connection: sa.Connection, name: str, vote_event_ids: list[str]) -> None:
    ids = pa.table({"vote_event_id": pa.array(vote_event_ids, pa.string())})
    stage(connection, name, ids)


def _readings(
    connection: sa.Connection, queries: tuple[str, str], known: dict[str, object]
) -> Sittings:
    """Readings by bill, day and organization, in the order of their source."""
    events, votes = queries
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for vote_event_id, voter, person_id, option in connection.execute(sa.text(votes), known).all():
        named[vote_event_id][who(person_id, voter)] = option
    found: Sittings = defaultdict(list)
    for row in connection.execute(sa.text(events), known):
        found[row.bill_id, row.date, row.organization_id].append(
            reading_of(row, named[row.vote_event_id])
        )
    return found


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

_CITED = """
select vote_event_id, source_id, source_ref from incoming_events
where vote_event_id in (select vote_event_id from contested_rolls)
"""

_COME_ROUND = """
select r.vote_event_id
from roll_readings as r
join incoming_events as i on i.vote_event_id = r.vote_event_id
join vote_events as e on e.vote_event_id = r.vote_event_id
where r.source = :source and r.replaced_at is null and e.content_hash = i.content_hash
"""

_CHANGED = """
select i.vote_event_id
from incoming_events as i
join vote_events as e on e.vote_event_id = i.vote_event_id
where e.content_hash <> i.content_hash
    and (
        substr(e.source_id, 1, :length) = :prefix
        or e.source_id in (select source_id from incoming_events)
    )
"""
"""Rolls of this source that come with other content."""

_MOVED = """
create temporary table moved_votes as
with held as (
    select vote_event_id, voter, person_id, option, word from person_votes
    where vote_event_id in (select vote_event_id from changed_rolls)
),
read as (
    select vote_event_id, voter, person_id, option, word from incoming_votes
    where vote_event_id in (select vote_event_id from changed_rolls)
)
select
    coalesce(h.vote_event_id, r.vote_event_id) as vote_event_id,
    h.voter as held_voter, h.person_id as held_person_id, h.option as held_option,
    r.voter as read_voter, r.person_id as read_person_id, r.option as read_option,
    h.voter is null or r.voter is null or h.word is distinct from r.word as is_otherwise_said
from held as h
full join read as r on r.vote_event_id = h.vote_event_id and r.voter = h.voter
where h.person_id is distinct from r.person_id
    or h.option is distinct from r.option
    or h.word is distinct from r.word
"""
"""Votes of those rolls that the two readings do not both have to the letter."""

_AS_READ = """
select vote_event_id from moved_votes where is_otherwise_said
union
select c.vote_event_id
from changed_rolls as c
join vote_events as e on e.vote_event_id = c.vote_event_id
join incoming_events as i on i.vote_event_id = c.vote_event_id
where e.result <> i.result
    or e.declared_yes is distinct from i.declared_yes
    or e.declared_no is distinct from i.declared_no
"""
"""Those of which the source says something else: other names, words, counts or outcome."""

_IN_CHANGED = "where vote_event_id in (select vote_event_id from changed_rolls)"

_MOVED_VOTES = """
select vote_event_id, {side}_voter, {side}_person_id, {side}_option from moved_votes
where {side}_voter is not null and vote_event_id in (select vote_event_id from changed_rolls)
union
select vote_event_id, voter, person_id, option from {votes}
where vote_event_id in (select vote_event_id from changed_rolls)
    and vote_event_id in (select vote_event_id from roll_readings)
"""

_CHANGED_HELD = (
    f"select * from vote_events {_IN_CHANGED}",
    _MOVED_VOTES.format(side="held", votes="person_votes"),
)

_CHANGED_READ = (
    f"select * from incoming_events {_IN_CHANGED}",
    _MOVED_VOTES.format(side="read", votes="incoming_votes"),
)
"""Those roll calls, and of their votes the ones that the other reading has not to the letter; all
of them where there is a third reading to compare.
"""
