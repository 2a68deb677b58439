"""From a data set archive of LegiScan to a crawl folder; no vote passes through Python."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pyarrow as pa

from scrapers.kit.source import FileSource, Origin, Staged, Wanted
from scrapers.kit.staging import fetched_file, provenance
from scrapers.legiscan.api import DataSets
from scrapers.legiscan.archives import (
    GET_AGAIN,
    Said,
    pack,
    read_archive,
    refused,
    sitting_of,
)
from tracker.crawls.manifest import DeclaredSession, Manifest
from tracker.crawls.shapes import (
    BILL_FACTS,
    MORE_OF_AUTHORS,
    MORE_OF_ROLLS,
    PEOPLE,
    ROLL_CALLS,
    VOTES,
)
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError
from tracker.rules import reference
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.vocabulary import Chamber

DECLARATION = declared_source("legiscan")
LARGEST = 500_000_000
"""Bytes. The largest archive seen is 10 MB."""
NUMBERED_BY = "legiscan"

_SCHEMAS: Mapping[str, pa.Schema] = {
    "roll_calls": pa.schema([*ROLL_CALLS, *MORE_OF_ROLLS]),
    "votes": VOTES,
    "people": PEOPLE,
    **BILL_FACTS,
    "authors": pa.schema([*BILL_FACTS["authors"], *MORE_OF_AUTHORS]),
}
_LETTERS = {"S": Chamber.UPPER, "H": Chamber.LOWER, "A": Chamber.LOWER, "R": Chamber.LOWER}
"""How the source begins what it calls a house, or the role of a member in it: Senate, Sen; House,
Assembly, Rep. Of an only house it may say anything, and Joint or Jnt is neither house."""
_DISTRICTS = {Chamber.UPPER: "SD-", Chamber.LOWER: "HD-", Chamber.LEGISLATURE: ""}
_OF_CONGRESS = {
    "HB": "HR",
    "HR": "HRES",
    "HJR": "HJRES",
    "HCR": "HCONRES",
    "SB": "S",
    "SR": "SRES",
    "SJR": "SJRES",
    "SCR": "SCONRES",
}
"""The source numbers bills of Congress as those of the states: its HB 1 is H.R. 1, its HR 1 is
H.Res. 1."""


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """What the archive or folder at `path` says, of the legislature and session that it names.

    Raises:
        SourceError: it cannot be read, or is of another session than is wanted.
    """
    with tempfile.TemporaryDirectory(prefix="legiscan-") as space, duckdb.connect() as work:
        work.execute("set enable_progress_bar = false")
        said = read_archive(work, path, origin.name, Path(space))
        jurisdiction, sitting = sitting_of(said, origin.name)
        _refuse_unwanted(wanted, sitting, origin.name)
        _refuse_unclear(work, origin.name)
        unread = _measures(work, jurisdiction, sitting)
        _houses(work, jurisdiction)
        _stage(work, origin.name)
        tables = {name: _table(work, name, schema) for name, schema in _SCHEMAS.items()}
        return Staged(_manifest(work, path, origin, said, sitting, tables, unread), tables)


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack, DataSets())


def _refuse_unwanted(wanted: Wanted, sitting: LegislativeSession, where: str) -> None:
    other_session = wanted.session is not None and not sitting.is_meant_by(wanted.session)
    if other_session or wanted.jurisdiction not in (None, sitting.jurisdiction):
        raise SourceError(
            f"the archive is of the session {sitting.name} of {sitting.jurisdiction}, which is not "
            "what was asked for",
            where=where,
            what_to_do="leave --jurisdiction and --session out: the archive says whose it is",
        )


def _refuse_unclear(work: duckdb.DuckDBPyConnection, where: str) -> None:
    checks = {
        "the roll call {} stands there twice, with different content": (
            "select min(roll_call_id) from rollcalls group by roll_call_id having count(*) > 1"
        ),
        "a vote has the unknown code {}": (
            "select vote from votes where coalesce(vote, '') not in ('1', '2', '3', '4')"
        ),
        "the person {} stands there twice, with different content": (
            "select min(people_id) from people group by people_id having count(*) > 1"
        ),
    }
    for said, query in checks.items():
        found = work.execute(f"{query} limit 1").fetchall()
        if found:
            raise refused(said.format(found[0][0]), where)


def _measures(
    work: duckdb.DuckDBPyConnection, jurisdiction: Jurisdiction, sitting: LegislativeSession
) -> dict[str, int]:
    """Makes `measures`, one row per bill that can be read; gives how many of each kind cannot."""
    read: dict[str, str] = {}
    unread: dict[str, int] = {}
    rows = work.execute("select bill_id, bill_number, state_link from bills").fetchall()
    for bill_id, number, link in rows:
        official = parse_qs(urlsplit(link or "").query).get("bill_id", [""])[0]
        written = official if jurisdiction.measures.official and official else number
        if jurisdiction.id == "us":
            letters = number.rstrip("0123456789")
            written = _OF_CONGRESS.get(letters, letters) + number[len(letters) :]
        found = jurisdiction.measure(written, sitting.id)
        if found:
            read[bill_id] = found.bill_id
        else:
            kind = number.rstrip("0123456789") or number
            unread[kind] = unread.get(kind, 0) + 1
    _make(work, "measures", {"bill_id": list(read), "measure": list(read.values())})
    return unread


def _houses(work: duckdb.DuckDBPyConnection, jurisdiction: Jurisdiction) -> None:
    chambers = jurisdiction.chambers
    houses = {
        "chamber": [str(house.chamber) for house in chambers],
        "name": [house.name for house in chambers],
        "districts": [_DISTRICTS[house.chamber] for house in chambers],
    }
    _make(work, "houses", houses, seats=[house.seats for house in chambers])
    found = work.execute(_WORDS).fetchall()
    only = chambers[0].chamber if len(chambers) == 1 else None
    words = {word: only or _LETTERS.get(word[0].upper()) for (word,) in found}
    houses_meant = [str(one) if one else None for one in words.values()]
    _make(work, "words", {"word": list(words), "chamber": houses_meant})


def _make(
    work: duckdb.DuckDBPyConnection,
    name: str,
    texts: Mapping[str, Sequence[str | None]],
    **numbers: Sequence[int | None],
) -> None:
    """A small table. An Arrow table would have DuckDB import a third of a second of modules."""
    kinds = dict.fromkeys(texts, "varchar[]") | dict.fromkeys(numbers, "integer[]")
    columns = ", ".join(f"unnest(${one}::{kind}) as {one}" for one, kind in kinds.items())
    work.execute(f"create temp table {name} as select {columns}", {**texts, **numbers})


_WORDS = """
select chamber from rollcalls where chamber <> ''
union select chamber from history where chamber <> ''
union select role from people where role <> ''
"""


def _stage(work: duckdb.DuckDBPyConnection, where: str) -> None:
    text = files("scrapers.legiscan").joinpath("stage.sql").read_text("utf-8")
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
    said: Said,
    sitting: LegislativeSession,
    tables: Mapping[str, pa.Table],
    unread: Mapping[str, int],
) -> Manifest:
    address = origin.url
    if address == DECLARATION.address:  # it was downloaded by hand, from the page of its state
        address = f"{DECLARATION.site}/{said.jurisdiction.upper()}/{DECLARATION.file}"
    listed = reference.jurisdiction_of(said.jurisdiction).sittings is None
    return Manifest(
        **provenance(DECLARATION, said.jurisdiction),
        session=sitting.id,
        files=[fetched_file(path, origin, address)],
        counts={name: len(table) for name, table in tables.items() if name != "versions"},
        absent=dict(DECLARATION.absent),
        repair=None,
        warnings=_warnings(work, unread),
        rolls_are_numbered=True,
        numbered_by=NUMBERED_BY,
        declared_session=None if listed else _declared(work, said, sitting),
    )


def _declared(
    work: duckdb.DuckDBPyConnection, said: Said, sitting: LegislativeSession
) -> DeclaredSession:
    years = f"{said.first}-{said.last}" if said.last > said.first else str(said.first)
    days = work.execute("select min(date), max(date) from rolls").fetchall()[0]
    first, last = (day or sitting.start for day in days)
    return DeclaredSession(
        name=f"{years} {said.name}" if said.name else sitting.name,
        start=min(sitting.start, first),
        end=max(sitting.end, last),
    )


def _warnings(work: duckdb.DuckDBPyConnection, unread: Mapping[str, int]) -> list[str]:
    """What a reader of this archive should know, in sentences."""
    kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(unread.items()))
    said = [f"bills of kinds that the legislature's file does not know: {kinds}"] if kinds else []
    counted = {
        "votes are of roll calls that the archive lacks": (
            "votes anti join rollcalls using (roll_call_id)"
        ),
        "votes are of people whom the archive lacks": "votes anti join people using (people_id)",
        "roll calls are of bills that the archive lacks": (
            "rollcalls anti join bills using (bill_id)"
        ),
        "actions have no day that is one, and are left out": (
            "history where try_cast(date as date) is null"
        ),
    }
    for text, relation in counted.items():
        number = work.execute(f"select count(*) from {relation}").fetchall()[0][0]
        if number:
            said.append(f"{number} {text}")
    return said
