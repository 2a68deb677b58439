"""From the files of Open States to a crawl folder; no vote passes through Python."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from scrapers.kit.columns import text_column, whole_number_column
from scrapers.kit.session_names import special_number
from scrapers.kit.source import FileSource, Origin, Staged, Wanted
from scrapers.kit.staging import fetched_file, provenance
from scrapers.openstates.archives import GET_AGAIN, pack, read_files, refused
from tracker.crawls.manifest import DeclaredSession, Manifest
from tracker.crawls.shapes import (
    BILL_FACTS,
    MORE_OF_AUTHORS,
    MORE_OF_ROLLS,
    ROLL_CALLS,
    VOTES,
)
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError, UsageError
from tracker.rules import reference
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession

DECLARATION = declared_source("openstates")
LARGEST = 2_000_000_000
"""Bytes. The largest archive seen is 18 MB; a bulk JSON with the texts of all bills is larger."""

_SCHEMAS: Mapping[str, pa.Schema] = {
    "roll_calls": pa.schema([*ROLL_CALLS, *MORE_OF_ROLLS]),
    "votes": VOTES,
    **BILL_FACTS,
    "authors": pa.schema([*BILL_FACTS["authors"], *MORE_OF_AUTHORS]),
}
_OF_STATE = re.compile(r"/(?:state|district|territory):([a-z]{2})\b")
_YEARS = r"(?P<years>\d{4}(?:[-_/ ]?\d{4}|[-_/]\d{2})?)"
_REGULAR = re.compile(rf"{_YEARS}\s*(?:r|rs|r1|regular(?: session)?)?", re.IGNORECASE)
"""`20252026`, `2025-2026`, `2025_26`, `2025`, `2025RS`. Other letters may stand for a special
session."""
_SPECIAL = re.compile(rf"{_YEARS}\s*s(?P<number>\d{{1,2}})", re.IGNORECASE)
"""`2025S1`."""
_NAMED = re.compile(rf"(?<!\d){_YEARS}(?!\d)")


@dataclass(frozen=True)
class Meant:
    """What a session of the files is here."""

    sitting: LegislativeSession
    special: int
    """Of one that the legislature counts within the regular one; else 0."""


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """What the files at `path` say, of the legislature and session that they name.

    Raises:
        SourceError: they cannot be read, are of another session than is wanted, or of several.
    """
    with tempfile.TemporaryDirectory(prefix="openstates-") as space, duckdb.connect() as work:
        work.execute("set enable_progress_bar = false; set timezone = 'UTC'")
        read_files(work, path, origin.name, Path(space))
        jurisdiction = _legislature(work, wanted, origin.name)
        meant = _sessions(work, jurisdiction, wanted, origin.name)
        sitting = next(iter(meant.values())).sitting
        _refuse_unclear(work, origin.name)
        unread = _measures(work, jurisdiction, meant)
        _houses(work, jurisdiction)
        _stage(work, origin.name)
        tables = {name: _table(work, name, schema) for name, schema in _SCHEMAS.items()}
        return Staged(_manifest(work, path, origin, jurisdiction, sitting, tables, unread), tables)


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack)


def _legislature(work: duckdb.DuckDBPyConnection, wanted: Wanted, where: str) -> Jurisdiction:
    query = "select distinct legislature, legislature_name from bills"
    known = [reference.jurisdiction_of(code) for code in reference.folders()]
    found: dict[str, Jurisdiction] = {}
    for ocd_id, name in work.execute(query).fetchall():
        of_state = _OF_STATE.search(ocd_id or "")
        for one in known:
            is_named = ocd_id is not None and ocd_id == one.ocd_id
            if is_named or name == one.name or (of_state and of_state[1] == one.id):
                found[one.id] = one
    if not found and wanted.jurisdiction:
        return reference.jurisdiction_of(wanted.jurisdiction)
    if len(found) != 1:
        raise SourceError(
            f"these are files of {' and of '.join(found) or 'no legislature known here'}",
            where=where,
            what_to_do="name files of one legislature, and whose they are with --jurisdiction",
        )
    (only,) = found.values()
    if wanted.jurisdiction not in (None, only.id):
        raise _unwanted(f"these are files of {only.legislature}", where)
    return only


def _unwanted(what: str, where: str) -> SourceError:
    return SourceError(
        f"{what}, which is not what was asked for",
        where=where,
        what_to_do="leave --jurisdiction and --session out: the files say whose they are",
    )


def _sessions(
    work: duckdb.DuckDBPyConnection, jurisdiction: Jurisdiction, wanted: Wanted, where: str
) -> dict[str, Meant]:
    """What each session of the files is, and makes `sessions` of those that are read."""
    query = "select session from bills union select session from rolls order by session"
    said = [row[0] for row in work.execute(query).fetchall()]
    meant = {name: _meant(jurisdiction, name) for name in said}
    if len(said) == 1 and meant[said[0]] is None and wanted.session:
        meant[said[0]] = Meant(jurisdiction.session(wanted.session), 0)
    known = {name: one for name, one in meant.items() if one}
    if wanted.session:
        known = {n: one for n, one in known.items() if one.sitting.is_meant_by(wanted.session)}
        if not known:
            raise _unwanted(f"these are files of the session {', '.join(said)}", where)
    elif len(known) < len(said) or len({one.sitting.id for one in known.values()}) != 1:
        raise SourceError(
            f"they are of the session {', '.join(said)}; one is read at a time, and is known by "
            "its years",
            where=where,
            what_to_do="say which with --session, as in 2025-2026",
        )
    work.register("sessions", pa.table({"session": text_column(list(known))}))
    return known


def _meant(jurisdiction: Jurisdiction, said: str) -> Meant | None:
    """What a session is that the files call so; None where its name does not say it."""
    short, named = _SPECIAL.fullmatch(said), special_number(said)
    special = int(short["number"]) if short else named or 0
    found = short or (_NAMED.search(said) if named else _REGULAR.fullmatch(said))
    years = re.sub("[_/ ]", "-", found["years"]) if found else said
    if special and jurisdiction.sittings:
        sitting = jurisdiction.sitting(f"{years.replace('-', '')}s{special}")
        return Meant(sitting, 0) if sitting else None
    try:
        return Meant(jurisdiction.session(years), special)
    except UsageError:
        return None


def _refuse_unclear(work: duckdb.DuckDBPyConnection, where: str) -> None:
    twice = work.execute(
        "select identifier, min(file) from bills semi join sessions using (session) "
        "group by session, identifier having count(*) > 1 order by 1 limit 1"
    ).fetchall()
    if twice:
        bill, file = twice[0]
        raise refused(f"{bill} stands there twice, with different content", f"{where}, {file}")


def _measures(
    work: duckdb.DuckDBPyConnection, jurisdiction: Jurisdiction, meant: Mapping[str, Meant]
) -> Counter[str]:
    """Makes `measures`, one row per way of writing a bill that can be read; gives how many bills of
    each kind cannot.
    """
    told = "select session, identifier, true as is_bill from bills"
    voted = "select session, bill, false from rolls where bill is not null"
    query = f"""
        select session, identifier, bool_or(is_bill) from ({told} union all {voted})
        semi join sessions using (session)
        group by session, identifier order by session, identifier
    """
    found: dict[tuple[str, str], str] = {}
    bills: set[str] = set()
    unread: Counter[str] = Counter()
    for session, identifier, is_bill in work.execute(query).fetchall():
        measure = _measure(jurisdiction, meant[session], identifier)
        if measure:
            found[session, identifier] = measure
            bills |= {measure} if is_bill else set()
        elif is_bill:
            unread[identifier.rstrip("0123456789").strip() or identifier] += 1
    rows = {
        "session": text_column([session for session, _ in found]),
        "identifier": text_column([identifier for _, identifier in found]),
        "measure": text_column(list(found.values())),
        "is_told": pa.array([one in bills for one in found.values()], pa.bool_()),
    }
    work.register("measures", pa.table(rows))
    return unread


def _measure(jurisdiction: Jurisdiction, meant: Meant, identifier: str) -> str | None:
    parts = jurisdiction.measures.parts(identifier)
    if parts and meant.special:
        parts = parts._replace(special_session=meant.special)
    written = jurisdiction.measures.print(parts) if parts else identifier
    found = jurisdiction.measure(written, meant.sitting.id)
    return found.bill_id if found else None


def _houses(work: duckdb.DuckDBPyConnection, jurisdiction: Jurisdiction) -> None:
    chambers = jurisdiction.chambers
    houses = {
        "chamber": text_column([str(house.chamber) for house in chambers]),
        "name": text_column([house.name for house in chambers]),
        "seats": whole_number_column([house.seats for house in chambers]),
    }
    work.register("houses", pa.table(houses))
    work.execute(f"set variable zone = '{jurisdiction.timezone}'")


def _stage(work: duckdb.DuckDBPyConnection, where: str) -> None:
    text = files("scrapers.openstates").joinpath("stage.sql").read_text("utf-8")
    for statement in text.split("--------\n"):
        try:
            work.execute(statement)
        except duckdb.Error as error:
            what = str(error).splitlines()[0].partition(": ")[2]
            raise SourceError(what, where=where, what_to_do=GET_AGAIN) from error


_IN_SQL = {
    pa.string(): "varchar",
    pa.int32(): "integer",
    pa.date32(): "date",
    pa.bool_(): "boolean",
}


def _table(work: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> pa.Table:
    """In one piece: the same rows are the same bytes whenever they are read again."""
    columns = ", ".join(f"{field.name}::{_IN_SQL[field.type]} as {field.name}" for field in schema)
    found = work.execute(f"select {columns} from staged_{name}").to_arrow_table()
    return found.combine_chunks()


def _manifest(
    work: duckdb.DuckDBPyConnection,
    path: Path,
    origin: Origin,
    jurisdiction: Jurisdiction,
    sitting: LegislativeSession,
    tables: Mapping[str, pa.Table],
    unread: Counter[str],
) -> Manifest:
    return Manifest(
        **provenance(DECLARATION, jurisdiction.id),
        session=sitting.id,
        files=[fetched_file(path, origin, DECLARATION.address)],
        counts={name: len(table) for name, table in tables.items() if name != "versions"},
        absent=dict(DECLARATION.absent),
        repair=None,
        warnings=_warnings(work, jurisdiction, unread),
        declared_session=None if jurisdiction.sittings is None else _declared(work, sitting),
    )


def _declared(work: duckdb.DuckDBPyConnection, sitting: LegislativeSession) -> DeclaredSession:
    days = work.execute("select min(date), max(date) from staged_roll_calls").fetchall()[0]
    first, last = (day or sitting.start for day in days)
    return DeclaredSession(
        name=sitting.name, start=min(sitting.start, first), end=max(sitting.end, last)
    )


def _warnings(
    work: duckdb.DuckDBPyConnection, jurisdiction: Jurisdiction, unread: Counter[str]
) -> list[str]:
    """What a reader of these files should know, in sentences."""
    kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(unread.items()))
    said = [f"bills of kinds that the legislature's file does not know: {kinds}"] if kinds else []
    if jurisdiction.timezone == "UTC":
        said.append("days are those of universal time: jurisdiction.yaml names no timezone")
    counted = {
        "roll calls name members whose names were split at a comma, put together as the counts "
        "prove": "rejoined",
        "roll calls are of bills that the files lack": "staged_roll_calls "
        "where ends_with(bill_printed, ', which these files lack')",
        "roll calls are of other sessions, and are left out": "rolls anti join sessions "
        "using (session)",
        "actions have no day that is one, and are left out": "history semi join sessions "
        "using (session) where local_day(date) is null",
    }
    for text, relation in counted.items():
        number = work.execute(f"select count(*) from {relation}").fetchall()[0][0]
        if number:
            said.append(f"{number:,} {text}")
    return said
