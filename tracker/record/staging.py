"""What a source leaves for the loader: rolls and votes as they were read, and where they came from.

A crawl folder holds `crawl.json`, `roll_calls.parquet` and `votes.parquet`; that of a source which
tells more of bills than their rolls holds the files of `BILL_FACTS` too; one of pages also its
archive of responses, and `report.json`, which says whether it may be loaded.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import BaseModel, ValidationError

from tracker.errors import SourceError, UsageError

FORMAT = 1
"""The layout of crawl folders that this module reads."""

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


class StagedFile(BaseModel):
    """One file or page that was read."""

    url: str
    name: str
    """Of a page: `votes`, `history` or `status`."""
    sha256: str
    bytes: int
    bill_id: str | None = None
    """The one measure that a page is about; None for a file of many."""


class Monitor(BaseModel):
    """A check of a whole crawl, and what it found."""

    name: str
    ok: bool
    detail: str


class Problem(BaseModel):
    """A page that was refused or could not be read, and why."""

    url: str
    reason: str


class CrawlReport(BaseModel):
    """`report.json`: what a crawl asked for, what came of it, and whether it may be loaded."""

    source: str
    requests: int
    """Requests that were answered, robots.txt, redirects and repetitions among them."""
    pages: int
    """Pages that were read and accepted, those of measures that are held back aside."""
    bytes: int
    refused: list[Problem]
    """Pages that came and are not what they should be."""
    held_back: list[str] = []
    """The measures of such pages, as printed: nothing of them is staged."""
    unreadable: list[Problem]
    """Pages that did not come."""
    items: dict[str, int]
    monitors: list[Monitor]
    seconds: float


class Manifest(BaseModel):
    """`crawl.json`: what was read, when, and how it must be understood."""

    format: int
    source: str
    jurisdiction: str
    session: str
    read_at: str
    files: list[StagedFile]
    counts: dict[str, int]
    tables: dict[str, int] = {}
    """Rows per table of the source, where it has tables; one that is absent is not named."""
    absent: dict[str, str] = {}
    """Kinds of facts (`roll_calls`, `actions`, `events`) that the source does not hold, and why:
    nothing is known of them, which is not zero."""
    repair: str | None
    warnings: list[str]
    licence: str
    attribution: str
    bills: list[str] | None = None
    """The measures whose roll calls were read, as printed; None for all of the session."""
    asked: list[str] | None = None
    """The measures that were asked for, as printed."""
    days: tuple[date, date] | None = None
    """The first and the last day that were asked for, where a source is asked by day."""
    changes_only: bool = False
    """Whether the files hold only what changed, so that what they leave out still holds."""
    rolls_are_numbered: bool = False
    """Whether a roll's `source_ref` stays the same in every file of the source."""
    since: datetime.date | None = None
    """The day since which something must have happened to a measure for all of it to be read."""
    program: str | None = None
    """The sum of the program that read it, as `tracker.record.sums.program` makes it."""

    whole: str | None = None
    """The sum of what was read as one thing with several files in it: a folder."""

    @property
    def content(self) -> str:
        """The sum of all that was read: of one thing its own, of several that of their sums."""
        if self.whole or len(self.files) == 1:
            return self.whole or self.files[0].sha256
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()

    @property
    def crawl(self) -> str:
        """The source and session, with which the ids of everything it read begin."""
        return f"{self.source}-{self.session}"


@dataclass(frozen=True)
class StagedRolls:
    """The roll calls of one crawl, ready for the gate."""

    source: str
    jurisdiction: str
    session: str
    roll_calls: pa.Table
    """Schema `ROLL_CALLS`, and `source_id`."""
    votes: pa.Table
    """Schema `VOTES`."""
    repair: str | None
    """`noes_include_not_voting` where the source may code non-votes as Noes."""
    warnings: tuple[str, ...] = ()
    measures: tuple[str, ...] | None = None
    """The measures that were read, as printed; None for all of the session."""

    @property
    def crawl(self) -> str:
        """The source and session, with which the ids of everything it read begin."""
        return f"{self.source}-{self.session}"


@dataclass(frozen=True)
class StagedBills:
    """What a source tells of bills besides roll calls: tables with the schemas of `BILL_FACTS`,
    and `source_id`; the authors with `MORE_OF_AUTHORS`.
    """

    bills: pa.Table
    versions: pa.Table
    actions: pa.Table
    authors: pa.Table
    documents: pa.Table | None = None
    """Schema `DOCUMENTS`, and `source_id`; None where the source lists none."""


def read_crawl(folder: Path) -> tuple[Manifest, StagedRolls]:
    """The staged content of a crawl folder.

    Raises:
        SourceError: the folder is not whole, its format is not known, or a roll has no date.
    """
    try:
        manifest = Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
        if not manifest.files:
            raise _not_whole(folder, "nothing was read")
        written = pq.read_table(folder / "roll_calls.parquet")
        rolls = _with_source(with_more(written, ROLL_CALLS, MORE_OF_ROLLS), written, manifest)
        votes = _columns(pq.read_table(folder / "votes.parquet"), VOTES)
        report = read_report(folder)
    except _UNREADABLE as error:
        raise _not_whole(folder, _first_line(error)) from error
    _refuse_unknown_format(manifest, folder)
    _refuse_unsound(report, folder)
    _refuse_undated(rolls, folder)
    staged = StagedRolls(
        manifest.source,
        manifest.jurisdiction,
        manifest.session,
        rolls,
        votes,
        manifest.repair,
        tuple(manifest.warnings),
        None if manifest.bills is None else tuple(manifest.bills),
    )
    return manifest, staged


