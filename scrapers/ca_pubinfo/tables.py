"""The tables of the bulk files: their columns, where they lie, and how one becomes a DuckDB table.

Every column stands in its place, or there is an error with table and line. Source of the columns:
the CREATE TABLE statements that the Legislature publishes with the files.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path, PurePosixPath

import duckdb

from scrapers.kit.source import Origin
from scrapers.kit.staging import FetchedFile
from scrapers.kit.zips import DAMAGED, climbs, not_a_zip
from tracker.crawls.manifest import StagedFile
from tracker.crawls.sums import content_of, sha256_of
from tracker.errors import SourceError

TABLE_BYTES = 2_000_000_000
"""The most that is unpacked of one table. The votes of a session are about 0.15 GB."""
PACKED_AT_MOST = 300
"""Times that a large table may be smaller in the archive. Votes, the most alike of all lines, pack
to a thirtieth; a file made to fill a disk packs to a thousandth."""
SMALL = 10_000_000
"""Below so many bytes it does not matter how a table is packed."""

SEPARATOR = "--------\n"
"""Between two statements of one .sql file."""

GET_AGAIN = "get the file again; if it is the same, the source has changed: report it"

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_FOUND = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")


class Kind(StrEnum):
    """What a column holds, as the reading macro of that name turns it into a value."""

    TEXT = "dat_text"
    NUMBER = "dat_number"
    MOMENT = "dat_moment"
    """A day with a time of day, Pacific local time, no zone."""
    UNREAD = "dat_unread"
    """Nothing here needs it; it is counted as a column and left alone."""


@dataclass(frozen=True)
class Table:
    """One table: its columns as `name` (text), `name:number`, `name:moment` or `-name` (unread)."""

    name: str
    listed: str
    required: bool = False
    decoded: bool = True
    """False where the lines are so many and so alike that `stage.sql` reads each different field
    once, instead of each field of each line."""

    @property
    def columns(self) -> tuple[tuple[str, Kind], ...]:
        """Every column of the file with what it holds."""
        return tuple(_column(entry) for entry in self.listed.split())

    @property
    def file(self) -> str:
        """The name of its file in the archive."""
        return f"{self.name}.dat"


def _column(entry: str) -> tuple[str, Kind]:
    if entry.startswith("-"):
        return entry[1:], Kind.UNREAD
    name, _, kind = entry.partition(":")
    return name, Kind[kind.upper()] if kind else Kind.TEXT


BILLS = Table(
    "BILL_TBL",
    """bill_id session_year session_num -measure_type -measure_num -measure_state chapter_year
    chapter_type chapter_session_num chapter_num latest_bill_version_id -active_flg -trans_uid
    -trans_update -current_location -current_secondary_loc -current_house -current_status
    -days_31st_in_print""",
    required=True,
)
HISTORY = Table(
    "BILL_HISTORY_TBL",
    """bill_id bill_history_id:number action_date:moment action -trans_uid -trans_update_dt
    action_sequence:number action_code -action_status primary_location -secondary_location
    -ternary_location -end_status""",
)
VERSIONS = Table(
    "BILL_VERSION_TBL",
    """bill_version_id bill_id version_num:number bill_version_action_date:moment
    bill_version_action -request_num subject vote_required -appropriation -fiscal_committee
    -local_program -substantive_changes -urgency -taxlevy -bill_xml -active_flg -trans_uid
    -trans_update""",
)
AUTHORS = Table(
    "BILL_VERSION_AUTHORS_TBL",
    """bill_version_id type house name contribution -committee_members -active_flg -trans_uid
    -trans_update -primary_author_flg""",
)
SUMMARY_VOTES = Table(
    "BILL_SUMMARY_VOTE_TBL",
    """bill_id location_code vote_date_time:moment vote_date_seq:number motion_id:number
    ayes:number noes:number -abstain vote_result -trans_uid -trans_update -file_item_num
    -file_location -display_lines -session_date""",
)
DETAIL_VOTES = Table(
    "BILL_DETAIL_VOTE_TBL",
    """bill_id location_code legislator_name vote_date_time:moment vote_date_seq:number vote_code
    motion_id:number -trans_uid -trans_update -member_order -session_date -speaker""",
    decoded=False,
)
MOTIONS = Table("BILL_MOTION_TBL", "motion_id:number motion_text -trans_uid -trans_update")
LOCATIONS = Table(
    "LOCATION_CODE_TBL",
    """session_year location_code -location_type -consent_calendar_code description
    -long_description -active_flg -trans_uid -trans_update -inactive_file_flg""",
)
LEGISLATORS = Table(
    "LEGISLATOR_TBL",
    """district session_year legislator_name house_type author_name first_name last_name
    middle_initial name_suffix -name_title -web_name_title party -active_flg -trans_uid
    -trans_update active_legislator""",
)
HEARINGS = Table(
    "COMMITTEE_HEARING_TBL",
    """bill_id -committee_type -committee_nr hearing_date:moment location_code -trans_uid
    -trans_update_date""",
)
DAILY_FILE = Table(
    "DAILY_FILE_TBL",
    """bill_id location_code consent_calendar_code file_location publication_date:moment
    -floor_manager -trans_uid -trans_update_date -session_num -status""",
)
AGENDAS = Table(
    "COMMITTEE_AGENDA_TBL",
    """committee_code committee_desc agenda_date:moment agenda_time line1 line2 line3
    building_type room_num""",
)

OF_EVENTS = (HEARINGS, DAILY_FILE, AGENDAS)
"""The tables from which dated events are made."""
ANALYSES = Table(
    "BILL_ANALYSIS_TBL",
    """analysis_id bill_id -house analysis_type -committee_code committee_name -amendment_author
    analysis_date:moment -amendment_date -page_num source_doc -released_floor -active_flg -trans_uid
    -trans_update""",
)
VETOES = Table("VETO_MESSAGE_TBL", "bill_id veto_date:moment message -trans_uid -trans_update")

TABLES = (
    BILLS,
    HISTORY,
    VERSIONS,
    AUTHORS,
    SUMMARY_VOTES,
    DETAIL_VOTES,
    MOTIONS,
    LOCATIONS,
    LEGISLATORS,
    *OF_EVENTS,
    ANALYSES,
    VETOES,
)
"""The tables that are read; the others are left alone, and so are the texts of bills, analyses and
veto messages, which are kept in the archive under the names that these tables give."""


@dataclass(frozen=True)
class Tables:
    """The files of the tables that are there, by table name, and what was read to get them."""

    paths: Mapping[str, Path]
    files: tuple[StagedFile, ...]
    """The archive; or for a folder the folder as a whole, then each file of it."""


def open_tables(path: Path, unpack_into: Path, origin: Origin) -> Tables:
    """The tables at `path`, a zip archive or a folder; a zip is unpacked into `unpack_into`.

    Raises:
        SourceError: there is nothing at `path`, the archive is cut off, damaged or made to do
            harm, or a table that must be there is missing.
    """
    try:
        tables = _of_folder(path, origin) if path.is_dir() else _of_zip(path, unpack_into, origin)
    except OSError as error:
        raise SourceError(
            f"the source cannot be read: {error.strerror or error}",
            where=str(path),
            what_to_do="name a pubinfo zip archive or a folder that holds its .dat files",
        ) from error
    _refuse_missing(tables, origin.name)
    return tables


def pack(folder: Path, into: Path) -> None:
    """The tables of a folder as one archive, from which they can be read again."""
    with zipfile.ZipFile(into, "w") as zipped:
        for table in TABLES:
            if (folder / table.file).is_file():
                zipped.write(folder / table.file, table.file)


def _of_folder(folder: Path, origin: Origin) -> Tables:
    paths = {t.name: folder / t.file for t in TABLES if (folder / t.file).is_file()}
    files = [_file(path, origin, path.name) for path in paths.values()]
    size = sum(file.bytes for file in files)
    whole = StagedFile(url=origin.url, name=origin.name, sha256=content_of(folder), bytes=size)
    return Tables(paths, (whole, *files))


def _of_zip(path: Path, into: Path, origin: Origin) -> Tables:
    try:
        with zipfile.ZipFile(path) as zipped:
            members = _members(zipped, origin.name)
            paths = {name: into / f"{name}.dat" for name in members}
            for name, member in members.items():
                _unpack(zipped, member, paths[name], origin.name)
    except DAMAGED as error:
        what = not_a_zip(path) or f"this is not a whole zip archive: {error}"
        raise _refused(what, origin.name) from error
    file = _file(path, origin, origin.name)
    fetched = FetchedFile(**file.model_dump(), etag=origin.etag, last_modified=origin.last_modified)
    return Tables(paths, (fetched,))


def _file(path: Path, origin: Origin, name: str) -> StagedFile:
    size = path.stat().st_size
    return StagedFile(url=origin.url, name=name, sha256=sha256_of(path), bytes=size)


def _members(zipped: zipfile.ZipFile, where: str) -> dict[str, zipfile.ZipInfo]:
    """The tables in the archive."""
    wanted = {table.file.upper(): table.name for table in TABLES}
    found: dict[str, zipfile.ZipInfo] = {}
    for member in zipped.infolist():
        if climbs(member.filename):
            raise _refused(f"a file of it is to be put outside: {member.filename!r}", where)
        inside = PurePosixPath(member.filename.replace("\\", "/")).name
        name = wanted.get(inside.upper())
        if name is None:
            continue
        if name in found:
            raise _refused(f"the archive holds {inside} twice", where)
        _refuse_absurd(member, where)
        found[name] = member
    return found


def _refuse_absurd(member: zipfile.ZipInfo, where: str) -> None:
    packed = max(member.compress_size, 1)
    bomb = member.file_size > SMALL and member.file_size > PACKED_AT_MOST * packed
    if bomb or member.file_size > TABLE_BYTES:
        raise _refused(
            f"{member.filename} would unpack to {member.file_size:,} bytes, which no table is",
            where,
        )


def _unpack(zipped: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path, where: str) -> None:
    """Writes one table; `zipfile` itself stops at the size that was looked at before."""
    try:
        with zipped.open(member) as packed, to.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
    except DAMAGED as error:
        raise _refused(
            f"this file of the archive is cut off or damaged: {error}",
            f"{where}, {member.filename}",
        ) from error


def _refuse_missing(tables: Tables, where: str) -> None:
    for table in TABLES:
        if table.required and table.name not in tables.paths:
            raise _refused(f"{table.file} is missing, and nothing can be read without it", where)
    halves = [t for t in (SUMMARY_VOTES, DETAIL_VOTES) if t.name not in tables.paths]
    if len(halves) == 1:
        raise _refused(f"{halves[0].file} is missing, so that the votes cannot be checked", where)


def _refused(what: str, where: str) -> SourceError:
    return SourceError(what, where=where, what_to_do=GET_AGAIN)


def prepare(work: duckdb.DuckDBPyConnection) -> None:
    """Teach the connection how fields of these files are written."""
    run(work, "fields.sql", {})


def run(work: duckdb.DuckDBPyConnection, name: str, constants: Mapping[str, object]) -> None:
    """Run the statements of one .sql file, each with those of the named constants it uses."""
    text = files("scrapers.ca_pubinfo").joinpath(name).read_text("utf-8")
    for statement in text.split(SEPARATOR):
        used = {key: value for key, value in constants.items() if f"${key}" in statement}
        work.execute(statement, used)


def read_table(work: duckdb.DuckDBPyConnection, table: Table, path: Path | None) -> int:
    """Make the table under its own name, in lower case, and say how many rows it has.

    `path` None makes it empty.

    Raises:
        SourceError: a line has a column more or less, a field is not what its column holds, the
            bytes are not UTF-8, or the last line is cut off.
    """
    if path is None:
        work.execute(_empty(table))
        return 0
    _refuse_unlike(path, table)
    try:
        work.execute(_split(table), {"path": str(path)})
        if table.decoded:
            work.execute(_decode(table))
    except duckdb.Error as error:
        raise _explained(error, table) from error
    counted = work.execute(f"select count(*) from {table.name}").fetchall()
    return int(counted[0][0])


def _empty(table: Table) -> str:
    types = {Kind.TEXT: "varchar", Kind.NUMBER: "integer", Kind.MOMENT: "timestamp"}
    listed = (
        f"{name} {types[kind] if table.decoded else 'varchar'}" for name, kind in _read(table)
    )
    return f"create table {table.name} ({', '.join(listed)})"


def _split(table: Table) -> str:
    """Lines into fields as they are written. No field can equal U+E000, so none becomes null."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name, _ in table.columns)
    return (
        f"create table {table.name} as select {', '.join(name for name, _ in _read(table))} "
        f"from read_csv($path, columns = {{{columns}}}, header = false, auto_detect = false, "
        "delim = '\t', quote = '', escape = '', nullstr = chr(57344), comment = '', "
        "strict_mode = true)"
    )


