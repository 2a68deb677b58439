"""Readings of roll calls that do not stand, in the store: what is known, kept and confirmed.

SQL that DuckDB and PostgreSQL share; the caller holds the transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import sqlalchemy as sa

from tracker.readings.disagreements import Citation, Kept, Known, Reading, Settlement
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.identity import folded_name
from tracker.rules.ids import motion_text
from tracker.store.bulk import stage

Row = dict[str, object]


@dataclass(frozen=True)
class Settled:
    """A roll call of the record, and what becomes of it with an incoming reading."""

    vote_event_id: str
    read_as: str
    """The id of the incoming reading."""
    cited: Citation
    settlement: Settlement


def reading_of(row: sa.Row[tuple[object, ...]], votes: Mapping[str, str]) -> Reading:
    """A row with the columns of a roll call, and what each person did."""
    return Reading(
        vote_event_id=row.vote_event_id,
        motion=motion_text(row.motion),
        motion_class=getattr(row, "motion_class", ""),
        result=row.result,
        declared_yes=row.declared_yes,
        declared_no=row.declared_no,
        votes=votes,
        sequence=getattr(row, "sequence", 0),
    )


def who(person_id: str | None, voter: str) -> str:
    """By whom a vote is compared between sources: the person, or the name where none is known."""
    return person_id or folded_name(voter)


def known_of(connection: sa.Connection, held: Sequence[Reading]) -> dict[str, Known]:
    """All that sources say of these roll calls of the record."""
    _stage_ids(connection, [one.vote_event_id for one in held])
    cited = {row[0]: Citation(row[1], row[2]) for row in connection.execute(sa.text(_CITED))}
    agreeing: dict[str, list[Citation]] = defaultdict(list)
    for vote_event_id, source_id, source_ref in connection.execute(sa.text(_AGREEING)):
        agreeing[vote_event_id].append(Citation(source_id, source_ref))
    kept = _kept(connection)
    return {
        one.vote_event_id: Known(
            one,
            cited[one.vote_event_id],
            tuple(agreeing[one.vote_event_id]),
            kept[one.vote_event_id],
        )
        for one in held
    }


def write_settled(connection: sa.Connection, settled: Sequence[Settled]) -> None:
    """Writes what becomes of the readings; the merge stores those that come to stand."""
    moment = datetime.now(UTC).replace(tzinfo=None)
    _stage_ids(connection, [one.vote_event_id for one in settled])
    _retire(connection, settled, moment)
    numbers = {(row[0], row[1]): row[2] for row in connection.execute(sa.text(_NUMBERS))}
    of_record, of_incoming = _to_keep(settled, moment, numbers)
    _keep(connection, of_record, "vote_events", "person_votes", "vote_event_id")
    _keep(connection, of_incoming, "incoming_events", "incoming_votes", "read_as")
    _confirm(connection, settled)
    connection.execute(sa.text(_CLEAR_CONFLICTS))
    conflicts: list[Row] = [
        _row(one, cited) | {"subject": found.subject, "held": found.held, "read": found.read}
        for one in settled
        for cited, found in one.settlement.conflicts
    ]
    inserting = _inserting(tables.roll_conflicts, "settled_conflicts")
    _run_on(connection, "settled_conflicts", tables.roll_conflicts, conflicts, [inserting])


def agree(
    connection: sa.Connection, pairs: Iterable[tuple[str, str]], source: str, prefix: str
) -> None:
    """The source says of these rolls (as the record and as it calls them) what the record holds;
    what it said otherwise before is kept as earlier. `prefix` begins the ids of its readings.
    """
    rows: list[Row] = [{"vote_event_id": held, "read_as": read} for held, read in pairs]
    stage(connection, "agreeing_rolls", rows_of(tables.roll_identities, rows))
    moment = datetime.now(UTC).replace(tzinfo=None)
    connection.execute(sa.text(_AGREE_AT_LAST), {"source": source})
    connection.execute(sa.text(_RETIRE_AGREEING), {"source": source, "moment": moment})
    known = {"prefix": prefix, "length": len(prefix)}
    connection.execute(sa.text(_CONFIRM_AGREEING), known)


def _kept(connection: sa.Connection) -> dict[str, dict[str, Kept]]:
    votes: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for vote_event_id, source, voter, person_id, option in connection.execute(sa.text(_KEPT_VOTES)):
        votes[vote_event_id, source][who(person_id, voter)] = option
    kept: dict[str, dict[str, Kept]] = defaultdict(dict)
    for row in connection.execute(sa.text(_KEPT)):
        reading = reading_of(row, votes[row.vote_event_id, row.source])
        kept[row.vote_event_id][row.source] = Kept(reading, Citation(row.source_id, row.source_ref))
    return kept


def _to_keep(
    settled: Sequence[Settled], moment: datetime, numbers: dict[tuple[str, str], int]
) -> tuple[list[Row], list[Row]]:
    """What to keep of the record's own readings, and of the incoming ones."""
    of_record: list[Row] = []
    of_incoming: list[Row] = []

    def add(rows: list[Row], one: Settled, cited: Citation, replaced_at: datetime | None) -> None:
        key = one.vote_event_id, cited.source
        numbers[key] = numbers.get(key, 0) + 1
        more = {"source": cited.source, "number": numbers[key], "replaced_at": replaced_at}
        rows.append(_row(one, cited) | {"read_as": one.read_as} | more)

    for one in settled:
        if one.settlement.earlier:
            add(of_record, one, one.settlement.earlier, moment)
        for cited in one.settlement.aside:
            add(of_record, one, cited, None)
        if one.settlement.keeps_incoming:
            add(of_incoming, one, one.cited, None)
    return of_record, of_incoming


