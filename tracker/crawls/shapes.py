"""The tables of a crawl folder: their columns, which its writers and the loader share."""

from __future__ import annotations

import pyarrow as pa

ROLL_CALLS = pa.schema(
    [
        ("row", pa.int32()),
        ("source_ref", pa.string()),
        ("bill_id", pa.string()),
        ("bill_printed", pa.string()),
        ("author", pa.string()),
        ("topic", pa.string()),
        ("date", pa.date32()),
        ("location", pa.string()),
        ("motion", pa.string()),
        ("yes", pa.int32()),
        ("no", pa.int32()),
        ("result", pa.string()),
        ("known_missing", pa.bool_()),
        ("note", pa.string()),
    ]
)
"""One row per roll call as the source prints it; `row` is its line, counted from 1."""

VOTES = pa.schema(
    [
        ("row", pa.int32()),
        ("voter", pa.string()),
        ("word", pa.string()),
        ("option", pa.string()),
    ]
)
"""One row per printed name on a roll call; `word` is the source's own code or word."""


VOTE_REQUIRED = pa.field("vote_required", pa.string())
"""A column that only some sources add to `ROLL_CALLS`: what the text in force that day says it
needs, in the source's words (`Majority`, `Two Thirds`)."""

PLACE_CODE = pa.field("place_code", pa.string())
"""A column that only some sources add to rolls and events: the source's own code of the place,
where the file has no words for it."""

MORE_OF_ROLLS = (
    VOTE_REQUIRED,
    pa.field("day_sequence", pa.int32()),
    pa.field("motion_code", pa.string()),
    PLACE_CODE,
)
"""Columns that only some sources add to `ROLL_CALLS`, null for all others: `day_sequence` orders
the rolls of a day; a code stands where the source gives a number and the file no words for it."""

MORE_OF_AUTHORS = (pa.field("chamber", pa.string()), pa.field("date", pa.date32()))
"""Columns that only some sources add to the authors, null for all others: the author's house, and
the day of the text that names them."""

MEMBERS = pa.schema(
    [
        ("chamber", pa.string()),
        ("seat", pa.string()),
        ("district", pa.string()),
        ("printed", pa.string()),
        ("listed_as", pa.string()),
        ("given_name", pa.string()),
        ("middle_initial", pa.string()),
        ("family_name", pa.string()),
        ("suffix", pa.string()),
        ("party", pa.string()),
        ("serving", pa.bool_()),
        ("source_ref", pa.string()),
    ]
)
"""One row per member of a house and way in which the source's own table lists them. `seat` is the
source's code of the district, `printed` the name that stands on roll calls and texts, `listed_as`
another name of the table; `serving` is said of the day on which the table was written."""

DOCUMENTS = pa.schema(
    [
        ("bill_id", pa.string()),
        ("kind", pa.string()),
        ("date", pa.date32()),
        ("label", pa.string()),
        ("document", pa.string()),
        ("source_ref", pa.string()),
    ]
)
"""One row per document on a measure that only some sources list; `document` is what the source
calls the file with its text."""

EVENTS = pa.schema(
    [
        ("row", pa.int32()),
        ("classification", pa.string()),
        ("place", pa.string()),
        ("date", pa.date32()),
        ("time", pa.string()),
        ("location", pa.string()),
        ("status", pa.string()),
        ("note", pa.string()),
        ("source_ref", pa.string()),
    ]
)
"""One row per event; `place` is the committee or floor with its house, as printed."""

BILLS_LEFT = pa.field("bills_left", pa.bool_())
"""A column that only some sources add to events: whether the measures of this one could not be
read, and are left as the record has them."""

EVENT_BILLS = pa.schema(
    [
        ("row", pa.int32()),
        ("sequence", pa.int32()),
        ("bill_id", pa.string()),
        ("printed", pa.string()),
        ("note", pa.string()),
        ("source_ref", pa.string()),
    ]
)
"""One row per measure of an event, `row`."""

CODES = pa.schema([("kind", pa.string()), ("code", pa.string()), ("text", pa.string())])
"""One row per number of a `motion` or `place` that a source uses, and what it stands for."""

FILE = pa.field("file", pa.int32())
"""A column that crawls of several pages add to all tables but the votes: which of the manifest's
files the row was read from, counted from 1. Without it all rows are of the first."""

BILL_FACTS: dict[str, pa.Schema] = {
    "bills": pa.schema(
        [
            ("bill_id", pa.string()),
            ("title", pa.string()),
            ("author", pa.string()),
            ("chaptered", pa.string()),
            ("source_ref", pa.string()),
        ]
    ),
    "versions": pa.schema(
        [
            ("bill_id", pa.string()),
            ("date", pa.date32()),
            ("label", pa.string()),
            ("vote_required", pa.string()),
            ("source_ref", pa.string()),
        ]
    ),
    "actions": pa.schema(
        [
            ("bill_id", pa.string()),
            ("date", pa.date32()),
            ("sequence", pa.int32()),
            ("chamber", pa.string()),
            ("description", pa.string()),
            ("code", pa.string()),
            ("source_ref", pa.string()),
        ]
    ),
    "authors": pa.schema(
        [
            ("bill_id", pa.string()),
            ("name", pa.string()),
            ("entity_type", pa.string()),
            ("classification", pa.string()),
            ("source_ref", pa.string()),
        ]
    ),
}
"""One row per bill, version, action (`sequence` counts within the bill, in order) and author;
`code` is the source's own number of the kind of action, kept as evidence only."""