def _decode(table: Table) -> str:
    """Fields into values, only once every line is known to have its columns."""
    values = ", ".join(f"{kind}({name}) as {name}" for name, kind in _read(table))
    return f"create or replace table {table.name} as select {values} from {table.name}"


def _read(table: Table) -> list[tuple[str, Kind]]:
    return [(name, kind) for name, kind in table.columns if kind is not Kind.UNREAD]


def _refuse_unlike(path: Path, table: Table) -> None:
    """Refuses what DuckDB would let pass: a last line cut off, and an empty column too many."""
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        what, at = "the last line does not end: the file is cut off", len(content)
        if content[-1:] == b"\n":
            what, at = "a line has an empty column more", content.find(b"\t\n")
        if at >= 0:
            line = content[:at].count(b"\n") + 1
            where = f"{table.file}, line {line}"
            raise SourceError(what, where=where, what_to_do=GET_AGAIN)


def _explained(error: duckdb.Error, table: Table) -> SourceError:
    message = str(error)
    line, found = _LINE.search(message), _FOUND.search(message)
    where = f"{table.file}, line {line[1]}" if line else table.file
    if found:
        what = f"a line has {found[2]} columns instead of {found[1]}"
    elif "not utf-8" in message:
        what = "the bytes of a line are not UTF-8"
    else:
        what = message.splitlines()[0].partition(": ")[2] or message.splitlines()[0]
    return SourceError(what, where=where, what_to_do=GET_AGAIN)