def read_bill_facts(folder: Path) -> StagedBills | None:
    """What the crawl tells of bills, or None where its source tells of roll calls alone.

    Raises:
        SourceError: some of the files are there and others are not, or one cannot be read.
    """
    if not any((folder / f"{name}.parquet").exists() for name in BILL_FACTS):
        return None
    try:
        manifest = Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
        tables = {}
        for name, schema in BILL_FACTS.items():
            written = pq.read_table(folder / f"{name}.parquet")
            more = MORE_OF_AUTHORS if name == "authors" else ()
            tables[name] = _with_source(with_more(written, schema, more), written, manifest)
    except _UNREADABLE as error:
        raise _not_whole(folder, _first_line(error)) from error
    return StagedBills(**tables, documents=read_documents(folder, manifest))


def lists_members(folder: Path) -> bool:
    """Whether the crawl's source lists members."""
    return (folder / "members.parquet").exists()


def read_members(folder: Path, manifest: Manifest) -> pa.Table | None:
    """Schema `MEMBERS`, and `source_id`; None where the crawl's source lists no members.

    Raises:
        SourceError: the file cannot be read.
    """
    return _optional(folder, "members", MEMBERS, manifest)


def read_documents(folder: Path, manifest: Manifest) -> pa.Table | None:
    """The documents that the crawl lists, or None where its source lists none.

    Raises:
        SourceError: the file cannot be read.
    """
    return _optional(folder, "documents", DOCUMENTS, manifest)


def read_codes(folder: Path) -> pa.Table | None:
    """What the numbers of the crawl stand for, or None where its source uses none.

    Raises:
        SourceError: the file cannot be read.
    """
    path = folder / "codes.parquet"
    if not path.exists():
        return None
    try:
        return _columns(pq.read_table(path), CODES)
    except _UNREADABLE as error:
        raise _not_whole(folder, _first_line(error)) from error


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a crawl.

    Raises:
        UsageError: there is no crawl in that folder.
    """
    try:
        return Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
    except (OSError, ValidationError) as error:
        raise UsageError(
            "this is not a crawl folder",
            where=str(folder),
            what_to_do="name a folder that `answerable crawl` left",
        ) from error


def read_report(folder: Path) -> CrawlReport | None:
    """The report of a crawl of pages; None where the source leaves none."""
    path = folder / "report.json"
    return CrawlReport.model_validate_json(path.read_text("utf-8")) if path.exists() else None


def _optional(folder: Path, name: str, schema: pa.Schema, manifest: Manifest) -> pa.Table | None:
    """A table that only some sources leave, with the file that each row was read from."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        return None
    try:
        written = pq.read_table(path)
        return _with_source(_columns(written, schema), written, manifest)
    except _UNREADABLE as error:
        raise _not_whole(folder, _first_line(error)) from error


def source_id_of(manifest: Manifest, file: StagedFile) -> str:
    """The id under which what was read is recorded; other bytes get another id."""
    return f"{manifest.crawl}-{file.sha256[:12]}"


def _with_source(rows: pa.Table, written: pa.Table, manifest: Manifest) -> pa.Table:
    """The rows with the id of the file that each was read from."""
    ids = pa.array([source_id_of(manifest, file) for file in manifest.files], pa.string())
    if FILE.name in written.column_names:
        places = pc.subtract(written.column(FILE.name).cast(FILE.type), 1)
        return rows.append_column("source_id", ids.take(places.combine_chunks()))
    return rows.append_column("source_id", pa.repeat(ids[0], len(rows)))


def with_more(table: pa.Table, schema: pa.Schema, more: Sequence[pa.Field]) -> pa.Table:
    """The columns of every source, and those of some, null where the source has none."""
    rows = _columns(table, schema)
    for field in more:
        if field.name in table.column_names:
            column = table.column(field.name).cast(field.type)
        else:
            column = pa.nulls(len(rows), field.type)
        rows = rows.append_column(field, column)
    return rows


def _columns(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.select(schema.names).cast(schema)


_UNREADABLE = (OSError, ValidationError, pa.ArrowException, KeyError, IndexError)
"""What reading a folder raises where a file of it is absent, cut off, or of another shape."""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _not_whole(folder: Path, why: str) -> SourceError:
    return SourceError(
        f"this is not a whole crawl folder: {why}",
        where=str(folder),
        what_to_do="crawl the source again; a crawl that ended early leaves no folder",
    )


def _refuse_unsound(report: CrawlReport | None, folder: Path) -> None:
    failed = [monitor for monitor in report.monitors if not monitor.ok] if report else []
    if failed:
        raise SourceError(
            f"this crawl failed a check, so it is kept and not loaded: {failed[0].detail}",
            where=str(folder / "report.json"),
            what_to_do="look at the pages in its archive, and crawl again",
        )


def _refuse_unknown_format(manifest: Manifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise SourceError(
            f"this crawl folder has the format {manifest.format}; this program reads {FORMAT}",
            where=str(folder / "crawl.json"),
            what_to_do="crawl the source again with this version of the program",
        )


def _refuse_undated(rolls: pa.Table, folder: Path) -> None:
    """Without its day nobody can say who held a seat; only a roll known to be missing may."""
    if not rolls["date"].null_count:
        return
    columns = (rolls[name].to_pylist() for name in ("source_ref", "date", "known_missing"))
    for source_ref, day, known_missing in zip(*columns, strict=True):
        if day is None and not known_missing:
            raise SourceError(
                "a roll call has no date",
                where=f"{folder / 'roll_calls.parquet'}, {source_ref}",
                what_to_do="report this as a defect of the source's reader; nothing was loaded",
            )
