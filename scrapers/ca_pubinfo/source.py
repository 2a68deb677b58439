"""From the bulk files of one session to a crawl folder; no row passes through Python."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from scrapers.ca_pubinfo.tables import (
    ANALYSES,
    DETAIL_VOTES,
    GET_AGAIN,
    HISTORY,
    LEGISLATORS,
    LOCATIONS,
    MOTIONS,
    OF_EVENTS,
    SUMMARY_VOTES,
    TABLES,
    VETOES,
    Tables,
    open_tables,
    pack,
    prepare,
    read_table,
    run,
)
from scrapers.kit.source import FileSource, Origin, Staged, address_of
from scrapers.kit.staging import provenance
from tracker.crawls.manifest import Manifest
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
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError
from tracker.rules import reference

DECLARATION = declared_source("ca_pubinfo")
LARGEST = 3_000_000_000
"""Bytes. A session comes to about 1 GB."""
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
CHAPTERED_ONLY = 1997
"""Sessions that begin in or before this year hold chaptered bills only: no history, no votes."""

EXPECTED = {"actions": HISTORY, "roll_calls": SUMMARY_VOTES}
"""Kinds of facts that the file of a session should hold, and the table that holds them."""

_NAMED = re.compile(r"pubinfo_\w+\.zip", re.IGNORECASE | re.ASCII)


def parse(path: Path, origin: Origin, session: str | None = None) -> Staged:
    """What the zip archive or folder at `path` says of bills and votes.

    Raises:
        SourceError: it cannot be read, or holds another session than `session`.
    """
    with tempfile.TemporaryDirectory(prefix="ca_pubinfo-") as space, duckdb.connect() as work:
        work.execute("set enable_progress_bar = false")
        work.execute("set preserve_insertion_order = false")
        prepare(work)
        tables = open_tables(path, Path(space), _cited(origin))
        rows = {t.name: read_table(work, t, tables.paths.get(t.name)) for t in TABLES}
        held = _session(work, session, origin.name)
        _transform(work, held)
        changes_only = _holds_changes_only(origin.name)
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


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack)


def _cited(origin: Origin) -> Origin:
    """With the address to cite: of a local file that has kept its name, the site's own."""
    is_local = origin.url == DECLARATION.address and _NAMED.fullmatch(origin.name)
    return replace(origin, url=f"{DECLARATION.site}/{origin.name}") if is_local else origin


def _holds_changes_only(name: str) -> bool:
    assert DECLARATION.day_files is not None
    return DECLARATION.day_files.weekday_of_changes(name) is not None


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
    types = reference.jurisdiction_of(DECLARATION.only_jurisdiction).measures.by_type
    measure = rf"^{session}[0-9]({'|'.join(types)})[1-9][0-9]{{0,4}}$"
    try:
        run(work, "stage.sql", {"session": session, "measure": measure})
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
    missing = _absent(present, session, changes_only=changes_only)
    sitting = reference.jurisdiction_of(DECLARATION.only_jurisdiction).session(session)
    files = [f.model_copy(update={"url": address_of(f.url, sitting)}) for f in tables.files]
    return Manifest(
        **provenance(DECLARATION),
        session=session,
        files=files,
        whole=files[0].sha256,
        counts=_counts(work, present, missing, with_events=with_events),
        tables=dict(present),
        absent=missing,
        repair=None,
        warnings=_warnings(work, missing),
        changes_only=changes_only,
        rolls_are_numbered=True,
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


def _absent(present: Mapping[str, int], session: str, *, changes_only: bool) -> dict[str, str]:
    """Kinds of facts that a file does not hold, and why. An empty table of a whole session holds as
    little as none; in a day's changes it says that nothing changed, and so does its absence.

    `present` are the rows of every table that is there.
    """
    if changes_only:
        return {}
    gaps = {
        kind: f"{table.name} is not in these files, or empty"
        for kind, table in EXPECTED.items()
        if not present.get(table.name)
    }
    if int(session[:4]) <= CHAPTERED_ONLY:
        years = f"{session[:4]}-{session[4:]}"
        reason = f"the bulk files of {years} hold chaptered bills only, without history and votes"
        gaps = dict.fromkeys(gaps, reason)
    if not any(table.name in present for table in OF_EVENTS):
        gaps["events"] = "no hearings, daily files or agendas are in these files"
    return gaps


def _counts(
    work: duckdb.DuckDBPyConnection,
    present: Mapping[str, int],
    missing: Mapping[str, str],
    *,
    with_events: bool,
) -> dict[str, int]:
    """What is staged; of what is missing nothing is counted, not even zero."""
    counts = {"bills": _count(work, "staged_bills"), "versions": _count(work, "staged_versions")}
    counts["authors"] = _count(work, "staged_authors")
    if {ANALYSES.name, VETOES.name} & present.keys():
        counts["documents"] = _count(work, "staged_documents")
    if HISTORY.name in present and "actions" not in missing:
        counts["actions"] = _count(work, "staged_actions")
    if LEGISLATORS.name in present:
        counts["members"] = _count(work, "staged_members")
    if SUMMARY_VOTES.name in present and "roll_calls" not in missing:
        counts["roll_calls"] = _count(work, "staged_rolls")
        counts["votes"] = _count(work, "staged_votes where option <> 'vacant'")
        counts["vacancies"] = _count(work, "staged_votes where option = 'vacant'")
    if with_events:
        counts["events"] = _count(work, "staged_events")
        counts["event_bills"] = _count(work, "staged_event_bills")
    return counts


def _warnings(work: duckdb.DuckDBPyConnection, missing: Mapping[str, str]) -> list[str]:
    """What a reader of these files should know, in sentences."""
    reasons: dict[str, list[str]] = {}
    for kind, reason in missing.items():
        if kind in EXPECTED:
            reasons.setdefault(reason, []).append(kind.replace("_", " "))
    said = [
        f"{' and '.join(kinds)}: {reason}, which does not mean that there were none"
        for reason, kinds in reasons.items()
    ]
    no_text = f"rolls anti join {MOTIONS.name} using (motion_id)"
    no_place = (
        f"rolls anti join {LOCATIONS.name} using (location_code) "
        "where location_code not in ('AFLOOR', 'SFLOOR')"
    )
    no_district = "staged_members where district is null"
    counted = {
        "bills are of a kind not known here": "bill_tbl anti join staged_bills using (bill_id)",
        "actions belong to no bill read": "bill_history_tbl anti join staged_bills using (bill_id)",
        "roll calls have names and no declared counts": "rolls where ayes is null",
        "roll calls have a motion without a text": no_text,
        "roll calls are in a place without a description": no_place,
        "lines of legislators are of another session": "legislators where is_of_another_session",
        "lines of legislators name no house known here": "legislators where chamber is null",
        "lines of legislators name nobody": "legislators where is_nobody",
        "legislators are listed without a district of their house": no_district,
    }
    numbers = {text: _count(work, relation) for text, relation in counted.items()}
    return said + [f"{number} {text}" for text, number in numbers.items() if number]


def _count(work: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(work.execute(f"select count(*) from {relation}").fetchall()[0][0])
