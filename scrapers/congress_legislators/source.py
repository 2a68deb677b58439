"""The files of members, from a zip, a folder or by themselves, staged as one row per seat."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scrapers.congress_legislators.members import NUMBERED_BY, Member, MemberRefused, member_of
from scrapers.kit.people import people_staged, refuse_session
from scrapers.kit.source import FileSource, Origin, Staged, Wanted
from scrapers.kit.staging import fetched_file
from scrapers.kit.zips import texts
from tracker.crawls.sources import declared_source
from tracker.errors import DataFileError, SourceError
from tracker.rules import reference
from tracker.rules.yaml_file import yaml_of_text

DECLARATION = declared_source("congress_legislators")
LARGEST = 500_000_000
"""Bytes. The whole repository comes to a tenth of this."""
LARGEST_FILE = 100_000_000
"""Bytes. The file of all former members, in JSON, has a quarter of this."""
GET_AGAIN = "get the file again; if it is the same, the source has changed: report it"

_MEMBERS = re.compile(r"(?:^|/)legislators-(?:current|historical)[^/]*\.(?:ya?ml|json)$")
_ENTRY = re.compile(rb"^- ", re.MULTILINE)
_LAST_DAY = re.compile(rb"\bend: ['\"]?(\d{4}-\d\d-\d\d)")


@dataclass
class Read:
    """The members of a file, and how many others there are."""

    members: dict[str, Member] = field(default_factory=dict)
    bearers: dict[tuple[str, str], str] = field(default_factory=dict)
    """Another's number of a person to the person: none is of two."""
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, member: Member, where: str) -> None:
        """Raises SourceError where a person or a number stands there twice."""
        before = self.members.setdefault(member.number, member)
        if before != member:
            raise refused(f"the person {member.number} stands there twice and differs", where)
        for scheme, number in member.others:
            bearer = self.bearers.setdefault((scheme, number), member.number)
            if bearer != member.number:
                what = f"{scheme} {number} is said to be {bearer} and {member.number}"
                raise refused(f"{what}, who are two people", where)


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """The members of Congress and their seats.

    Raises:
        UsageError: a session was named.
        SourceError: no file of members is there, or one is not whole.
    """
    refuse_session(wanted)
    read = _read(path, origin.name)
    seats = [row for member in read.members.values() for row in _seats(member)]
    numbers: list[dict[str, object]] = [
        {"number": member.number, "scheme": scheme, "identifier": number}
        for member in read.members.values()
        for scheme, number in member.others
    ]
    return people_staged(
        DECLARATION,
        DECLARATION.one_jurisdiction(wanted.jurisdiction),
        fetched_file(path, origin, origin.url),
        seats,
        numbers,
        people=len(read.members),
        warnings=[f"{count:,} people are left out: {why}" for why, count in read.left_out.items()],
        numbered_by=NUMBERED_BY,
    )


def pack(folder: Path, into: Path) -> None:
    """The files of a folder as one archive, from which they can be read again."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in _texts(folder, str(folder)):
            zipped.writestr(name, content)


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack)


def refused(what: str, where: str) -> SourceError:
    """A file that cannot be read."""
    return SourceError(what, where=where, what_to_do=GET_AGAIN)


def _texts(path: Path, known_as: str) -> Iterator[tuple[str, bytes]]:
    is_wanted = lambda name: _MEMBERS.search(name) is not None  # noqa: E731
    return texts(path, known_as, is_wanted, LARGEST_FILE, GET_AGAIN)


def _read(path: Path, known_as: str) -> Read:
    sessions = reference.jurisdiction_of(DECLARATION.one_jurisdiction(None)).sessions
    first_day = min(session.start for session in sessions).isoformat()
    read = Read()
    for name, text in _texts(path, known_as):
        is_json = text.lstrip()[:1] == b"["
        for where, entry in _of_json(text, name) if is_json else _of_yaml(text, name, first_day):
            if entry is None:
                read.left_out[f"their last term ended before {first_day}"] += 1
                continue
            try:
                member = member_of(entry)
            except MemberRefused as reason:
                raise refused(f"an entry cannot be used: {reason}", where) from reason
            if max(term.end for term in member.terms).isoformat() < first_day:
                read.left_out[f"their last term ended before {first_day}"] += 1
            else:
                read.add(member, where)
    if not read.members:
        raise refused("it holds no member of a Congress that is known here", known_as)
    return read


def _of_json(text: bytes, name: str) -> Iterator[tuple[str, object]]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(f"this is not whole JSON: {error}", name) from error
    yield from ((f"{name}, entry {nth}", entry) for nth, entry in enumerate(entries, 1))


def _of_yaml(text: bytes, name: str, first_day: str) -> Iterator[tuple[str, object]]:
    """An entry at a time, since all of them are more than is read as one; None for one whose terms
    were all over before `first_day`.
    """
    starts = [found.start() for found in _ENTRY.finditer(text)]
    if not starts:
        raise refused("this is no list of people in YAML or JSON", name)
    if not text.endswith(b"\n"):
        raise refused("the file breaks off within a line", name)
    line = text.count(b"\n", 0, starts[0]) + 1
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        entry, where = text[start:end], f"{name}, the entry in line {line}"
        line += entry.count(b"\n")
        days = _LAST_DAY.findall(entry)
        if days and max(days).decode() < first_day:
            yield where, None
        else:
            yield where, _yaml_entry(entry, where)


def _yaml_entry(entry: bytes, where: str) -> object:
    try:
        told = yaml_of_text(entry.decode("utf-8"), where, "a person")
    except UnicodeDecodeError as error:
        raise refused("it is no UTF-8 text", where) from error
    except DataFileError as error:
        raise refused(f"it is no YAML that can be used: {error.what}", where) from error
    if not isinstance(told, list) or len(told) != 1:
        raise refused("what begins with a dash is no entry of a list", where)
    return told[0]


def _seats(member: Member) -> Iterator[dict[str, object]]:
    for term in member.terms:
        yield {
            "person": member.number,
            "name": member.name,
            "given_name": member.given_name,
            "family_name": member.family_name,
            "other_names": list(member.other_names),
            "party": term.party,
            "chamber": term.chamber,
            "district": term.district,
            "start_date": term.start,
            "end_date": term.end,
            "end_reason": None,
            "source_ref": f"{NUMBERED_BY} {member.number}",
        }
