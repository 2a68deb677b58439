"""The files of Open States, of any of its forms, as tables of text."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path, PurePosixPath

import duckdb

from scrapers.kit.zips import texts
from tracker.errors import SourceError

GET_AGAIN = "get the files again; if they are the same, the source has changed: report it"
LARGEST_FILE = 1_000_000_000
"""Bytes. Of a bill the largest seen has 200,000, with all its summaries; the bulk JSON of a session
is one file with the texts of all bills."""
MOST_BYTES = 4_000_000_000
"""The most that is unpacked of all. California's thirteen months come to 140 MB."""

_KINDS = {
    "bill": re.compile(r"(?:^|/)(?:metadata|bill_[^/]*)\.json$"),
    "vote": re.compile(r"(?:^|/)(?:[^/]*[._])?vote_event[^/]*\.json$"),
    "bulk": re.compile(r"(?:^|/)[^/]*_bills\.json$"),
}
"""By their names: a bill, a roll call, and the bulk form, a list of bills with their roll calls."""
_CSV = {
    "bills": "id session_identifier identifier title jurisdiction",
    "bill_actions": "bill_id date description organization_id",
    "bill_sponsorships": "bill_id name classification entity_type primary",
    "bill_versions": "bill_id note date",
    "organizations": "id name classification parent_id",
    "votes": "id session_identifier bill_id organization_id start_date motion_text result",
    "vote_counts": "vote_event_id option value",
    "vote_people": "vote_event_id option voter_name",
}
"""The tables of the bulk form in CSV, with the columns that are read; all else is left alone. A
table without rows is not written."""
_CSV_NAME = re.compile(rf"(?:^|/)[^/]*_({'|'.join(sorted(_CSV, key=len, reverse=True))})\.csv$")
_LISTS = ("actions", "counts", "sponsors", "sponsorships", "versions", "votes")
_NEEDED = {"bills": ("session", "identifier", "title"), "rolls": ("session",)}
"""What each bill and roll call must say, as the tables call it."""
_NEEDED_BY_SOME = ("bill", "organization", "start_date", "ballots")
"""A roll call that does not say it is held back; where none does, the source has changed."""
_CALLED = {
    "session": "legislative_session",
    "bill": "bill_identifier",
    "ballots": "votes",
}


def read_files(work: duckdb.DuckDBPyConnection, path: Path, known_as: str, space: Path) -> None:
    """Makes `bills`, `history`, `sponsors`, `texts`, `rolls`, `counts` and `ballots`, all of text.

    Raises:
        SourceError: there are no such files, or one is cut off or lacks what it must say.
    """
    try:
        names = _as_lines(path, known_as, space)
    except OSError as error:
        raise SourceError(
            f"the files cannot be read: {error.strerror or error}",
            where=known_as,
            what_to_do="check the path and that the files may be read",
        ) from error
    if not any(names[kind] for kind in ("bill", "bulk", "bills")):
        what = (
            "roll calls of no bill" if any(names.values()) else "no file of a bill or a roll call"
        )
        raise refused(f"there is {what}", known_as)
    for table in _CSV:
        _make_csv_table(work, table, space / f"{table}.csv", known_as)
    _make_tables(work, space, names, known_as)
    _refuse_silence(work, known_as)


def _refuse_silence(work: duckdb.DuckDBPyConnection, known_as: str) -> None:
    for table, needed in _NEEDED.items():
        for column in needed:
            query = f"select file from {table} where {column} is null order by file limit 1"
            found = work.execute(query).fetchall()
            if found:
                what = f"it does not say {_CALLED.get(column, column)!r}"
                raise refused(what, f"{known_as}, {found[0][0]}")
    for column in _NEEDED_BY_SOME:
        rolls, saying = work.execute(f"select count(*), count({column}) from rolls").fetchall()[0]
        if rolls and not saying:
            raise refused(f"no roll call says {_CALLED.get(column, column)!r}", known_as)


