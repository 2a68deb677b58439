"""Under which id and at which place in order the record keeps a roll call that a source calls
otherwise.

A roll keeps its id when a better-ranked source's reading comes to stand, since agendas, milestones
and addresses name it; and a roll whose own id another source's roll bears gets one of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from tracker.record import tables
from tracker.record.arrow import rows_of
from tracker.record.gate import Passed
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


def free_id(vote_event_id: str, taken: Collection[str]) -> str:
    """The id with the first number behind it that nothing bears yet."""
    number = 2
    while f"{vote_event_id}-{number}" in taken:
        number += 1
    return f"{vote_event_id}-{number}"


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
