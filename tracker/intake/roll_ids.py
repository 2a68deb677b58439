"""Under which id and at which place in order the record keeps a roll call that a source calls
otherwise.

A roll keeps its id when a better-ranked source's reading comes to stand, since agendas, milestones
and addresses name it; and a roll whose own id another source's roll bears gets one of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from tracker.intake.gate import Passed
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.ids import free_id
from tracker.store.bulk import stage


def as_the_record_calls_them(connection: sa.Connection, passed: Passed, source: str) -> Passed:
    """What passed the gate, with the ids and places that earlier loads of the source settled."""
    known = tables.roll_identities
    query = sa.select(known.c.read_as, known.c.vote_event_id, known.c.sequence).where(
        known.c.source == source
    )
    found = {row.read_as: row for row in connection.execute(query)}
    if not found:
        return passed
    present = set(passed.vote_events.column("vote_event_id").to_pylist())
    names = {
        read_as: row.vote_event_id
        for read_as, row in found.items()
        if read_as in present and (row.vote_event_id not in present or row.vote_event_id in found)
    }
    places = {read_as: found[read_as].sequence for read_as in names}
    return renamed(passed, names, places)


def renamed(passed: Passed, names: Mapping[str, str], places: Mapping[str, int]) -> Passed:
    """The same roll calls under other ids and at other places in order."""
    if not names:
        return passed
    events = _mapped(passed.vote_events, "sequence", places)
    return replace(
        passed,
        vote_events=_mapped(events, "vote_event_id", names),
        person_votes=_mapped(passed.person_votes, "vote_event_id", names),
    )


def in_committees(passed: Passed, committees: Mapping[str, str]) -> Passed:
    """The same roll calls, those named in `committees` with the organization found for them."""
    return replace(passed, vote_events=_mapped(passed.vote_events, "organization_id", committees))


def remember(
    connection: sa.Connection, source: str, names: Mapping[str, str], places: Mapping[str, int]
) -> None:
    """Keeps what the record calls these rolls, for the next load of the source."""
    rows = [
        {
            "vote_event_id": vote_event_id,
            "source": source,
            "read_as": read_as,
            "sequence": places[read_as],
        }
        for read_as, vote_event_id in names.items()
    ]
    stage(connection, "settled_identities", rows_of(tables.roll_identities, rows))
    connection.execute(sa.text(_FORGET))
    connection.execute(sa.text(_REMEMBER))


def _mapped(rows: pa.Table, column: str, values: Mapping[str, object]) -> pa.Table:
    """The rows with another value in `column` where their id is among `values`."""
    held = rows.column(column)
    at = pc.index_in(rows.column("vote_event_id"), value_set=pa.array(list(values), pa.string()))
    given = pc.take(pa.array(list(values.values()), held.type), at)
    return rows.set_column(rows.column_names.index(column), column, pc.coalesce(given, held))


_FORGET = """
delete from roll_identities
where exists (
    select 1 from settled_identities as s
    where s.source = roll_identities.source and s.read_as = roll_identities.read_as
)
"""

_REMEMBER = """
insert into roll_identities (vote_event_id, source, read_as, sequence)
select vote_event_id, source, read_as, sequence from settled_identities
"""


def as_their_source_numbers_them(connection: sa.Connection, passed: Passed, prefix: str) -> Passed:
    """What passed the gate, with the ids that the record gave to the same references before.

    `prefix` begins the ids of the files of this source and session. A roll that would bear the id
    of another one of its source gets one of its own.
    """
    events = passed.vote_events
    ids = events.column("vote_event_id").to_pylist()
    references = events.column("source_ref").to_pylist()
    stage(
        connection,
        "numbered_rolls",
        pa.table({"vote_event_id": ids, "source_ref": references}),
    )
    found = connection.execute(sa.text(_HELD), {"prefix": prefix, "length": len(prefix)}).all()
    if not found:
        return passed
    repeated = {one for one, times in Counter(references).items() if times > 1}
    held = {row.source_ref: row.vote_event_id for row in found if row.source_ref not in repeated}
    taken = {row.vote_event_id for row in found} | set(ids)
    bearers = {row.vote_event_id: row.source_ref for row in found}
    names = {}
    for vote_event_id, reference in zip(ids, references, strict=True):
        if reference in repeated:
            continue
        name = held.get(reference)
        if name is None and bearers.get(vote_event_id, reference) != reference:
            name = free_id(vote_event_id, taken)
            taken.add(name)
        if name is not None and name != vote_event_id:
            names[vote_event_id] = name
    return renamed(passed, names, {})


_HELD = """
select distinct s.source_ref, s.vote_event_id
from vote_event_sources as s
left join numbered_rolls as by_reference on by_reference.source_ref = s.source_ref
left join numbered_rolls as by_id on by_id.vote_event_id = s.vote_event_id
where substr(s.source_id, 1, :length) = :prefix
    and (by_reference.vote_event_id <> s.vote_event_id
        or (by_id.source_ref is not null and by_id.source_ref <> s.source_ref))
"""
"""What the record calls rolls otherwise than they come in, and rolls whose id another one bears."""