def _retire(connection: sa.Connection, settled: Sequence[Settled], moment: datetime) -> None:
    for name, chosen, statements in (
        (
            "retired_readings",
            [(one, source) for one in settled for source in one.settlement.retired],
            (sa.text(_RETIRE).bindparams(moment=moment),),
        ),
        (
            "dropped_readings",
            [(one, source) for one in settled for source in one.settlement.dropped],
            (sa.text(_DROP_VOTES), sa.text(_DROP)),
        ),
    ):
        rows: list[Row] = [
            {"vote_event_id": one.vote_event_id, "source": source} for one, source in chosen
        ]
        _run_on(connection, name, tables.roll_readings, rows, statements)


def _confirm(connection: sa.Connection, settled: Sequence[Settled]) -> None:
    citing = [(one, one.settlement.cites) for one in settled if one.settlement.cites]
    for name, chosen, statement in (
        (
            "unconfirmed",
            [(one, cited) for one in settled for cited in one.settlement.unconfirmed],
            sa.text(_UNCONFIRM),
        ),
        (
            "confirmed",
            [(one, cited) for one in settled for cited in one.settlement.confirmed],
            _inserting(tables.vote_event_sources, "confirmed"),
        ),
        ("newly_cited", [(one, cited) for one, cited in citing if cited], sa.text(_CITE)),
    ):
        rows = [_row(one, cited) for one, cited in chosen]
        _run_on(connection, name, tables.vote_event_sources, rows, [statement])


def _keep(connection: sa.Connection, rows: list[Row], events: str, votes: str, key: str) -> None:
    names = ("vote_event_id", "source", "number", "replaced_at", "source_id", "source_ref")
    types = {column.name: column.type for column in tables.roll_readings.columns}
    shape = sa.Table(
        "kept",
        sa.MetaData(),
        *(sa.Column(name, types[name]) for name in names),
        sa.Column("read_as", sa.String),
    )
    statements = [
        sa.text(statement.format(events=events, votes=votes, key=key))
        for statement in (_KEEP, _KEEP_VOTES)
    ]
    _run_on(connection, "to_keep", shape, rows, statements)


def _row(one: Settled, cited: Citation) -> Row:
    return {
        "vote_event_id": one.vote_event_id,
        "source_id": cited.source_id,
        "source_ref": cited.source_ref,
    }


def _stage_ids(connection: sa.Connection, vote_event_ids: Sequence[str]) -> None:
    ids = pa.table({"vote_event_id": pa.array(vote_event_ids, pa.string())})
    stage(connection, "settled_rolls", ids)


def _run_on(
    connection: sa.Connection,
    name: str,
    shape: sa.Table,
    rows: Sequence[Row],
    statements: Iterable[sa.TextClause],
) -> None:
    """Runs statements that read the rows as the relation `name`, if there are any."""
    if not rows:
        return
    stage(connection, name, rows_of(shape, rows))
    for statement in statements:
        connection.execute(statement)


