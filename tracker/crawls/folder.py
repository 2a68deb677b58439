"""What a source leaves for the loader: rolls and votes as they were read, and where they came from.

A crawl folder holds `crawl.json`, `roll_calls.parquet` and `votes.parquet`; that of a source which
tells more of bills than their rolls holds the files of `BILL_FACTS` too; one of pages also its
archive of responses, and `report.json`, which says whether it may be loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tracker.crawls.manifest import (
    FORMAT,
    REPORT,
    CrawlReport,
    Manifest,
    read_report,
    source_id_of,
)
from tracker.crawls.shapes import (
    BILL_FACTS,
    CODES,
    DAYS_OF_OFFICE,
    DOCUMENTS,
    FILE,
    MEMBERS,
    MORE_OF_AUTHORS,
    MORE_OF_ROLLS,
    OTHER_NUMBERS,
    PEOPLE,
    ROLL_CALLS,
    SEATS,
    VOTES,
)
from tracker.errors import SourceError


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
    changes_only: bool = False
    """Whether a place that has its code alone may be one that another file has words for."""

    @property
    def crawl(self) -> str:
        """The source and session, with which the ids of everything it read begin."""
        return f"{self.source}-{self.session_id}"

    @property
    def session_id(self) -> str:
        """The session as the record calls it, as in `ca-20072008`."""
        return f"{self.jurisdiction}-{self.session}"


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
        SourceError: the folder is not whole, or its format is not known.
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
    staged = StagedRolls(
        manifest.source,
        manifest.jurisdiction,
        manifest.session,
        rolls,
        votes,
        manifest.repair,
        tuple(manifest.warnings),
        None if manifest.bills is None else tuple(manifest.bills),
        manifest.changes_only,
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


def read_members(folder: Path, manifest: Manifest) -> pa.Table | None:
    """Schema `MEMBERS`, and `source_id`; None where the crawl's source lists no members.

    Raises:
        SourceError: the file cannot be read.
    """
    return _optional(folder, "members", MEMBERS, manifest)


def read_seats(folder: Path, manifest: Manifest) -> pa.Table:
    """Schema `SEATS`, and `source_id`.

    Raises:
        SourceError: the file cannot be read.
    """
    found = _optional(folder, "seats", SEATS, manifest)
    if found is None:
        raise _not_whole(folder, "no seats were read")
    return found


def read_other_numbers(folder: Path, manifest: Manifest) -> pa.Table | None:
    """Schema `OTHER_NUMBERS`, and `source_id`; None where the crawl's source tells of none.

    Raises:
        SourceError: the file cannot be read.
    """
    return _optional(folder, "numbers", OTHER_NUMBERS, manifest)


def read_people(folder: Path, manifest: Manifest) -> pa.Table | None:
    """Schema `PEOPLE` with `DAYS_OF_OFFICE`, and `source_id`; None where the crawl's source numbers
    no people.

    Raises:
        SourceError: the file cannot be read.
    """
    return _optional(folder, "people", PEOPLE, manifest, DAYS_OF_OFFICE)


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


def _optional(
    folder: Path,
    name: str,
    schema: pa.Schema,
    manifest: Manifest,
    more: Sequence[pa.Field] = (),
) -> pa.Table | None:
    """A table that only some sources leave, with the file that each row was read from."""
    path = folder / f"{name}.parquet"
    if not path.exists():
        return None
    try:
        written = pq.read_table(path)
        return _with_source(with_more(written, schema, more), written, manifest)
    except _UNREADABLE as error:
        raise _not_whole(folder, _first_line(error)) from error


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


_UNREADABLE = (OSError, ValueError, pa.ArrowException, KeyError, IndexError)
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
            where=str(folder / REPORT),
            what_to_do="look at the pages in its archive, and crawl again",
        )


def _refuse_unknown_format(manifest: Manifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise SourceError(
            f"this crawl folder has the format {manifest.format}; this program reads {FORMAT}",
            where=str(folder / "crawl.json"),
            what_to_do="crawl the source again with this version of the program",
        )
