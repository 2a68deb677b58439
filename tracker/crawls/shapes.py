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

CODED_ROLLS = (
    VOTE_REQUIRED,
    pa.field("day_sequence", pa.int32()),
    pa.field("motion_code", pa.string()),
    PLACE_CODE,
    pa.field("not_voting", pa.int32()),
    pa.field("doubt", pa.string()),
)
"""Those of a legislature's own tables: `day_sequence` orders the rolls of a day and is part of the
source's own key; a code stands where the source gives a number and the file no words for it;
`not_voting` is the declared number of those who did not vote; `doubt` says why the line cannot be
trusted, and holds the roll back."""

MORE_OF_ROLLS = (
    *CODED_ROLLS,
    pa.field("listed", pa.int32()),
    pa.field("yes_again", pa.int32()),
    pa.field("no_again", pa.int32()),
    pa.field("names_not_known", pa.bool_()),
)
"""Columns that only some sources add to `ROLL_CALLS`, null for all others: the coded ones; `listed`
is how many members the source says it names, whatever they did; `yes_again` and `no_again` are the
counts where the source declares them a second time, in its own words; `names_not_known` says that
the source gives this roll's counts and nobody's name."""

DATED_AUTHORS = (pa.field("chamber", pa.string()), pa.field("date", pa.date32()))
MORE_OF_AUTHORS = (*DATED_AUTHORS, pa.field("number", pa.string()))
"""Columns that only some sources add to the authors, null for all others: the author's house, the
day of the text that names them, and the source's own number of the person."""

PEOPLE = pa.schema(
    [
        ("number", pa.string()),
        ("printed", pa.string()),
        ("name", pa.string()),
        ("given_name", pa.string()),
        ("family_name", pa.string()),
        ("chamber", pa.string()),
        ("district", pa.string()),
        ("party", pa.string()),
        ("source_ref", pa.string()),
    ]
)
"""One row per person whom the source knows by a number of its own, and house in which its roll
calls seat them; `printed` tells two people of one name apart. The `voter` of a vote is then that
number. District and party are the latest that the source knew when it was read, and null where
those are of the other house."""

DAYS_OF_OFFICE = (pa.field("start_date", pa.date32()), pa.field("end_date", pa.date32()))
"""Columns that only some sources add to `PEOPLE`: the days of a term, of which a person may then
have several; null where the source gives none."""

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

SEATS = pa.schema(
    [
        ("person", pa.string()),
        ("name", pa.string()),
        ("given_name", pa.string()),
        ("family_name", pa.string()),
        ("other_names", pa.list_(pa.string())),
        ("party", pa.string()),
        ("chamber", pa.string()),
        ("district", pa.string()),
        ("start_date", pa.date32()),
        ("end_date", pa.date32()),
        ("end_reason", pa.string()),
        ("source_ref", pa.string()),
    ]
)
"""One row per seat that a source of people gives a person, in whichever session; `person` is Open
Civic Data's id, or the number that the manifest names the scheme of. A day that the source does not
give is null."""

OTHER_NUMBERS = pa.schema(
    [("number", pa.string()), ("scheme", pa.string()), ("identifier", pa.string())]
)
"""One row per number that somebody else gives the person whom the source knows by `number`."""

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
`code` is the source's own number of the kind of action, kept as evidence only, or its own words
for it, with commas between."""
