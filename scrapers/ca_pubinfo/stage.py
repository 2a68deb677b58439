"""From the bulk files of one session to a crawl folder; no row passes through Python."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from scrapers.bulk.source import JURISDICTION, Origin, Staged, address_of
from scrapers.ca_pubinfo.addresses import PUBLISHED_AT, cited, holds_changes_only
from scrapers.ca_pubinfo.archive import Tables, open_tables
from scrapers.ca_pubinfo.dat import GET_AGAIN, prepare, read_table, run
from scrapers.ca_pubinfo.layout import (
    DETAIL_VOTES,
    LEGISLATORS,
    OF_EVENTS,
    TABLES,
)
from scrapers.ca_pubinfo.told import absent, counts, warnings
from scrapers.staging import now, write_crawl_folder
from tracker.crawls.manifest import FORMAT, Manifest
from tracker.crawls.shapes import (
    BILL_FACTS,
    CODES,
    DOCUMENTS,
    EVENT_BILLS,
    EVENTS,
    MEMBERS,
    MORE_OF_AUTHORS,
    MORE_OF_ROLLS,
    PLACE_CODE,
    ROLL_CALLS,
    VOTES,
)
from tracker.crawls.sums import program
from tracker.errors import SourceError
from tracker.rules.measures import MEASURE_TYPES

SOURCE = "ca_pubinfo"
LARGEST = 3_000_000_000
"""Bytes. A session comes to about 1 GB."""
LICENCE = "public domain"
ATTRIBUTION = "California Legislature, bulk files of bills and votes (pubinfo)"
_ORDERS = {"roll_calls": "row", "votes": "row, name_no", "event_bills": "row, sequence"}
"""Numbers that tell rows apart; where there are none, all columns do."""
_IN_SQL = {
    pa.string(): "varchar",
    pa.int32(): "integer",
    pa.date32(): "date",
    pa.bool_(): "boolean",
}
"""Arrow would cast as well, but takes longer to import what it needs for that than a day's file to
be read."""
_BILL_FACTS = {**BILL_FACTS, "authors": pa.schema([*BILL_FACTS["authors"], *MORE_OF_AUTHORS])}


def stage(path: Path, folder: Path, session: str | None = None, url: str | None = None) -> Manifest:
    """Read the zip archive or folder at `path` and leave it staged in `folder`.

    Raises:
        SourceError: as for `read`.
        UsageError: `folder` is occupied.
        CrawlFolderError: `folder` cannot be written.
    """
    staged = read(path, Origin(url or PUBLISHED_AT, path.name), session)
    write_crawl_folder(folder, staged.manifest, staged.tables)
    return staged.manifest


def read(path: Path, origin: Origin, session: str | None = None) -> Staged:
    """What the zip archive or folder at `path` says of bills and votes.

    Raises:
        SourceError: it cannot be read, or holds another session than `session`.
    """
    with tempfile.TemporaryDirectory(prefix="ca_pubinfo-") as space, duckdb.connect() as work:
        work.execute("set enable_progress_bar = false")
        work.execute("set preserve_insertion_order = false")
        prepare(work)
        cited_as = replace(origin, url=cited(origin.url, origin.name))
        tables = open_tables(path, Path(space), cited_as)
        rows = {t.name: read_table(work, t, tables.paths.get(t.name)) for t in TABLES}
        held = _session(work, session, origin.name)
        _transform(work, held)
        changes_only = holds_changes_only(origin.name)
        with_events = any(table.name in tables.paths for table in OF_EVENTS)
        present = {name: count for name, count in rows.items() if name in tables.paths}
        return Staged(
            _manifest(work, tables, present, held, changes_only, with_events),
            {
                "roll_calls": _table(work, "roll_calls", pa.schema([*ROLL_CALLS, *MORE_OF_ROLLS])),
                "votes": _table(work, "votes", VOTES),
                "codes": _table(work, "codes", CODES),
                "documents": _table(work, "documents", DOCUMENTS),
                **{name: _table(work, name, schema) for name, schema in _BILL_FACTS.items()},
                **(_events(work) if with_events else {}),
                **(_members(work) if LEGISLATORS.name in tables.paths else {}),
            },
        )


def _events(work: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """Hearings and daily files. A day's changes may tell a part of each."""
    return {
        "events": _table(work, "events", pa.schema([*EVENTS, PLACE_CODE])),
        "event_bills": _table(work, "event_bills", EVENT_BILLS),
    }


def _members(work: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """Who sits in the two houses, as the table of legislators lists them."""
    return {"members": _table(work, "members", MEMBERS)}


def _session(work: duckdb.DuckDBPyConnection, asked: str | None, where: str) -> str:
    """The one session of the bills."""
    found = work.execute("select distinct session_year from bill_tbl order by all").fetchall()
    sessions = [str(row[0]) for row in found]
    if len(sessions) != 1 or asked not in (None, sessions[0]):
        raise SourceError(
            f"the bills are of session {' and '.join(sessions) or 'none'}, not of {asked or 'one'}",
            where=where,
            what_to_do="name the session that the files hold, or get the other files",
        )
    return sessions[0]


def _transform(work: duckdb.DuckDBPyConnection, session: str) -> None:
    measure = rf"^{session}[0-9]({'|'.join(MEASURE_TYPES)})[1-9][0-9]{{0,4}}$"
    try:
        for script in ("stage.sql", "events.sql", "members.sql"):
            run(work, script, {"session": session, "measure": measure})
    except duckdb.Error as error:
        what = str(error).splitlines()[0].partition(": ")[2]
        raise SourceError(what, where=DETAIL_VOTES.file, what_to_do=GET_AGAIN) from error


def _manifest(
    work: duckdb.DuckDBPyConnection,
    tables: Tables,
    present: Mapping[str, int],
    session: str,
    changes_only: bool,
    with_events: bool,
) -> Manifest:
    missing = absent(present, session, changes_only=changes_only)
    files = [f.model_copy(update={"url": address_of(f.url, session)}) for f in tables.files]
    return Manifest(
        format=FORMAT,
        source=SOURCE,
        jurisdiction=JURISDICTION,
        session=session,
        read_at=now(),
        files=files,
        whole=files[0].sha256,
        counts=counts(work, present, missing, with_events=with_events),
        tables=dict(present),
        absent=missing,
        repair=None,
        warnings=warnings(work, missing),
        licence=LICENCE,
        attribution=ATTRIBUTION,
        changes_only=changes_only,
        rolls_are_numbered=True,
        program=program(),
    )


def _table(work: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> pa.Table:
    """In an order that the rows themselves decide, and in one piece: the same rows are the same
    bytes whenever they are read again.
    """
    relation = {"roll_calls": "rolls"}.get(name, name)
    columns = ", ".join(f"{field.name}::{_IN_SQL[field.type]} as {field.name}" for field in schema)
    order = _ORDERS.get(name, "all")
    query = f"select {columns} from staged_{relation} order by {order}"
    return work.execute(query).to_arrow_table().combine_chunks()
