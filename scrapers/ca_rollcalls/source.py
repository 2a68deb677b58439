"""One session of roll calls as one archive: read whole, or refused with the reason, and staged."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import numpy as np
import pyarrow as pa

from scrapers.ca_rollcalls.ballots import (
    NOT_IN_BODY,
    OPTION_OF_CODE,
    VACANCY,
    Matrix,
    parse_ballots,
)
from scrapers.ca_rollcalls.descriptions import RollDescription, parse_descriptions
from scrapers.ca_rollcalls.lines import refused
from scrapers.kit.columns import (
    date_column,
    never_column,
    numbers_column,
    repeated_column,
    text_column,
    whole_number_column,
)
from scrapers.kit.source import FileSource, Origin, Staged, Wanted, address_of
from scrapers.kit.staging import fetched_file, provenance
from scrapers.kit.zips import DAMAGED, climbs, not_a_zip
from tracker.crawls.manifest import Manifest
from tracker.crawls.shapes import MORE_OF_ROLLS, ROLL_CALLS, VOTES
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError
from tracker.rules import reference
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.vocabulary import Option

DECLARATION = declared_source("ca_rollcalls")
JURISDICTION = DECLARATION.one_jurisdiction(None)
LARGEST = 32_000_000
"""Bytes. No archive seen is over 1 MB; a body beyond this is not one."""
REPAIR = "noes_include_not_voting"
"""In some sessions (2013-14 among them) Senators with no vote recorded stand as Noes. The loader
repairs a roll only where its declared counts prove it."""
MEMBER_BYTES = 32_000_000
"""The most that is unpacked of one file. The largest seen is 3.2 MB (2017-18): ten times that
is no session's archive, and the bound keeps a zip bomb from filling the memory."""

_DOUBT = next(field for field in MORE_OF_ROLLS if field.name == "doubt")
_MEMBER = re.compile(r"ca(\d\d)-(\d\d)(desc|votes)\.dat", re.IGNORECASE | re.ASCII)
_CENTURY_TURNS = 93
"""The archives begin in 1993, so `93` to `99` are of the last century."""


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


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """The roll calls and votes of the archive at `path`.

    Raises:
        SourceError: the archive cannot be read, or holds another session than is wanted.
    """
    archive = read_archive(path, known_as=origin.name)
    if wanted.session not in (None, archive.session):
        raise SourceError(
            f"the archive holds session {archive.session}, not {wanted.session}",
            where=origin.name,
            what_to_do="name the session that the archive holds, or get the other archive",
        )
    votes = _votes_table(archive)
    file = fetched_file(path, origin, address_of(origin.url, _sitting(archive.session)))
    manifest = Manifest(
        **provenance(DECLARATION, JURISDICTION),
        session=archive.session,
        files=[file],
        counts={"roll_calls": len(archive.rolls), **_count_votes(archive)},
        repair=REPAIR,
        warnings=list(archive.warnings),
    )
    return Staged(manifest, {"roll_calls": _roll_calls_table(archive), "votes": votes})


SOURCE = FileSource(DECLARATION, LARGEST, parse)


def _count_votes(archive: SessionArchive) -> dict[str, int]:
    """Votes of people, and listings of vacant seats, which are not votes."""
    per_voter = (archive.codes != NOT_IN_BODY).sum(axis=1)
    vacant = np.array([voter == VACANCY for voter in archive.voters])
    return {"votes": int(per_voter[~vacant].sum()), "vacancies": int(per_voter[vacant].sum())}