def _inserting(table: sa.Table, name: str) -> sa.TextClause:
    columns = ", ".join(column.name for column in table.columns)
    return sa.text(f"insert into {table.name} ({columns}) select {columns} from {name}")


_CITED = """
select vote_event_id, source_id, source_ref from vote_events
where vote_event_id in (select vote_event_id from settled_rolls)
"""

_AGREEING = """
select vote_event_id, source_id, source_ref from vote_event_sources
where vote_event_id in (select vote_event_id from settled_rolls)
order by vote_event_id, source_id, source_ref
"""

_KEPT = """
select * from roll_readings
where replaced_at is null and vote_event_id in (select vote_event_id from settled_rolls)
order by vote_event_id, source
"""

_KEPT_VOTES = """
select v.vote_event_id, v.source, v.voter, v.person_id, v.option
from roll_reading_votes as v
join roll_readings as r
    on r.vote_event_id = v.vote_event_id and r.source = v.source and r.number = v.number
where r.replaced_at is null and r.vote_event_id in (select vote_event_id from settled_rolls)
"""

_NUMBERS = """
select vote_event_id, source, max(number) from roll_readings
where vote_event_id in (select vote_event_id from settled_rolls)
group by vote_event_id, source
"""

_RETIRE = """
update roll_readings set replaced_at = :moment
where replaced_at is null and exists (
    select 1 from retired_readings as t
    where t.vote_event_id = roll_readings.vote_event_id and t.source = roll_readings.source
)
"""

_DROP_VOTES = """
delete from roll_reading_votes
where exists (
    select 1 from roll_readings as r
    join dropped_readings as d on d.vote_event_id = r.vote_event_id and d.source = r.source
    where r.replaced_at is null
        and r.vote_event_id = roll_reading_votes.vote_event_id
        and r.source = roll_reading_votes.source
        and r.number = roll_reading_votes.number
)
"""

_DROP = """
delete from roll_readings
where replaced_at is null and exists (
    select 1 from dropped_readings as d
    where d.vote_event_id = roll_readings.vote_event_id and d.source = roll_readings.source
)
"""

_KEEP = """
insert into roll_readings (
    vote_event_id, source, number, replaced_at, motion, result, declared_yes, declared_no,
    source_id, source_ref
)
select
    k.vote_event_id, k.source, k.number, k.replaced_at, e.motion, e.result, e.declared_yes,
    e.declared_no, k.source_id, k.source_ref
from to_keep as k
join {events} as e on e.vote_event_id = k.{key}
"""

_KEEP_VOTES = """
insert into roll_reading_votes (
    vote_event_id, source, number, voter, person_id, option, word
)
select k.vote_event_id, k.source, k.number, v.voter, v.person_id, v.option, v.word
from to_keep as k
join {votes} as v on v.vote_event_id = k.{key}
"""

_UNCONFIRM = """
delete from vote_event_sources
where exists (
    select 1 from unconfirmed as u
    where u.vote_event_id = vote_event_sources.vote_event_id
        and u.source_id = vote_event_sources.source_id
)
"""

_CITE = """
update vote_events set source_id = c.source_id, source_ref = c.source_ref
from newly_cited as c
where c.vote_event_id = vote_events.vote_event_id
"""

_CLEAR_CONFLICTS = """
delete from roll_conflicts
where vote_event_id in (select vote_event_id from settled_rolls)
"""

_RETIRE_AGREEING = """
update roll_readings set replaced_at = :moment
where replaced_at is null and source = :source
    and vote_event_id in (select vote_event_id from agreeing_rolls)
"""

_AGREE_AT_LAST = """
delete from roll_conflicts
where vote_event_id in (select vote_event_id from agreeing_rolls)
    and source_id in (
        select r.source_id from roll_readings as r
        where r.vote_event_id = roll_conflicts.vote_event_id and r.source = :source
    )
"""

_CONFIRM_AGREEING = """
insert into vote_event_sources (vote_event_id, source_id, source_ref)
select a.vote_event_id, i.source_id, i.source_ref
from agreeing_rolls as a
join incoming_events as i on i.vote_event_id = a.read_as
where not exists (
    select 1 from vote_event_sources as s
    where s.vote_event_id = a.vote_event_id
        and (substr(s.source_id, 1, :length) = :prefix or s.source_id = i.source_id)
)
"""
