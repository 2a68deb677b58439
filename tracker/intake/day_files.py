"""A file of one day's changes: what it leaves unsaid is filled in from earlier files of its
source.

Nothing is guessed: a text or place is taken only from the same source and session, by its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from tracker.crawls.folder import StagedBills, StagedRolls
from tracker.intake.events import StagedEvents
from tracker.record import tables
from tracker.record.rows import held_rows
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
    """The roll calls with motions, places and what their texts required, as earlier files say.

    A code of a place stays where it is all that is known of it: nothing names that place, and the
    record has not the same roll call from a file of its whole session.
    """
    rows = rolls.roll_calls.to_pylist()
    codes = _codes(connection, rolls.crawl)
    required = _required(connection, rolls.crawl, [row["bill_id"] for row in rows])
    nameless = [
        row["source_ref"]
        for row in rows
        if row["place_code"] and ("place", row["place_code"]) not in codes
    ]
    held = _held_rolls(connection, rolls.crawl, nameless)
    for row in rows:
        motion = codes.get(("motion", row["motion_code"]))
        if motion:
            row |= {"motion": motion, "note": None}
        place = codes.get(("place", row["place_code"]))
        if place:
            row |= {"location": place, "place_code": None}
        elif row["place_code"] and row["source_ref"] in held:
            row["place_code"] = None
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
    """The facts with those that earlier files gave of the same measures and this one does not
    repeat, in the order of their days: of each kind for the measures of which it says something
    of that kind. Authors are always said anew.
    """
    known = _held_of(connection, tables.bills, crawl, facts.bills)
    before = {row["bill_id"]: row for row in known.select(["bill_id", *_REPEATED]).to_pylist()}
    bills = facts.bills.to_pylist()
    for bill in bills:
        earlier = before.get(bill["bill_id"], {})
        bill |= {name: bill[name] or earlier.get(name) for name in _REPEATED}
    versions = _held_of(connection, tables.bill_versions, crawl, facts.versions)
    required = [_required_by(note) for note in versions.column("note").to_pylist()]
    versions = versions.append_column("vote_required", pa.array(required, pa.string()))
    actions = _held_of(connection, tables.bill_actions, crawl, facts.actions)
    documents = facts.documents
    if documents is not None:
        held = _held_of(connection, tables.bill_documents, crawl, documents)
        documents = _united(documents, held)
    return StagedBills(
        bills=pa.Table.from_pylist(bills, schema=facts.bills.schema),
        versions=_united(facts.versions, versions),
        actions=_in_order(_united(facts.actions, actions)),
        authors=facts.authors,
        documents=documents,
    )


_REPEATED = ("title", "author")
"""What a file need not say of a measure to leave it as it was."""


def _held_of(
    connection: sa.Connection, table: sa.Table, crawl: str, incoming: pa.Table
) -> pa.Table:
    bill_ids = incoming.column("bill_id").unique().to_pylist()
    return held_rows(connection, table.c.bill_id, crawl, bill_ids)


def _codes(connection: sa.Connection, crawl: str) -> Mapping[tuple[str, str | None], str]:
    kept = tables.source_codes
    query = sa.select(kept.c.kind, kept.c.code, kept.c.text).where(kept.c.source == crawl)
    return {(row.kind, row.code): row.text for row in connection.execute(query).all()}


def _held_rolls(connection: sa.Connection, crawl: str, references: Sequence[str]) -> set[str]:
    """Those of the roll calls that the record has from this source already."""
    if not references:
        return set()
    found = held_rows(connection, tables.vote_event_sources.c.source_ref, crawl, references)
    return set(found.column("source_ref").to_pylist())


def _required(
    connection: sa.Connection, crawl: str, bill_ids: Sequence[str]
) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    versions = held_rows(connection, tables.bill_versions.c.bill_id, crawl, bill_ids)
    for row in versions.select(["bill_id", "date", "note"]).to_pylist():
        if _required_by(row["note"]) is not None:
            found.setdefault(str(row["bill_id"]), []).append(row)
    return found


def _required_by(note: str | None) -> str | None:
    """What the note of a text says that a vote on it needs."""
    return note.removeprefix(REQUIRED) if note and note.startswith(REQUIRED) else None


def _in_force(versions: Sequence[Row], day: object) -> str | None:
    """What the newest text of that day requires; None where two of one day say otherwise."""
    before = [row for row in versions if str(row["date"]) <= str(day)]
    newest = max((str(row["date"]) for row in before), default=None)
    said = {_required_by(str(row["note"])) for row in before if str(row["date"]) == newest}
    return said.pop() if len(said) == 1 else None


def _united(incoming: pa.Table, held: pa.Table) -> pa.Table:
    """The incoming rows, and those held that none of them replaces."""
    key = "source_ref"
    repeated = pc.is_in(held.column(key), value_set=incoming.column(key).combine_chunks())
    kept = held.filter(pc.invert(repeated))
    shared = kept.select([name for name in incoming.column_names if name in kept.column_names])
    return pa.concat_tables([incoming, shared], promote_options="default")


def _in_order(actions: pa.Table) -> pa.Table:
    """Numbered anew within each measure: by day, then by the number that the source gave them."""
    numbers = [str(ref).rpartition(" ")[2] for ref in actions.column("source_ref").to_pylist()]
    places = pa.array([int(n) if n.isdigit() else 0 for n in numbers], pa.int64())
    by = [(name, "ascending") for name in ("bill_id", "date", "place")]
    ordered = actions.append_column("place", places).sort_by(by).drop_columns("place")
    counted: Counter[str] = Counter()
    sequence = []
    for bill_id in ordered.column("bill_id").to_pylist():
        counted[bill_id] += 1
        sequence.append(counted[bill_id])
    column = ordered.schema.get_field_index("sequence")
    return ordered.set_column(column, ordered.schema.field(column), pa.array(sequence, pa.int32()))
