"""A session's zip archive read whole: its descriptions and its votes, or an error that says why."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scrapers.bulk.zips import climbs, not_a_zip
from scrapers.ca_rollcalls.ballots import Matrix, read_ballots
from scrapers.ca_rollcalls.descriptions import RollDescription, read_descriptions
from scrapers.ca_rollcalls.lines import refused
from scrapers.ca_rollcalls.sessions import session_of_years, years_of
from tracker.errors import SourceError

MEMBER_BYTES = 32_000_000
"""The most that is unpacked of one file. The largest seen is 3.2 MB (2017-18): ten times that
is no session's archive, and the bound keeps a zip bomb from filling the memory."""

_MEMBER = re.compile(r"ca(\d\d)-(\d\d)(desc|votes)\.dat", re.IGNORECASE | re.ASCII)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What `zipfile` raises on damage: encryption and an unknown method are RuntimeErrors, a cut-off
member an EOFError, zlib.error or BadZipFile, a mangled directory any of the others."""


@dataclass(frozen=True)
class SessionArchive:
    """One session of roll calls. `codes[v, r]` is the code of `voters[v]` on `rolls[r]`."""

    session: str
    rolls: list[RollDescription]
    voters: list[str]
    codes: Matrix
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Members:
    session: str
    descriptions: zipfile.ZipInfo
    votes: zipfile.ZipInfo


def read_archive(path: Path, known_as: str | None = None) -> SessionArchive:
    """The session that the archive at `path` holds; `known_as` names it in errors.

    Raises:
        SourceError: it is not a zip, is cut off or damaged, unpacks beyond `MEMBER_BYTES`, lacks
            a file, or one of its files is not what it should be.
    """
    where = known_as or path.name
    try:
        with zipfile.ZipFile(path) as zipped:
            members = _members(zipped, where)
            descriptions = _unpack(zipped, members.descriptions, where)
            votes = _unpack(zipped, members.votes, where)
    except _DAMAGED as error:
        what = not_a_zip(path) or "the zip archive is cut off or damaged"
        raise refused(what, where) from error
    except OSError as error:
        raise SourceError(
            f"the archive cannot be read: {error.strerror or error}",
            where=where,
            what_to_do="check the path and that the file may be read",
        ) from error
    described = read_descriptions(
        descriptions, members.session, f"{where}, {members.descriptions.filename}"
    )
    ballots = read_ballots(votes, members.session, f"{where}, {members.votes.filename}", described)
    warnings = (*described.warnings, *ballots.warnings)
    return SessionArchive(members.session, described.rolls, ballots.voters, ballots.codes, warnings)


def _members(zipped: zipfile.ZipFile, where: str) -> _Members:
    found: dict[tuple[str, str], zipfile.ZipInfo] = {}
    for info in zipped.infolist():
        if climbs(info.filename):
            raise refused(f"a file of it is to be put outside: {info.filename!r}", where)
        match = _MEMBER.fullmatch(PurePosixPath(info.filename).name)
        session = session_of_years(match[1], match[2]) if match else None
        if match is None or session is None:
            continue
        if (session, match[3].lower()) in found:
            raise refused(f"the archive holds two files named {match[0]}", where)
        found[session, match[3].lower()] = info
    sessions = sorted({session for session, _ in found})
    if not sessions:
        raise refused(
            "the archive holds no caYY-YYdesc.dat and caYY-YYvotes.dat of a session", where
        )
    if len(sessions) > 1:
        raise refused(f"the archive holds more than one session: {', '.join(sessions)}", where)
    session = sessions[0]
    for kind in ("desc", "votes"):
        if (session, kind) not in found:
            raise refused(
                f"the file ca{years_of(session)}{kind}.dat is missing from the archive", where
            )
    return _Members(session, found[session, "desc"], found[session, "votes"])


def _unpack(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> bytes:
    place = f"{where}, {info.filename}"
    try:
        with zipped.open(info) as member:
            raw = member.read(MEMBER_BYTES + 1)
    except (*_DAMAGED, OSError) as error:
        raise refused(f"this file of the archive is cut off or damaged: {error}", place) from error
    if len(raw) > MEMBER_BYTES:
        raise refused(
            f"this file unpacks to more than {MEMBER_BYTES // 1_000_000} MB, ten times the "
            "largest session",
            place,
        )
    return raw
