"""A grid as rows of the record's tables. What a grid cannot know stays empty or unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import pyarrow as pa

from tracker.grid.grid import Grid
from tracker.grid.items import GridItem
from tracker.grid.rolls import GridRoll, houses_in, rolls_of
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.vocabulary import MotionClass, RollStatus, Threshold, Venue

Row = Mapping[str, object]

_NUMBERED = re.compile(r"([A-Za-z][A-Za-z. ]*?)[ .-]*(\d{1,9})")
_COUNTS_NOTE = "ayes and noes are counted from the grid's own cells; a grid declares none"
_BASIS = "As the organization's items file says."
_BASIS_UNKNOWN = "The organization's files do not say what passage needed."


@dataclass(frozen=True)
class GridRows:
    """Everything a grid brings into the record, one Arrow table per table of the store."""

    sources: pa.Table
    jurisdictions: pa.Table
    sessions: pa.Table
    organizations: pa.Table
    people: pa.Table
    memberships: pa.Table
    bills: pa.Table
    vote_events: pa.Table
    person_votes: pa.Table
    quarantined: pa.Table
    warnings: tuple[str, ...]


def rows_for(grid: Grid, body: str, name: str, read_at: datetime) -> GridRows:
    """The grid as the body `body`, called `name`; `read_at` (UTC) is when the files were read."""
    rolls = list(rolls_of(grid))
    return GridRows(
        sources=rows_of(tables.sources, _sources(grid, body, name, read_at)),
        jurisdictions=rows_of(
            tables.jurisdictions,
            [{"jurisdiction_id": body, "name": name, "classification": "grid"}],
        ),
        sessions=rows_of(
            tables.legislative_sessions,
            [{"session_id": body, "jurisdiction_id": body, "identifier": body, "name": name}],
        ),
        organizations=rows_of(tables.organizations, _organizations(grid, body)),
        people=rows_of(tables.people, _people(grid, body)),
        memberships=rows_of(tables.memberships, _memberships(grid, body, read_at.date())),
        bills=rows_of(tables.bills, _bills(grid, body)),
        vote_events=rows_of(tables.vote_events, [_event(grid, body, roll) for roll in rolls]),
        person_votes=rows_of(tables.person_votes, _votes(rolls, body)),
        quarantined=rows_of(tables.quarantined_rolls, []),
        warnings=_warnings(grid),
    )


def bill_ids(grid: Grid, body: str) -> dict[str, str]:
    """The id of each item's measure. Two items on one measure are two votes, so two ids."""
    return {item.item: f"{body}-{item.item}" for item in grid.items}


def first_day(grid: Grid) -> date | None:
    """The day of the first vote; None where no item has a date."""
    return min((item.date for item in grid.items if item.date), default=None)


def _grid_source(grid: Grid, body: str) -> str:
    return f"grid-{body}-{grid.sha256[:12]}"


def _items_source(grid: Grid, body: str) -> str:
    return f"grid-{body}-items-{grid.item_list.sha256[:12]}"


def _sources(grid: Grid, body: str, name: str, read_at: datetime) -> list[Row]:
    files = [
        (_grid_source(grid, body), grid.path.name, grid.sha256),
        (_items_source(grid, body), grid.item_list.path.name, grid.item_list.sha256),
    ]
    if grid.vocabulary:
        marks = grid.vocabulary
        files.append((f"grid-{body}-marks-{marks.sha256[:12]}", marks.path.name, marks.sha256))
    return [
        {
            "source_id": source_id,
            "title": file_name,
            "publisher": name,
            "read_at": read_at,
            "sha256": digest,
            "note": "a coalition's own spreadsheet, not an official record",
        }
        for source_id, file_name, digest in files
    ]


def _organization_id(body: str, chamber: str) -> str:
    return f"{body}-{body}-{chamber}"


def _person_id(body: str, legislator_id: str) -> str:
    """Two hyphens, which no other id has, so that no two bodies can make the same one."""
    return f"{body}--{legislator_id}"


def _organizations(grid: Grid, body: str) -> list[Row]:
    """No seats: a grid may leave members out."""
    return [
        {
            "organization_id": _organization_id(body, house.chamber),
            "jurisdiction_id": body,
            "session_id": body,
            "chamber": house.chamber,
            "classification": "chamber",
            "name": house.name,
        }
        for house in houses_in(grid)
    ]


