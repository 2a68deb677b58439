"""A file of one day's changes: what it leaves unsaid is filled in from earlier files of its
source.

Nothing is guessed: a text or place is taken only from the same source and session, by its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import sqlalchemy as sa

from tracker.record import tables
from tracker.record.events import StagedEvents
from tracker.record.held_rows import held_rows
from tracker.record.staging import StagedBills, StagedRolls
from tracker.store.bulk import stage

Row = dict[str, object]

REQUIRED = "vote required: "
"""How the note of a text begins that says what a vote on it needs."""


def merge_codes(connection: sa.Connection, crawl: str, codes: pa.Table) -> None:
    """Keeps what the source's numbers stand for, for files that use them without saying so."""
    kept = tables.source_codes
    stage(connection, "incoming_codes", codes)
    connection.execute(
        sa.text(
            "delete from source_codes where source = :crawl and exists (select 1 from "
            "incoming_codes as i where i.kind = source_codes.kind and i.code = source_codes.code)"
        ),
        {"crawl": crawl},
    )
    connection.execute(
        sa.text(
            f"insert into {kept.name} (source, kind, code, text) "
            "select cast(:crawl as varchar), kind, code, text from incoming_codes"
        ),
        {"crawl": crawl},
    )


def complete_rolls(connection: sa.Connection, rolls: StagedRolls) -> StagedRolls:
    """The roll calls with motions, places and what their texts required, as earlier files say."""
    rows = rolls.roll_calls.to_pylist()
    codes = _codes(connection, rolls.crawl)
    required = _required(connection, rolls.crawl, [row["bill_id"] for row in rows])
    for row in rows:
        motion = codes.get(("motion", row["motion_code"]))
        if motion:
            row |= {"motion": motion, "note": None}
        row["location"] = codes.get(("place", row["place_code"]), row["location"])
        if row["vote_required"] is None:
            row["vote_required"] = _in_force(required.get(row["bill_id"], ()), row["date"])
    schema = rolls.roll_calls.schema
    return replace(rolls, roll_calls=pa.Table.from_pylist(rows, schema=schema))


def complete_events(connection: sa.Connection, crawl: str, events: StagedEvents) -> StagedEvents:
    """The events with the places that earlier files have words for."""
    codes = _codes(connection, crawl)
    rows = events.events.to_pylist()
    for row in rows:
        row["place"] = codes.get(("place", row["place_code"]), row["place"])
    schema = events.events.schema
    return replace(events, events=pa.Table.from_pylist(rows, schema=schema))


def complete_bills(connection: sa.Connection, crawl: str, facts: StagedBills) -> StagedBills:
    """The facts with those of the same measures that earlier files gave and this one does not
    repeat, in the order of their days.
    """
    bill_ids = facts.bills.column("bill_id").to_pylist()
    held = {
        table.name: held_rows(connection, table.c.bill_id, crawl, bill_ids)
        for table in (
            tables.bills,
            tables.bill_versions,
            tables.bill_actions,
            tables.bill_sponsorships,
            tables.bill_documents,
        )
    }
    versions = held[tables.bill_versions.name]
    for version in versions:
        note = str(version["note"] or "")
        version["vote_required"] = note.removeprefix(REQUIRED) if REQUIRED in note else None
    known = {row["bill_id"]: row for row in held[tables.bills.name]}
    bills = facts.bills.to_pylist()
    for bill in bills:
        before = known.get(bill["bill_id"], {})
        bill |= {name: bill[name] or before.get(name) for name in ("title", "author")}
    signed = {row["bill_id"] for row in facts.authors.to_pylist()}
    authors = [a for a in held[tables.bill_sponsorships.name] if a["bill_id"] not in signed]
    return StagedBills(
        bills=pa.Table.from_pylist(bills, schema=facts.bills.schema),
        versions=_united(facts.versions, versions),
        actions=_in_order(_united(facts.actions, held[tables.bill_actions.name])),
        authors=pa.Table.from_pylist(
            [*facts.authors.to_pylist(), *authors], schema=facts.authors.schema
        ),
        documents=_united(facts.documents, held[tables.bill_documents.name])
        if facts.documents is not None
        else None,
    )


def _codes(connection: sa.Connection, crawl: str) -> Mapping[tuple[str, str | None], str]:
    kept = tables.source_codes
    query = sa.select(kept.c.kind, kept.c.code, kept.c.text).where(kept.c.source == crawl)
    return {(row.kind, row.code): row.text for row in connection.execute(query).all()}


def _required(
    connection: sa.Connection, crawl: str, bill_ids: Sequence[str]
) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in held_rows(connection, tables.bill_versions.c.bill_id, crawl, bill_ids):
        if str(row["note"] or "").startswith(REQUIRED):
            found.setdefault(str(row["bill_id"]), []).append(row)
    return found


def _in_force(versions: Sequence[Row], day: object) -> str | None:
    """What the newest text of that day requires; None where two of one day say otherwise."""
    before = [row for row in versions if str(row["date"]) <= str(day)]
    newest = max((str(row["date"]) for row in before), default=None)
    said = {str(row["note"]).removeprefix(REQUIRED) for row in before if str(row["date"]) == newest}
    return said.pop() if len(said) == 1 else None


def _united(incoming: pa.Table, held: Sequence[Row]) -> pa.Table:
    """The incoming rows, and those held that none of them replaces."""
    rows = incoming.to_pylist()
    repeated = {row["source_ref"] for row in rows}
    kept = [row for row in held if row["source_ref"] not in repeated]
    return pa.Table.from_pylist([*rows, *kept], schema=incoming.schema)


def _in_order(actions: pa.Table) -> pa.Table:
    """Numbered anew within each measure: by day, then by the number that the source gave them."""
    rows = sorted(actions.to_pylist(), key=_place)
    counted: dict[object, int] = {}
    for row in rows:
        counted[row["bill_id"]] = counted.get(row["bill_id"], 0) + 1
        row["sequence"] = counted[row["bill_id"]]
    return pa.Table.from_pylist(rows, schema=actions.schema)


def _place(row: Row) -> tuple[str, str, int]:
    number = str(row["source_ref"]).rpartition(" ")[2]
    return str(row["bill_id"]), str(row["date"]), int(number) if number.isdigit() else 0
