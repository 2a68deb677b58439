"""Roll calls that their source numbers itself: the same number is the same roll, whatever its
motion or place is called now.
"""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import sqlalchemy as sa

from tracker.record.gate import Passed
from tracker.record.roll_identities import free_id, renamed
from tracker.store.bulk import stage


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
