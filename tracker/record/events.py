"""Hearings and daily files as dated events: staged by a source, loaded, and asked for again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from tracker.errors import SourceError
from tracker.record import tables
from tracker.record.arrow import rows_of
from tracker.record.ids import event_location_key
from tracker.record.locations import Location, Locations
from tracker.record.staging import (
    EVENT_BILLS,
    EVENTS,
    FILE,
    Manifest,
    StagedFile,
    source_id_of,
)
from tracker.store.bulk import stage


@dataclass(frozen=True)
class StagedEvents:
    """The events of one crawl."""

    events: pa.Table
    """Schema `EVENTS`, and `source_id`."""
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
        events = written.select(EVENTS.names).cast(EVENTS)
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
    it covers now; what is the same already is left alone. How many there are.
    """
    events = _events(staged.events, manifest, locations)
    ids = dict(zip(staged.events["row"].to_pylist(), events["event_id"].to_pylist(), strict=True))
    bills = _bills(staged, ids)
    stage(connection, "incoming_events_of_days", events)
    stage(connection, "incoming_event_bills", bills)
    known = {"prefix": f"{manifest.crawl}-", "length": len(manifest.crawl) + 1}
    known |= _days(staged.events, manifest)
    if connection.execute(sa.text(_DIFFERENT), known).scalar_one():
        for statement in (_FORGET_BILLS, _FORGET_EVENTS, _ADD_EVENTS, _ADD_BILLS):
            used = {name: value for name, value in known.items() if f":{name}" in statement}
            connection.execute(sa.text(statement), used)
    return len(events)


def events_of(
    connection: sa.Connection, *, session: str, bill_id: str | None = None
) -> list[dict[str, object]]:
    """The events of a session by day, or those with one measure; each with its measures.

    An event that several sources give is shown once: what the newest leaves open, an older fills.
    """
    event, bill, source = tables.events, tables.event_bills, tables.sources
    query = (
        sa.select(event, source.c.url.label("source_url"))
        .outerjoin(source, source.c.source_id == event.c.source_id)
        .where(event.c.session == session)
        .order_by(event.c.date, event.c.chamber, event.c.event_id, source.c.read_at.desc())
    )
    printed = sa.select(bill.c.event_id, bill.c.printed).order_by(
        bill.c.event_id, bill.c.source_id, bill.c.sequence
    )
    if bill_id is not None:
        of_bill = sa.select(bill.c.event_id).where(bill.c.bill_id == bill_id)
        query = query.where(event.c.event_id.in_(of_bill))
        printed = printed.where(bill.c.event_id.in_(of_bill))
    measures: dict[str, dict[str, None]] = {}
    for event_id, name in connection.execute(printed):
        measures.setdefault(event_id, {})[name] = None
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
    seen: Counter[str] = Counter()
    for row in staged.to_pylist():
        place = locations.locate(row["place"], manifest.session)
        key = event_location_key(row["place"], place)
        plain = f"{manifest.session}-{row['date']:%Y%m%d}-{key}-{row['classification']}"
        seen[plain] += 1
        identity = plain if seen[plain] == 1 else f"{plain}-{seen[plain]}"
        rows.append({**row, **_identity(identity, row["place"], place, manifest)})
    return rows_of(tables.events, rows)


def _identity(
    event_id: str, printed: str, place: Location | None, manifest: Manifest
) -> dict[str, object]:
    organization = None
    if place is not None and place.chamber is not None:
        house = f"{manifest.jurisdiction}-{manifest.session}-{place.chamber}"
        organization = house if place.venue == "floor" else f"{house}-{place.key}"
    return {
        "event_id": event_id,
        "jurisdiction_id": manifest.jurisdiction,
        "session": manifest.session,
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


def _days(staged: pa.Table, manifest: Manifest) -> dict[str, object]:
    """The first and the last day that the reading covers."""
    if manifest.days:
        return {"first": manifest.days[0], "last": manifest.days[1]}
    days = pc.min_max(staged.column("date")).as_py()
    return {"first": days["min"], "last": days["max"]}


_EVENTS = ", ".join(column.name for column in tables.events.columns)
_BILLS = ", ".join(column.name for column in tables.event_bills.columns)
_OWN_EVENTS = """
substr(source_id, 1, :length) = :prefix
    and date between cast(:first as date) and cast(:last as date)
"""
_OWN_BILLS = f"""
substr(source_id, 1, :length) = :prefix
    and event_id in (select event_id from events where {_OWN_EVENTS})
"""
_DIFFERENT = f"""
select
    (select count(*) from (
        select {_EVENTS} from events where {_OWN_EVENTS}
        except select {_EVENTS} from incoming_events_of_days
    ) as gone)
    + (select count(*) from (
        select {_EVENTS} from incoming_events_of_days except select {_EVENTS} from events
    ) as come)
    + (select count(*) from (
        select {_BILLS} from event_bills where {_OWN_BILLS}
        except select {_BILLS} from incoming_event_bills
    ) as bills_gone)
    + (select count(*) from (
        select {_BILLS} from incoming_event_bills except select {_BILLS} from event_bills
    ) as bills_come)
"""
_FORGET_BILLS = f"delete from event_bills where {_OWN_BILLS}"
_FORGET_EVENTS = f"delete from events where {_OWN_EVENTS}"
_ADD_EVENTS = f"insert into events ({_EVENTS}) select {_EVENTS} from incoming_events_of_days"
_ADD_BILLS = f"insert into event_bills ({_BILLS}) select {_BILLS} from incoming_event_bills"
