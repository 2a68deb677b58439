"""The files of a state's people, from a zip or a folder, staged as one row per seat."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scrapers.kit.people import people_staged, refuse_session
from scrapers.kit.source import FileSource, Origin, Staged, Wanted
from scrapers.kit.staging import fetched_file
from scrapers.kit.zips import DAMAGED, not_a_zip
from scrapers.openstates_people.person_file import LARGEST as LARGEST_FILE
from scrapers.openstates_people.person_file import FileRefused, Person, parse_person
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError, UsageError
from tracker.rules import reference

DECLARATION = declared_source("openstates_people")
LARGEST = 500_000_000
"""Bytes. The whole repository comes to a tenth of this."""
MOST_FILES = 200_000
"""Names in an archive. All states together have some 25,000."""
MOST_NAMED = 5
GET_AGAIN = "get the file again, or name the folder or zip of one state's people"

_PERSON = re.compile(r"(?:^|/)(?:(?P<state>[a-z]{2})/)?(?:legislature|retired)/[^/]+\.ya?ml$")


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """The people of one legislature and their seats.

    Raises:
        UsageError: it was not said whose people, or a session was.
        SourceError: it is no zip or folder of such files, or none of them is of that legislature.
    """
    jurisdiction = DECLARATION.one_jurisdiction(wanted.jurisdiction)
    refuse_session(wanted)
    legislature = reference.jurisdiction_of(jurisdiction)
    if legislature.ocd_id is None:
        raise UsageError(
            f"the jurisdiction {jurisdiction!r} has no Open Civic Data id",
            where="--jurisdiction",
            what_to_do="write its ocd_id in its jurisdiction.yaml",
        )
    rows, numbers, warnings, people = _rows(path, origin, legislature.ocd_id, jurisdiction)
    return people_staged(
        DECLARATION,
        jurisdiction,
        fetched_file(path, origin, origin.url),
        rows,
        numbers,
        people=people,
        warnings=warnings,
    )


def pack(folder: Path, into: Path) -> None:
    """The files of a folder as one archive, from which they can be read again."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in _of_folder(folder):
            zipped.writestr(name, content)


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack)


def _rows(
    path: Path, origin: Origin, ocd_id: str, state: str
) -> tuple[list[dict[str, object]], list[dict[str, object]], list[str], int]:
    """A row per seat, one per number of somebody with a seat, what a reader should know, and how
    many people there are.
    """
    rows: list[dict[str, object]] = []
    numbers: list[dict[str, object]] = []
    left: dict[str, list[str]] = {}
    people: Counter[str] = Counter()
    for name, content in _of_folder(path) if path.is_dir() else _of_zip(path, origin.name):
        said = _PERSON.search(name)
        if said and said["state"] not in (None, state):
            continue
        try:
            person = parse_person(content, ocd_id)
        except FileRefused as refused:
            left.setdefault(f"files that are no person's ({refused})", []).append(name)
            continue
        if person.elsewhere and not person.seats:
            left.setdefault("people of another legislature", []).append(name)
        elif person.seats and people[person.person]:
            left.setdefault("second files of a person", []).append(name)
        elif person.seats:
            people[person.person] += 1
            rows += _seats(person, name, left)
            numbers += (
                {"number": person.person, "scheme": scheme, "identifier": number}
                for scheme, number in person.numbers
            )
    if not rows:
        raise SourceError(
            f"no person of these files has a seat in {ocd_id}",
            where=origin.name,
            what_to_do=GET_AGAIN,
        )
    warnings = [f"left out, {why}: {_some(names)}" for why, names in sorted(left.items())]
    return rows, numbers, warnings, len(people)


def _seats(person: Person, name: str, left: dict[str, list[str]]) -> Iterator[dict[str, object]]:
    for seat in person.seats:
        if seat.fault:
            left.setdefault(f"seats that cannot be ({seat.fault})", []).append(person.name)
            continue
        yield {
            "person": person.person,
            "name": person.name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "other_names": list(person.other_names),
            "party": person.party,
            "chamber": seat.chamber,
            "district": seat.district,
            "start_date": seat.start,
            "end_date": seat.end,
            "end_reason": seat.end_reason,
            "source_ref": name.rpartition("/")[2],
        }


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(one.rpartition("/")[2] for one in sorted(names)[:MOST_NAMED]) + more


def _of_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    """The folder may be that of all states, of one, or its `legislature` or `retired` alone."""
    within = path.resolve().parent
    for file in sorted(one for one in path.resolve().rglob("*.y*ml") if one.is_file()):
        name = file.relative_to(within).as_posix()
        if _PERSON.search(name):
            with file.open("rb") as opened:
                yield name, opened.read(LARGEST_FILE + 1)


def _of_zip(path: Path, known_as: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as zipped:
            names = sorted(name for name in zipped.namelist() if _PERSON.search(name))
            if len(names) > MOST_FILES:
                raise SourceError(
                    f"the archive holds {len(names):,} people", where=known_as, what_to_do=GET_AGAIN
                )
            for name in names:
                with zipped.open(name) as member:
                    yield name, member.read(LARGEST_FILE + 1)
    except DAMAGED as error:
        what = not_a_zip(path) or f"this is not a whole zip archive: {error}"
        raise SourceError(what, where=known_as, what_to_do=GET_AGAIN) from error