def pack(folder: Path, into: Path) -> None:
    """The files of a folder as one archive."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in texts(folder, str(folder), _is_wanted, LARGEST_FILE, GET_AGAIN):
            zipped.writestr(name, text)


def refused(what: str, where: str) -> SourceError:
    """Files that cannot be read."""
    return SourceError(what, where=where, what_to_do=GET_AGAIN)


def _kind(name: str) -> str | None:
    inside = str(PurePosixPath(name.replace("\\", "/")))
    table = _CSV_NAME.search(inside)
    if table:
        return table[1]
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(inside)), None)


def _is_wanted(name: str) -> bool:
    return _kind(name) is not None


def _as_lines(path: Path, known_as: str, space: Path) -> dict[str, list[str]]:
    """Each kind as one file in `space`, with a bill or a roll call on each line, and tables as they
    are; gives of which file each line is.
    """
    names: dict[str, list[str]] = {kind: [] for kind in (*_KINDS, *_CSV)}
    lines = {kind: (space / f"{kind}.json").open("wb") for kind in _KINDS}
    size = 0
    try:
        for name, text in texts(path, known_as, _is_wanted, LARGEST_FILE, GET_AGAIN):
            kind = _kind(name)
            if kind is None:
                raise refused("this is no zip archive, nor a file of Open States", known_as)
            size += len(text)
            if size > MOST_BYTES:
                raise refused(f"it unpacks to more than {MOST_BYTES:,} bytes", known_as)
            if kind in _CSV:
                _keep_table(space / f"{kind}.csv", text, f"{known_as}, {name}")
                names[kind].append(name)
                continue
            for one in _objects(kind, text, f"{known_as}, {name}"):
                lines[kind].write(b'{"file":%b,"is":%b}\n' % (json.dumps(name).encode(), one))
                names[kind].append(name)
    finally:
        for file in lines.values():
            file.close()
    return names


def _objects(kind: str, text: bytes, where: str) -> Iterator[bytes]:
    """What a file holds, each on one line: a bill, a roll call, or of a list its bills, without the
    texts of the bills.
    """
    plain = text.removeprefix(b"\xef\xbb\xbf").rstrip()
    if not plain.endswith((b"}", b"]")):
        raise refused("this file is cut off", where)
    if kind != "bulk":
        yield plain.replace(b"\n", b" ").replace(b"\r", b" ")
        return
    try:
        bills = json.loads(plain)
    except ValueError as error:
        raise refused(f"this is not whole JSON: {error}", where) from error
    if not isinstance(bills, list) or not all(isinstance(bill, dict) for bill in bills):
        raise refused("this is no list of bills", where)
    for bill in bills:
        yield json.dumps({**bill, "raw_text": None}).encode()


def _keep_table(file: Path, text: bytes, where: str) -> None:
    if not text.endswith(b"\n"):
        raise refused("this file is cut off", where)
    if file.exists():
        raise refused("there are two such tables", where)
    file.write_bytes(text)


def _make_csv_table(work: duckdb.DuckDBPyConnection, table: str, file: Path, known_as: str) -> None:
    """`csv_bills` and so on, of text; without rows where there is no such file."""
    needed, where = _CSV[table].split(), f"{known_as}, {file.name}"
    if not file.exists():
        columns = ", ".join(f'"{name}" varchar' for name in needed)
        work.execute(f"create temp table csv_{table} ({columns})")
        return
    with file.open(encoding="utf-8-sig", errors="replace") as opened:
        found = opened.readline().strip().replace('"', "").split(",")
    missing = [name for name in needed if name not in found]
    if missing:
        raise refused(f"it has no column {' and no '.join(missing)}", where)
    kinds = ", ".join("'" + name.replace("'", "") + "': 'VARCHAR'" for name in found)
    columns = ", ".join(f'"{name}"' for name in needed)
    try:
        work.execute(
            f"create temp table csv_{table} as select {columns} from read_csv($path, "
            f"columns = {{{kinds}}}, header = true, auto_detect = false, delim = ',', "
            "quote = '\"', escape = '\"', comment = '', strict_mode = true, parallel = false)",
            {"path": str(file)},
        )
    except duckdb.Error as error:
        raise refused(str(error).splitlines()[0].partition(": ")[2], where) from error


def _make_tables(
    work: duckdb.DuckDBPyConnection, space: Path, names: dict[str, list[str]], known_as: str
) -> None:
    text = files("scrapers.openstates").joinpath("read.sql").read_text("utf-8")
    for statement in text.split("--------\n"):
        used = [kind for kind in _KINDS if f"${kind}_file" in statement]
        known = {f"{kind}_file": str(space / f"{kind}.json") for kind in used}
        try:
            work.execute(statement, known)
        except duckdb.Error as error:
            what = str(error).splitlines()[0].partition(": ")[2]
            raise _culprit(space, names, used, known_as) or refused(what, known_as) from error


def _culprit(
    space: Path, names: dict[str, list[str]], used: list[str], known_as: str
) -> SourceError | None:
    """The file that could not be read, which the reader of all of them does not name."""
    for kind in used:
        with (space / f"{kind}.json").open("rb") as lines:
            for name, line in zip(names[kind], lines, strict=True):
                where = f"{known_as}, {name}"
                try:
                    said = json.loads(line)["is"]
                except ValueError as error:
                    return refused(f"this is not whole JSON: {error}", where)
                if not isinstance(said, dict):
                    return refused("it is about nothing", where)
                wrong = [key for key in _LISTS if not isinstance(said.get(key, []), list)]
                if wrong:
                    return refused(f"{wrong[0]!r} is no list", where)
    return None