def _people(grid: Grid, body: str) -> list[Row]:
    return [
        {
            "person_id": _person_id(body, member.legislator_id),
            "name": member.name,
            "source_id": _grid_source(grid, body),
            "source_ref": f"{grid.path.name}, {member.legislator_id}",
        }
        for member in grid.legislators
    ]


def _memberships(grid: Grid, body: str, read_on: date) -> list[Row]:
    since = first_day(grid) or read_on
    return [
        {
            "person_id": _person_id(body, member.legislator_id),
            "jurisdiction_id": body,
            "session_id": body,
            "chamber": member.house.chamber,
            "district": member.district,
            "party": member.party,
            "start_date": since,
            "dates_verified": False,
            "district_verified": member.district is not None,
            "party_verified": member.party is not None,
            "note": "a grid gives no terms: this one begins with the first vote it dates, or on "
            "the day it was read; N/A marks the votes that are none of the member's",
            "source_id": _grid_source(grid, body),
            "source_ref": f"{grid.path.name}, {member.legislator_id}",
        }
        for member in grid.legislators
    ]


def _bills(grid: Grid, body: str) -> list[Row]:
    ids = bill_ids(grid, body)
    return [
        {
            "bill_id": ids[item.item],
            "jurisdiction_id": body,
            "session_id": body,
            "printed": item.bill,
            **_numbered(item, place),
            "special_session": 0,
            "title": item.title,
            "title_is_cut": False,
            "source_id": _items_source(grid, body),
            "source_ref": f"{grid.item_list.path.name}, item {item.item}",
        }
        for place, item in enumerate(grid.items, start=1)
    ]


def _numbered(item: GridItem, place: int) -> Row:
    """`SB 375` is an SB with the number 375; anything else is the file's nth item."""
    match = _NUMBERED.fullmatch(item.bill)
    if match:
        return {"measure_type": match[1].replace(" ", ""), "number": int(match[2])}
    return {"measure_type": "item", "number": place}


def _event(grid: Grid, body: str, roll: GridRoll) -> Row:
    bill_id = bill_ids(grid, body)[roll.item.item]
    event: dict[str, object] = {
        "vote_event_id": f"{bill_id}-{roll.house.chamber}",
        "bill_id": bill_id,
        "jurisdiction_id": body,
        "session_id": body,
        "organization_id": _organization_id(body, roll.house.chamber),
        "chamber": roll.house.chamber,
        "venue": Venue.FLOOR,
        "date": roll.item.date,
        "sequence": roll.number,
        "motion": roll.item.title,
        "motion_class": MotionClass.FINAL_PASSAGE,
        "result": roll.item.result,
        "declared_yes": roll.yes,
        "declared_no": roll.no,
        "vacant_seats": 0,
        "threshold": roll.item.threshold,
        "threshold_basis": _BASIS_UNKNOWN if roll.item.threshold is Threshold.UNKNOWN else _BASIS,
        "nonvote_effect": roll.item.nonvote_effect,
        "status": RollStatus.LOADED,
        "note": _COUNTS_NOTE,
    }
    return event | {
        "content_hash": _content_hash(event, roll),
        "source_id": _grid_source(grid, body),
        "source_ref": f"{grid.path.name}, column {roll.item.item}",
    }


def _content_hash(event: Row, roll: GridRoll) -> str:
    """Of the roll and its votes, so that a changed cell is a changed roll."""
    votes = [(m.legislator_id, m.name, str(v.option), v.word) for m, v in roll.votes]
    return sha256(repr((sorted(event.items()), votes)).encode()).hexdigest()


def _votes(rolls: Sequence[GridRoll], body: str) -> list[Row]:
    return [
        {
            "vote_event_id": f"{body}-{roll.item.item}-{roll.house.chamber}",
            "voter": member.name,
            "person_id": _person_id(body, member.legislator_id),
            "option": vote.option,
            "word": vote.word,
        }
        for roll in rolls
        for member, vote in roll.votes
    ]


def _warnings(grid: Grid) -> tuple[str, ...]:
    undated = [item.item for item in grid.items if item.date is None]
    if not undated:
        return ()
    return (
        f"{len(undated)} of {len(grid.items)} items have no date: their roll calls are in the "
        "record without a day, and cannot be scored from there (`answerable grid score` can)",
    )
