"""Merging what passed the gate into the store: new, changed and unchanged told apart by content.

Plain SQL that DuckDB and PostgreSQL share; the caller holds the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from tracker.intake.gate import Passed
from tracker.intake.roll_ids import (
    as_the_record_calls_them,
    in_committees,
    remember,
    renamed,
)
from tracker.readings.other_readings import Met, meet_other_readings
from tracker.readings.unnamed_committees import committees_found
from tracker.record import tables
from tracker.record.numbered_votes import delete_votes, store_votes
from tracker.rules.source_ranking import UNRANKED, SourceRanking
from tracker.store.bulk import expect_many_rows, stage

LISTED = "listed_rolls"
"""The temporary table of the roll calls of the last reading, as the record calls them."""


@dataclass(frozen=True)
class Merged:
    """How many roll calls were what to the store, and how many votes were stored.

    `conflicting` are those that a better source gave the record otherwise; they stay out.
    """

    new: int
    changed: int
    unchanged: int
    conflicting: int
    person_votes: int
    names_not_known: int = 0
    """Of which the source gives the counts and no names, new or not; in none of the others."""


def merge_rolls(
    connection: sa.Connection,
    passed: Passed,
    *,
    crawl: str,
    measures: Sequence[str] | None = None,
    changes_only: bool = False,
    ranking: SourceRanking = UNRANKED,
) -> Merged:
    """Stores the roll calls that are new or changed; loading the same again changes nothing.

    Where a roll call was read otherwise before, `ranking` says which reading stands; the others
    are kept beside it.

    `crawl` is the source and session, as in `ca_rollcalls-ca-20072008`: what an earlier reading of
    the same source had quarantined is replaced by what this reading quarantines, of all measures
    or of those `measures` (as printed) alone that were read; with `changes_only`, of the very
    rolls that come in.
    """
    prefix = f"{crawl}-"
    source = crawl.partition("-")[0]
    passed = as_the_record_calls_them(connection, passed, source)
    expect_many_rows(connection)
    stage(connection, "incoming_events", passed.vote_events)
    stage(connection, "incoming_votes", passed.person_votes)
    stage(connection, "incoming_refused", passed.quarantined)
    stage(connection, "incoming_undivided", passed.undivided_votes)
    stage(connection, "incoming_organizations", passed.organizations)
    if committees := committees_found(connection):
        passed = in_committees(passed, committees)
        stage(connection, "incoming_events", passed.vote_events)
    _forget_refused(connection, prefix, measures, changes_only)
    met = meet_other_readings(connection, source, prefix, ranking)
    _stage_listed(connection, passed, met)
    if met.staying_out or met.names:
        coming = renamed(passed, met.names, met.places)
        stage(connection, "incoming_events", _without(coming.vote_events, met.staying_out))
        stage(connection, "incoming_votes", _without(coming.person_votes, met.staying_out))
    if met.names:
        remember(connection, source, met.names, met.places)
    connection.execute(sa.text(_COMPARED))
    kinds = connection.execute(sa.text(_KINDS))
    counts: dict[str, int] = dict(kinds.all())
    nameless = counts.pop("names_not_known", 0)
    _replace_changed(connection, prefix)
    chosen = _NOT_UNCHANGED if counts.get("unchanged") or nameless else ""
    stored = counts.get("new", 0) + counts.get("changed", 0) + nameless
    votes = store_votes(connection, "incoming_votes", chosen) if stored else 0
    _insert(connection, tables.vote_events, "incoming_events", chosen)
    _insert_absent(connection, tables.organizations, "incoming_organizations", "organization_id")
    connection.execute(sa.text(_SOURCES_OF_EVENTS), {"prefix": prefix, "length": len(prefix)})
    _insert(connection, tables.quarantined_rolls, "incoming_refused")
    store_votes(connection, "incoming_undivided")
    return Merged(
        new=counts.get("new", 0),
        changed=counts.get("changed", 0),
        unchanged=counts.get("unchanged", 0) + met.agreeing,
        conflicting=met.conflicting,
        person_votes=votes,
        names_not_known=nameless,
    )


def insert_absent(connection: sa.Connection, table: sa.Table, rows: pa.Table, *, key: str) -> None:
    """Adds the rows whose key the table does not hold yet; what is there stays as it is."""
    name = f"incoming_{table.name}"
    stage(connection, name, rows)
    _insert_absent(connection, table, name, key)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: pa.Table) -> None:
    """Adds the rows as they are."""
    name = f"incoming_{table.name}"
    stage(connection, name, rows)
    _insert(connection, table, name)


def replace_rows(
    connection: sa.Connection, table: sa.Table, rows: pa.Table, *, keys: tuple[str, ...]
) -> None:
    """Replaces every row of the table that shares `keys` with an incoming row by the incoming,
    unless all of them are there as they come.
    """
    same = " and ".join(f"i.{key} = {table.name}.{key}" for key in keys)
    here = f"exists (select 1 from incoming_{table.name} as i where {same})"
    replace_where_different(connection, table, rows, here, {})


def replace_where_different(
    connection: sa.Connection,
    table: sa.Table,
    rows: pa.Table,
    here: str,
    known: Mapping[str, object],
) -> bool:
    """Replaces the rows of which the condition `here` holds by these, unless all of them are there
    as they come; says whether they were not. `here` may read the incoming rows, `incoming_` and
    the table's name.
    """
    incoming = f"incoming_{table.name}"
    stage(connection, incoming, rows)
    columns = ", ".join(column.name for column in table.columns)
    different = connection.execute(
        sa.text(
            f"""
            select
                (select count(*) from {table.name} where {here})
                    <> (select count(*) from {incoming})
                or exists (
                    select {columns} from {incoming}
                    except select {columns} from {table.name} where {here}
                )
                or exists (
                    select {columns} from {table.name} where {here}
                    except select {columns} from {incoming}
                )
            """
        ),
        known,
    ).scalar_one()
    if different:
        connection.execute(sa.text(f"delete from {table.name} where {here}"), known)
        _insert(connection, table, incoming)
    return bool(different)


_COMPARED = """
create temporary table compared_events as
select
    i.vote_event_id,
    case
        when e.vote_event_id is null then 'new'
        when e.content_hash = i.content_hash then 'unchanged'
        else 'changed'
    end as kind
