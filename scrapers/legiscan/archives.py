"""An archive of LegiScan, in CSV or JSON, as tables of text; and which session it says it is of."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import duckdb

from scrapers.kit.session_names import special_number
from scrapers.kit.zips import DAMAGED, climbs, not_a_zip
from tracker.errors import SourceError
from tracker.rules import reference
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession

GET_AGAIN = "get the archive again; if it is the same, the source has changed: report it"
TABLE_BYTES = 1_000_000_000
"""The most that is unpacked of one table or kind. The largest seen is 5 MB; a session of Congress
has twenty times the votes."""
PACKED_AT_MOST = 300
"""Times that a large file may be smaller in the archive; one made to fill a disk packs to a
thousandth."""
SMALL = 10_000_000
"""Below so many bytes it does not matter how a file is packed."""

CSV: Mapping[str, tuple[str, ...]] = {
    "bills": ("bill_id", "bill_number", "title", "url", "state_link"),
    "history": ("bill_id", "date", "chamber", "sequence", "action"),
    "people": (
        *("people_id", "name", "first_name", "last_name", "suffix", "party", "role", "district"),
        "committee_id",
    ),
    "rollcalls": (
        *("bill_id", "roll_call_id", "date", "chamber", "description"),
        *("yea", "nay", "nv", "absent", "total"),
    ),
    "sponsors": ("bill_id", "people_id", "position"),
    "votes": ("roll_call_id", "people_id", "vote", "vote_desc"),
}
"""The tables that are read, and the columns without which they say nothing. All that an archive has
more is left alone."""
JSON = {"bill": "bill", "people": "person", "vote": "roll_call"}
"""The folders of the other form, and what each file of theirs holds."""

_FOLDER = re.compile(
    r"(?P<state>[A-Z]{2})[/_](?P<first>\d{4})-(?P<last>\d{4})_(?P<name>[^/]+?)"
    r"(?:_(?:CSV|JSON)(?:_\d{8}.*)?(?:\.zip)?)?(?:/(?:csv|bill|people|vote))?/?$"
)
_YEARS = re.compile(r"(?<!\d)(\d{4})-(\d{4})(?!\d)")
_URL = re.compile(r"https?://legiscan\.com/([A-Z]{2})/bill/[^/]+/(\d{4})(?:/[A-Z]+(\d+))?")


@dataclass(frozen=True)
class Said:
    """What an archive says of the session that it is of."""

    jurisdiction: str
    """As in `mi`."""
    first: int
    last: int
    """Its years."""
    name: str
    """As LegiScan calls it: `102nd Legislature`; empty where it does not say."""
    special: int | None
    """The number of a special session; None of a regular one."""


def read_archive(work: duckdb.DuckDBPyConnection, path: Path, known_as: str, space: Path) -> Said:
    """Makes one table of text for each of `CSV`, with `passed` beside the rolls, of the archive or
    folder at `path`; and says which session that is.

    Raises:
        SourceError: it is no such archive, is cut off, or lacks a table or a column.
    """
    try:
        names = _unpacked(path, known_as, space)
    except OSError as error:
        raise SourceError(
            f"the archive cannot be read: {error.strerror or error}",
            where=known_as,
            what_to_do="check the path and that the file may be read",
        ) from error
    if any((space / f"{kind}.json").exists() for kind in JSON):
        _read_json(work, space, known_as)
    else:
        for table, columns in CSV.items():
            _read_csv(work, table, columns, space / f"{table}.csv", known_as)
        work.execute("alter table rollcalls add column passed varchar")
    return _said(work, [*names, known_as, str(path)], known_as)


def pack(folder: Path, into: Path) -> None:
    """The tables of a folder as one archive, under the names by which it says whose they are."""
    whole = folder.resolve()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in sorted(whole.rglob("*")):
            if file.is_file() and _kind(str(file)):
                zipped.write(file, "/".join(file.parts[-4:]))


def _unpacked(path: Path, known_as: str, space: Path) -> list[str]:
    """The tables of the archive in `space`, and the names of the folders that they lay in."""
    if path.is_dir():
        members = [one for one in sorted(path.rglob("*")) if one.is_file()]
        files: Iterator[tuple[str, int, IO[bytes]]] = (
            (str(one), one.stat().st_size, one.open("rb")) for one in members if _kind(str(one))
        )
        return _copied(files, known_as, space)
    try:
        with zipfile.ZipFile(path) as zipped:
            for info in zipped.infolist():
                _refuse_harm(info, known_as)
            files = (
                (info.filename, info.file_size, zipped.open(info))
                for info in zipped.infolist()
                if not info.is_dir() and _kind(info.filename)
            )
            return _copied(files, known_as, space)
    except DAMAGED as error:
        what = not_a_zip(path) or f"this is not a whole zip archive: {error}"
        raise refused(what, known_as) from error


def _copied(files: Iterator[tuple[str, int, IO[bytes]]], known_as: str, space: Path) -> list[str]:
    folders: dict[str, None] = {}
    seen: set[str] = set()
    size: dict[str, int] = {}
    for name, count, file in files:
        with file:
            kind = _kind(name)
            if kind is None:
                continue
            size[kind] = size.get(kind, 0) + count
            if size[kind] > TABLE_BYTES:
                raise refused(f"{kind} unpacks to more than {TABLE_BYTES:,} bytes", known_as)
            folder, _, last = name.replace("\\", "/").rpartition("/")
            folders[folder] = None
            if kind.endswith(".csv") and kind in seen:
                raise refused(f"the archive holds {last} twice", known_as)
            seen.add(kind)
            _add(file, kind, space, f"{known_as}, {last}")
    return list(folders)


def _add(file: IO[bytes], kind: str, space: Path, where: str) -> None:
    """A table as it is; of the other form, a file as one line of its kind."""
    if kind.endswith(".csv"):
        with (space / kind).open("wb") as to:
            shutil.copyfileobj(file, to, 1 << 20)
        return
    text = file.read()
    if not text.rstrip().endswith(b"}"):
        raise refused("this file of the archive is cut off", where)
    with (space / kind).open("ab") as to:
        to.write(text.replace(b"\n", b" ").replace(b"\r", b" ") + b"\n")


def _kind(name: str) -> str | None:
    """`bills.csv` of `.../csv/bills.csv`, `bill.json` of `.../bill/HB1.json`; None of others."""
    inside = PurePosixPath(name.replace("\\", "/"))
    if inside.suffix == ".csv" and inside.stem in CSV:
        return inside.name
    if inside.suffix == ".json" and inside.parent.name in JSON:
        return f"{inside.parent.name}.json"
    return None


def _refuse_harm(info: zipfile.ZipInfo, known_as: str) -> None:
    if climbs(info.filename):
        raise refused(f"a file of it is to be put outside: {info.filename!r}", known_as)
    packed = max(info.compress_size, 1)
    if info.file_size > SMALL and info.file_size > PACKED_AT_MOST * packed:
        raise refused(f"{info.filename} would unpack to {info.file_size:,} bytes", known_as)


def _read_csv(
    work: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], file: Path, known_as: str
) -> None:
    where = f"{known_as}, {file.name}"
    if not file.exists():
        raise refused(f"{file.name} is missing from the archive", known_as)
    with file.open("rb") as opened:
        head = opened.readline()
        opened.seek(max(0, file.stat().st_size - 1))
        if opened.read(1) not in (b"\n", b""):
            raise refused("the last line does not end: the file is cut off", where)
    found = head.decode("utf-8-sig", errors="replace").strip().replace('"', "").split(",")
    missing = [name for name in columns if name not in found]
    if missing:
        raise refused(f"it has no column {' and no '.join(missing)}", where)
    kinds = ", ".join(f"'{name}': 'VARCHAR'" for name in found)
    try:
        work.execute(
            f"create table {table} as select distinct {', '.join(columns)} "
            f"from read_csv($path, columns = {{{kinds}}}, header = true, auto_detect = false, "
            "delim = ',', quote = '\"', escape = '\"', comment = '', strict_mode = true)",
            {"path": str(file)},
        )
    except duckdb.Error as error:
        raise refused(_not_utf8(file) or _first_line(error), where) from error


def _not_utf8(file: Path) -> str | None:
    """Which line is no UTF-8 text; None where all are."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return f"line {number} is not UTF-8 text"
    return None


