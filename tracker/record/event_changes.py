"""What a reading of events leaves as earlier ones of its source have it.

A file of one day's changes adds to what earlier files said: nothing is taken away, and a measure
that it does not repeat stays on its hearing. Where an agenda could not be read its event has the
measures that it had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa
import sqlalchemy as sa

from tracker.record import tables
from tracker.record.arrow import rows_of
from tracker.record.held_rows import held_rows

Row = Mapping[str, object]

OF_THE_MEETING = ("time", "location", "status", "note")
"""What an agenda says of a meeting; a file that does not repeat it leaves it as it was."""


def with_those_held(
    connection: sa.Connection, crawl: str, events: pa.Table, bills: pa.Table
) -> tuple[pa.Table, pa.Table]:
    """The events and their measures, with what earlier files of `crawl` said of the same events."""
    ids = events.column("event_id").to_pylist()
    earlier = held_rows(connection, tables.events.c.event_id, crawl, ids).to_pylist()
    known = {row["event_id"]: row for row in earlier}
    completed = [
        {**row, **_left_open(row, known.get(row["event_id"], {}))} for row in events.to_pylist()
    ]
    listed: dict[object, list[Row]] = defaultdict(list)
    for row in bills.to_pylist():
        listed[row["event_id"]].append(row)
    repeated = {event: {row["printed"] for row in rows} for event, rows in listed.items()}
    for row in held_rows(connection, tables.event_bills.c.event_id, crawl, ids).to_pylist():
        if row["printed"] not in repeated.get(row["event_id"], ()):
            listed[row["event_id"]].append(row)
    numbered = [
        {**row, "sequence": place}
        for rows in listed.values()
        for place, row in enumerate(sorted(rows, key=_place), start=1)
    ]
    return rows_of(tables.events, completed), rows_of(tables.event_bills, numbered)


def with_bills_left(
    connection: sa.Connection, crawl: str, event_ids: Sequence[str], bills: pa.Table
) -> pa.Table:
    """The measures of events, and those that earlier readings of `crawl` gave the named ones."""
    if not event_ids:
        return bills
    held = held_rows(connection, tables.event_bills.c.event_id, crawl, event_ids)
    return pa.concat_tables([bills, held.select(bills.column_names).cast(bills.schema)])


def _left_open(row: Row, before: Row) -> Row:
    return {name: before.get(name) for name in OF_THE_MEETING if row[name] is None}


def _place(row: Row) -> tuple[bool, str, str]:
    """By the part of the file, then by measure, as the whole session's file lists them."""
    return row["note"] is None, str(row["note"] or ""), str(row["bill_id"] or row["printed"])
