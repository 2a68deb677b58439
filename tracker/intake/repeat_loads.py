"""What was read before: the same bytes, by the same program, into the same record change nothing.

A load is a function of three things: what was read, the program with its reviewed files, and what
the record held. Each has a sum here. Only where all three are those of the last load of a source
is its report given again, without staging or writing; anything else is loaded in full.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import replace

import sqlalchemy as sa

from tracker.crawls.sums import program
from tracker.intake.report import LoadReport
from tracker.record import tables
from tracker.store import Store

_LEFT_OUT = frozenset({tables.loads.name, tables.readings.name, tables.person_votes.name})
"""What tells of loads, and the votes: `vote_events.content_hash` is of a roll and all its votes,
and a full load goes by it too."""


def remember(connection: sa.Connection, crawl: str, content: str, report: LoadReport) -> None:
    """Notes, in the transaction of a load and as the last of it, what it would take to skip it.

    `crawl` is the source and session, as in `ca_pubinfo-ca-20092010`; `content` is the sum of what
    was read.
    """
    kept = tables.readings
    connection.execute(sa.delete(kept).where(kept.c.source == crawl))
    connection.execute(
        sa.insert(kept).values(
            source=crawl,
            content=content,
            program=program(),
            record=_sum_of_record(connection),
            report=json.dumps(report.as_dict()),
        )
    )


def recognise(
    store: Store, source: str, content: str, session_id: str | None = None
) -> LoadReport | None:
    """What a full load of these bytes would report, if it is certain that it would change nothing.

    None means that it is not certain. `session_id` is the one asked for, if one was.
    """
    started = time.perf_counter()
    if store.is_absent:
        return None
    kept = tables.readings
    query = sa.select(kept).where(
        kept.c.source.startswith(f"{source}-{session_id or ''}", autoescape=True),
        kept.c.content == content,
        kept.c.program == program(),
    )
    with store.reading() as connection:
        found = connection.execute(query).first()
        if found is None or found.record != _sum_of_record(connection):
            return None
    report = LoadReport(**json.loads(found.report))
    return replace(
        report,
        loaded=0,
        new=0,
        changed=0,
        unchanged=(report.unchanged or 0) + (report.loaded or 0),
        person_votes=0,
        warnings=tuple(report.warnings),
        seconds=time.perf_counter() - started,
    ).without(report.absent)


def _sum_of_record(connection: sa.Connection) -> str:
    """A sum of every row of the record: number of rows and sum of their hashes, per table."""
    duckdb = connection.dialect.name == "duckdb"
    row = "hash(t)::hugeint" if duckdb else "hashtextextended(t::text, 0)::numeric"
    queries = (
        f"select '{name}', count(*), sum({row})::text from {name} as t"
        for name in _tables_of_the_record()
    )
    found = connection.execute(sa.text(" union all ".join(queries))).all()
    return hashlib.sha256(repr(sorted(map(tuple, found))).encode()).hexdigest()


def _tables_of_the_record() -> Iterator[str]:
    for table in vars(tables).values():
        if isinstance(table, sa.Table) and table.name not in _LEFT_OUT:
            yield table.name
