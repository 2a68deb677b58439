"""Committee rolls of which one source names the committee and another the house alone.

SQL that DuckDB and PostgreSQL share; the caller holds the transaction.
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa
import sqlalchemy as sa

from tracker.readings.kept_readings import who
from tracker.store.bulk import stage


def committees_found(connection: sa.Connection) -> dict[str, str]:
    """The committee of each incoming roll that names none, where the record knows it: by the roll
    call of that house, bill and day with the same counts and the very same votes.

    A roll of the record that names none is given the committee of the incoming one, in place. It
    keeps its fingerprint, so that its own source read again is still the same.
    """
    pairs = connection.execute(sa.text(_PAIRS), {"unnamed": _UNNAMED}).all()
    if not pairs:
        return {}
    incoming = _votes(connection, "incoming_votes", {one.read for one in pairs})
    held = _votes(connection, "person_votes", {one.held for one in pairs})
    of_incoming: dict[str, set[str]] = defaultdict(set)
    of_held: dict[str, set[str]] = defaultdict(set)
    for one in pairs:
        if incoming[one.read] != held[one.held]:
            continue
        if one.is_read_unnamed:
            of_incoming[one.read].add(one.held_in)
        else:
            of_held[one.held].add(one.read_in)
    _place(connection, _certain(of_held))
    return _certain(of_incoming)


def _certain(found: dict[str, set[str]]) -> dict[str, str]:
    """Those with one committee only."""
    return {roll: min(committees) for roll, committees in found.items() if len(committees) == 1}


def _votes(connection: sa.Connection, table: str, rolls: set[str]) -> dict[str, dict[str, str]]:
    stage(connection, "same_counts", pa.table({"vote_event_id": pa.array(sorted(rolls))}))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for roll, voter, person_id, option in connection.execute(sa.text(_VOTES.format(table=table))):
        found[roll][who(person_id, voter)] = option
    return found


def _place(connection: sa.Connection, committees: dict[str, str]) -> None:
    if committees:
        rows = {"vote_event_id": list(committees), "organization_id": list(committees.values())}
        stage(connection, "committees_told", pa.table(rows))
        connection.execute(sa.text(_TELL))


_UNNAMED = "%-COMMITTEE"
"""How the id of an organization ends that is a house's committee, nobody says which."""

_PAIRS = """
select
    i.vote_event_id as read, e.vote_event_id as held,
    i.organization_id as read_in, e.organization_id as held_in,
    i.organization_id like :unnamed as is_read_unnamed
from incoming_events as i
join vote_events as e
    on e.bill_id = i.bill_id and e.date = i.date and e.chamber = i.chamber
        and e.venue = i.venue
        and e.declared_yes = i.declared_yes and e.declared_no = i.declared_no
where i.venue = 'committee'
    and (i.organization_id like :unnamed) <> (e.organization_id like :unnamed)
"""
"""One row per incoming roll and roll of the record with the same counts, of which one alone names
its committee."""

_VOTES = """
select vote_event_id, voter, person_id, option from {table}
where vote_event_id in (select vote_event_id from same_counts)
"""

_TELL = """
update vote_events set organization_id = c.organization_id
from committees_told as c
where c.vote_event_id = vote_events.vote_event_id
"""