def _roll_calls_table(archive: SessionArchive) -> pa.Table:
    columns = dict(zip(RollDescription._fields, zip(*archive.rolls, strict=True), strict=True))

    legislature = reference.jurisdiction_of(JURISDICTION)

    @cache
    def bill_id(printed: str) -> str | None:
        bill = legislature.measure(printed, archive.session)
        return bill.bill_id if bill else None

    return pa.table(
        {
            "row": whole_number_column(columns["row"]),
            "source_ref": text_column([f"roll {number}" for number in columns["number"]]),
            "bill_id": text_column([bill_id(printed) for printed in columns["bill_printed"]]),
            "bill_printed": text_column(columns["bill_printed"]),
            "author": text_column(columns["author"]),
            "topic": text_column(columns["topic"]),
            "date": date_column(columns["date"]),
            "location": text_column(columns["location"]),
            "motion": text_column(columns["motion"]),
            "yes": whole_number_column(columns["yes"]),
            "no": whole_number_column(columns["no"]),
            "result": text_column(columns["result"]),
            "known_missing": never_column(len(archive.rolls)),
            "note": text_column(columns["note"]),
            "doubt": text_column(columns["doubt"]),
        },
        schema=pa.schema([*ROLL_CALLS, _DOUBT]),
    )


def _votes_table(archive: SessionArchive) -> pa.Table:
    """One row per code that is not `0`, by roll call, then in the order of the source's lines."""
    rolls, voters = np.nonzero(archive.codes.T != NOT_IN_BODY)
    codes = archive.codes[voters, rolls]
    words = [chr(code) for code in OPTION_OF_CODE]
    options = [*OPTION_OF_CODE.values(), Option.VACANT]
    word_of = np.zeros(256, dtype=np.int32)
    word_of[list(OPTION_OF_CODE)] = np.arange(len(words))
    vacant = np.array([voter == VACANCY for voter in archive.voters])
    option = np.where(vacant[voters], options.index(Option.VACANT), word_of[codes])
    row_of = np.array([roll.row for roll in archive.rolls], dtype=np.int32)
    return pa.table(
        {
            "row": numbers_column(row_of[rolls]),
            "voter": repeated_column(voters, archive.voters),
            "word": repeated_column(word_of[codes], words),
            "option": repeated_column(option, options),
        }
    ).select(VOTES.names)


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
    except DAMAGED as error:
        what = not_a_zip(path) or "the zip archive is cut off or damaged"
        raise refused(what, where) from error
    except OSError as error:
        raise SourceError(
            f"the archive cannot be read: {error.strerror or error}",
            where=where,
            what_to_do="check the path and that the file may be read",
        ) from error
    described = parse_descriptions(
        descriptions, members.session, f"{where}, {members.descriptions.filename}"
    )
    ballots = parse_ballots(votes, members.session, f"{where}, {members.votes.filename}", described)
    warnings = (*described.warnings, *ballots.warnings)
    return SessionArchive(members.session, described.rolls, ballots.voters, ballots.codes, warnings)


def _session_of_years(first: str, last: str) -> str | None:
    """`19992000` from `99`, `00`; None where the years are not one session."""
    years = [int(y) + (1900 if int(y) >= _CENTURY_TURNS else 2000) for y in (first, last)]
    if years[0] % 2 == 0 or years[1] != years[0] + 1:
        return None
    return f"{years[0]}{years[1]}"


def _members(zipped: zipfile.ZipFile, where: str) -> _Members:
    found: dict[tuple[str, str], zipfile.ZipInfo] = {}
    for info in zipped.infolist():
        if climbs(info.filename):
            raise refused(f"a file of it is to be put outside: {info.filename!r}", where)
        match = _MEMBER.fullmatch(PurePosixPath(info.filename).name)
        session = _session_of_years(match[1], match[2]) if match else None
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
            name = address_of(f"ca{{years}}{kind}.dat", _sitting(session))
            raise refused(f"the file {name} is missing from the archive", where)
    return _Members(session, found[session, "desc"], found[session, "votes"])


def _sitting(session: str) -> LegislativeSession:
    return reference.jurisdiction_of(JURISDICTION).session(session)


def _unpack(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> bytes:
    place = f"{where}, {info.filename}"
    try:
        with zipped.open(info) as member:
            raw = member.read(MEMBER_BYTES + 1)
    except (*DAMAGED, OSError) as error:
        raise refused(f"this file of the archive is cut off or damaged: {error}", place) from error
    if len(raw) > MEMBER_BYTES:
        raise refused(
            f"this file unpacks to more than {MEMBER_BYTES // 1_000_000} MB, ten times the "
            "largest session",
            place,
        )
    return raw
