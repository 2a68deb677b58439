"""Where the tables of one session lie: unpacked out of a zip archive, or already in a folder."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scrapers.bulk.source import Origin
from scrapers.bulk.zips import climbs, not_a_zip
from scrapers.ca_pubinfo.dat import GET_AGAIN
from scrapers.ca_pubinfo.layout import DETAIL_VOTES, SUMMARY_VOTES, TABLES
from scrapers.staging import FetchedFile
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

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError)
"""What `zipfile` raises on damage; encryption and an unknown method are RuntimeErrors."""


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
    except _DAMAGED as error:
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
    except _DAMAGED as error:
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