def _read_json(work: duckdb.DuckDBPyConnection, space: Path, known_as: str) -> None:
    """The three kinds of files as the same tables."""
    from importlib.resources import files

    text = files("scrapers.legiscan").joinpath("json.sql").read_text("utf-8")
    for kind in JSON:
        if not (space / f"{kind}.json").exists():
            raise refused(f"the archive has no folder {kind}/ with files", known_as)
    for statement in text.split("--------\n"):
        kinds = {kind: str(space / f"{kind}.json") for kind in JSON if f"${kind}_file" in statement}
        try:
            work.execute(statement, {f"{kind}_file": file for kind, file in kinds.items()})
        except duckdb.Error as error:
            raise refused(_first_line(error), f"{known_as}, {' '.join(kinds)}") from error


def _said(work: duckdb.DuckDBPyConnection, names: Sequence[str], known_as: str) -> Said:
    if not work.execute("select 1 from bills limit 1").fetchall():
        raise refused("it holds no measure", known_as)
    found = work.execute("select url from bills where url is not null limit 1").fetchall()
    cited = _URL.match(str(found[0][0])) if found else None
    named = next(filter(None, map(_FOLDER.search, names)), None)
    if named:
        words = named["name"].replace("_", " ")
        first, last, code = int(named["first"]), int(named["last"]), named["state"]
    elif cited:
        years = next(filter(None, map(_YEARS.search, names)), None)
        first = int(years[1]) if years else int(cited[2])
        last = int(years[2]) if years else first
        words, code = "", cited[1]
    else:
        raise refused("it does not say of which legislature and session it is", known_as)
    number = int(cited[3]) if cited and cited[3] else None
    special = special_number(words, unnumbered=number or 1) or number
    return Said(code.lower(), first, last, words, special)


