"""Hearings and daily files as dated events: staged by a source, loaded, and asked for again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from tracker.crawls.folder import with_more
from tracker.crawls.manifest import Manifest, StagedFile, source_id_of
from tracker.crawls.shapes import BILLS_LEFT, EVENT_BILLS, EVENTS, FILE, PLACE_CODE
from tracker.errors import SourceError
from tracker.intake.merge import replace_where_different
from tracker.record import tables
from tracker.record.rows import held_rows, rows_of
from tracker.rules.ids import event_id, organization_id
from tracker.rules.locations import Location, Locations, event_location_key
from tracker.rules.vocabulary import Venue
from tracker.store.bulk import stage


@dataclass(frozen=True)
class StagedEvents:
    """The events of one crawl."""

    events: pa.Table
    """Schema `EVENTS` with `PLACE_CODE` and `BILLS_LEFT`, and `source_id`."""
    bills: pa.Table
    """Schema `EVENT_BILLS`."""


def read_events(folder: Path, manifest: Manifest) -> StagedEvents | None:
    """The events of a crawl folder; None where its source tells of none.

    Raises:
        SourceError: one of the two files is there and the other is not, or cannot be read.
    """
    paths = [folder / "events.parquet", folder / "event_bills.parquet"]
    if not any(path.exists() for path in paths):
        return None
    try:
        written, bills = (pq.read_table(path) for path in paths)
        events = with_more(written, EVENTS, [PLACE_CODE, BILLS_LEFT])
        ids = [source_id_of(manifest, _file(manifest, n)) for n in _files(written)]
        return StagedEvents(
            events.append_column("source_id", pa.array(ids, pa.string())),
            bills.select(EVENT_BILLS.names).cast(EVENT_BILLS),
        )
    except (OSError, pa.ArrowException, KeyError, IndexError) as error:
        raise SourceError(
            f"this is not a whole crawl folder: {error}",
            where=str(folder),
            what_to_do="crawl the source again; a crawl that ended early leaves no folder",
        ) from error


def merge_events(
    connection: sa.Connection, manifest: Manifest, staged: StagedEvents, locations: Locations
) -> int:
    """Puts the events into the store, in the stead of those that the same source gave of the days
    it covers now; a file of changes adds to what it gave of the same events. What is the same
    already is left alone. How many there are.
    """
    events = _events(staged.events, manifest, locations)
    ids = dict(zip(staged.events["row"].to_pylist(), events["event_id"].to_pylist(), strict=True))
    bills = _bills(staged, ids)
    known: dict[str, object] = {"prefix": f"{manifest.crawl}-", "length": len(manifest.crawl) + 1}
    own = "substr(source_id, 1, :length) = :prefix and "
    if manifest.changes_only:
        events, bills = with_those_held(connection, manifest.crawl, events, bills)
        stage(connection, "incoming_event_ids", events.select(["event_id"]))
        same = "event_id in (select event_id from incoming_event_ids)"
        listed = same
    else:
        bills = with_bills_left(connection, manifest.crawl, _left(staged.events, ids), bills)
        known |= _days(staged.events, manifest)
        same = "date between cast(:first as date) and cast(:last as date)"
        listed = f"event_id in (select event_id from events where {own}{same})"
    replace_where_different(connection, tables.event_bills, bills, own + listed, known)
    replace_where_different(connection, tables.events, events, own + same, known)
    return len(staged.events)


def events_of(
    connection: sa.Connection, *, session_id: str, bill_id: str | None = None
) -> list[dict[str, object]]:
    """The events of a session by day, or those with one measure; each with its measures.

    An event that several sources give is shown once: what the newest leaves open, an older fills.
    """
    event, bill, source = tables.events, tables.event_bills, tables.sources
    query = (
        sa.select(event, source.c.url.label("source_url"))
        .outerjoin(source, source.c.source_id == event.c.source_id)
        .where(event.c.session_id == session_id)
        .order_by(event.c.date, event.c.chamber, event.c.event_id, source.c.read_at.desc())
    )
    printed = sa.select(bill.c.event_id, bill.c.printed).order_by(
        bill.c.event_id, bill.c.sequence, bill.c.source_id
    )
    if bill_id is not None:
        of_bill = sa.select(bill.c.event_id).where(bill.c.bill_id == bill_id)
        query = query.where(event.c.event_id.in_(of_bill))
        printed = printed.where(bill.c.event_id.in_(of_bill))
    measures: dict[str, dict[str, None]] = {}
    for key, name in connection.execute(printed):
        measures.setdefault(key, {})[name] = None
    found: dict[str, dict[str, object]] = {}
    for row in connection.execute(query).mappings():
        held = found.setdefault(row["event_id"], dict(row))
        held |= {name: value for name, value in row.items() if held[name] is None}
    return [{**row, "bills": list(measures.get(key, {}))} for key, row in found.items()]


def _files(written: pa.Table) -> list[int]:
    if FILE.name not in written.column_names:
        return [1] * len(written)
    numbers: list[int] = written.column(FILE.name).to_pylist()
    return numbers


def _file(manifest: Manifest, number: int) -> StagedFile:
    return manifest.files[number - 1]


def _events(staged: pa.Table, manifest: Manifest, locations: Locations) -> pa.Table:
    rows = []
    seen: Counter[tuple[date, str, str]] = Counter()
    for row in staged.to_pylist():
        place = locations.locate(row["place"], manifest.session)
        key = event_location_key(row["place"], place)
        same = (row["date"], key, row["classification"])
        seen[same] += 1
        identity = event_id(manifest.session_id, *same, nth=seen[same])
        rows.append({**row, **_identity(identity, row["place"], place, manifest)})
    return rows_of(tables.events, rows)


def _identity(
    event_id: str, printed: str, place: Location | None, manifest: Manifest
) -> dict[str, object]:
    organization = None
    if place is not None and place.chamber is not None:
        key = None if place.venue == Venue.FLOOR else place.key
        organization = organization_id(manifest.session_id, place.chamber, key)
    return {
        "event_id": event_id,
        "jurisdiction_id": manifest.jurisdiction,
        "session_id": manifest.session_id,
        "name": place.name if place else printed,
        "chamber": place.chamber if place else None,
        "organization_id": organization,
    }


def _bills(staged: StagedEvents, ids: dict[int, str]) -> pa.Table:
    sources = dict(
        zip(staged.events["row"].to_pylist(), staged.events["source_id"].to_pylist(), strict=True)
    )
    rows = [
        {**row, "event_id": ids[row["row"]], "source_id": sources[row["row"]]}
        for row in staged.bills.to_pylist()
    ]
    return rows_of(tables.event_bills, rows)


def _left(staged: pa.Table, ids: dict[int, str]) -> list[str]:
    """The events whose measures are left as the record has them."""
    rows = staged.filter(pc.fill_null(staged.column(BILLS_LEFT.name), False)).column("row")
    return [ids[row] for row in rows.to_pylist()]


def _days(staged: pa.Table, manifest: Manifest) -> dict[str, object]:
    """The first and the last day that the reading covers."""
    if manifest.days:
        return {"first": manifest.days[0], "last": manifest.days[1]}
    days = pc.min_max(staged.column("date")).as_py()
    return {"first": days["min"], "last": days["max"]}


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