from incoming_events as i
left join vote_events as e on e.vote_event_id = i.vote_event_id
"""

_KINDS = """
select case when i.status = 'names_not_known' then i.status else c.kind end, count(*)
from compared_events as c
join incoming_events as i on i.vote_event_id = c.vote_event_id
group by 1
"""

_NOT_UNCHANGED = """
where vote_event_id in (select vote_event_id from compared_events where kind <> 'unchanged')
"""

_SOURCES_OF_EVENTS = """
insert into vote_event_sources (vote_event_id, source_id, source_ref)
select i.vote_event_id, i.source_id, i.source_ref
from incoming_events as i
where not exists (
    select 1 from vote_event_sources as s
    where s.vote_event_id = i.vote_event_id
        and (s.source_id = i.source_id or substr(s.source_id, 1, :length) = :prefix)
)
"""
"""A source that said so before is cited as it was then."""

_REFUSED_BEFORE = """
from quarantined_rolls
where (
    substr(source_id, 1, :length) = :prefix
    or source_id in (
        select source_id from incoming_events union select source_id from incoming_refused
    )
)
"""

_OF_THE_SAME_ROLLS = """
and source_ref in (
    select source_ref from incoming_events union select source_ref from incoming_refused
)
"""


def _forget_refused(
    connection: sa.Connection, prefix: str, measures: Sequence[str] | None, changes_only: bool
) -> None:
    known: dict[str, object] = {"prefix": prefix, "length": len(prefix)}
    refused = _REFUSED_BEFORE
    if changes_only:
        refused += _OF_THE_SAME_ROLLS
    elif measures is not None:
        refused += "and bill in (select unnest(cast(:measures as text[])))"
        known["measures"] = list(measures)
    delete_votes(connection, f"select vote_event_id {refused}", known)
    connection.execute(sa.text(f"delete {refused}"), known)


def _stage_listed(connection: sa.Connection, passed: Passed, met: Met) -> None:
    read = passed.vote_events.column("vote_event_id").to_pylist()
    listed = {met.names.get(name, name) for name in read} | met.held
    stage(connection, LISTED, pa.table({"vote_event_id": pa.array(sorted(listed), pa.string())}))


def _without(rows: pa.Table, vote_event_ids: Collection[str]) -> pa.Table:
    ids = pa.array(list(vote_event_ids), pa.string())
    return rows.filter(pc.invert(pc.is_in(rows.column("vote_event_id"), value_set=ids)))


def _replace_changed(connection: sa.Connection, prefix: str) -> None:
    changed = "select vote_event_id from compared_events where kind = 'changed'"
    delete_votes(connection, changed)
    connection.execute(sa.text(f"delete from vote_events where vote_event_id in ({changed})"))
    connection.execute(
        sa.text(
            f"delete from vote_event_sources where vote_event_id in ({changed}) and "
            "(substr(source_id, 1, :length) = :prefix "
            "or source_id in (select source_id from incoming_events))"
        ),
        {"prefix": prefix, "length": len(prefix)},
    )


def _insert(connection: sa.Connection, table: sa.Table, name: str, where: str = "") -> None:
    columns = ", ".join(column.name for column in table.columns)
    connection.execute(
        sa.text(f"insert into {table.name} ({columns}) select {columns} from {name} {where}")
    )


def _insert_absent(connection: sa.Connection, table: sa.Table, name: str, key: str) -> None:
    _insert(connection, table, name, f"where {key} not in (select {key} from {table.name})")