def sitting_of(said: Said, where: str) -> tuple[Jurisdiction, LegislativeSession]:
    """The legislature and its session.

    Raises:
        SourceError: the one or the other is not known here.
    """
    if not reference.is_reviewed(said.jurisdiction):
        raise refused(f"{said.jurisdiction.upper()!r} is no legislature known here", where)
    jurisdiction = reference.jurisdiction_of(said.jurisdiction)
    years = f"{said.first}-{said.last}" if said.last > said.first else str(said.first)
    if jurisdiction.sittings is None:
        if said.special is not None:
            raise SourceError(
                f"{jurisdiction.name} counts special sessions within the regular one, and an "
                "archive of one alone cannot be read yet",
                where=where,
                what_to_do="load the session from another source",
            )
        listed = jurisdiction.sessions
        meant = [one for one in listed if one.is_meant_by(years)]
        begun = [one for one in listed if one.start.year == said.first]
        session = next(iter(meant or begun), None)
        if session is None:
            raise refused(f"{jurisdiction.name} has no session of {years} here", where)
        return jurisdiction, session
    special = f"s{said.special}" if said.special is not None else ""
    found = jurisdiction.sitting(years.replace("-", "") + special)
    if found is None:
        raise refused(f"{years} are not the years of one session", where)
    return jurisdiction, found


def refused(what: str, where: str) -> SourceError:
    """An archive that cannot be read."""
    return SourceError(what, where=where, what_to_do=GET_AGAIN)


def _first_line(error: duckdb.Error) -> str:
    message = str(error).splitlines()[0]
    return message.partition(": ")[2] or message
