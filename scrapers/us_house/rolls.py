"""What both houses of Congress publish: one XML file per roll call, read into a crawl folder."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa

from scrapers.kit.source import Origin, Staged, Wanted
from scrapers.kit.staging import fetched_file, provenance
from scrapers.kit.zips import texts
from tracker.crawls.manifest import Manifest
from tracker.crawls.shapes import (
    BILL_FACTS,
    MORE_OF_AUTHORS,
    MORE_OF_ROLLS,
    PEOPLE,
    ROLL_CALLS,
    VOTES,
)
from tracker.crawls.sources import SourceDeclaration
from tracker.errors import SourceError
from tracker.rules import reference

LARGEST = 500_000_000
"""Bytes. A year of both houses packs to 8 MB."""
LARGEST_ROLL = 2_000_000
"""Bytes. A roll call of the House has 85,000."""
GET_AGAIN = "get the file again; if it is the same, the source has changed: report it"
PARTIES = {"D": "Democratic", "R": "Republican", "I": "Independent", "ID": "Independent"}
_ROLLS = pa.schema([*ROLL_CALLS, *MORE_OF_ROLLS])
_AUTHORS = pa.schema([*BILL_FACTS["authors"], *MORE_OF_AUTHORS])


@dataclass(frozen=True)
class Ballot:
    """What one member did, in the source's word and in ours."""

    number: str
    printed: str
    name: str
    given_name: str | None
    family_name: str
    party: str
    word: str
    option: str


@dataclass(frozen=True)
class Roll:
    """One roll call on a measure."""

    congress: str
    number: str
    """Within the Congress: the year and the source's number, as in `2017-54`."""
    measure: str
    title: str
    day: date
    motion: str
    required: str
    result: str
    yes: int
    no: int
    listed: int
    note: str | None
    ballots: Sequence[Ballot]


@dataclass
class Read:
    """The roll calls of a file, and why others were left out."""

    rolls: dict[str, Roll] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


Reader = Callable[[ElementTree.Element, str], Roll | str | None]
"""Gives a roll call, a reason to leave it out, or None where the file is none of this house."""


def parse_rolls(
    path: Path,
    origin: Origin,
    wanted: Wanted,
    declaration: SourceDeclaration,
    chamber: str,
    numbered_by: str,
    reader: Reader,
) -> Staged:
    """The roll calls of one house in the zip, folder or file at `path`.

    Raises:
        SourceError: it cannot be read, holds no roll call or those of several Congresses, or is of
            another session than is wanted.
    """
    read = _read(path, origin.name, reader)
    congresses = sorted({roll.congress for roll in read.rolls.values()})
    if len(congresses) != 1:
        found = " and ".join(congresses) or "no roll call of this house on a measure"
        raise refused(f"one Congress is read at a time, and this holds {found}", origin.name)
    sitting = reference.jurisdiction_of("us").session(congresses[0])
    if wanted.session is not None and not sitting.is_meant_by(wanted.session):
        raise refused(
            f"this is of the {sitting.name}, which is not what was asked for", origin.name
        )
    tables = _tables(read, sitting.id, chamber)
    warnings = [f"{count} roll calls are left out: {why}" for why, count in read.left_out.items()]
    manifest = Manifest(
        **provenance(declaration, "us"),
        session=sitting.id,
        files=[fetched_file(path, origin, f"{declaration.site}/{declaration.file}")],
        counts={name: len(table) for name, table in tables.items() if name != "versions"},
        absent=dict(declaration.absent),
        repair=None,
        warnings=warnings,
        changes_only=True,
        rolls_are_numbered=True,
        numbered_by=numbered_by,
        declared_session=None,
    )
    return Staged(manifest, tables)


def pack(folder: Path, into: Path) -> None:
    """The files of a folder as one archive."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in _texts(folder, str(folder)):
            zipped.writestr(name, text)


def said(element: ElementTree.Element, path: str) -> str:
    """The text at that path; empty where there is none."""
    return (element.findtext(path) or "").strip()


def count_of(element: ElementTree.Element, path: str, where: str) -> int:
    """The number at that path; an empty element is nought.

    Raises:
        SourceError: it is no number, or is missing.
    """
    text = element.findtext(path)
    if text is None or not (text.strip() or "0").isdigit():
        raise refused(f"{path} is not a number: {text!r}", where)
    return int(text.strip() or "0")


def refused(what: str, where: str) -> SourceError:
    """A file that cannot be read."""
    return SourceError(what, where=where, what_to_do=GET_AGAIN)


def _texts(path: Path, known_as: str) -> Iterator[tuple[str, bytes]]:
    """The XML files of a file, a zip, or a folder of either."""
    return texts(path, known_as, lambda name: name.endswith(".xml"), LARGEST_ROLL, GET_AGAIN)


def _read(path: Path, known_as: str, reader: Reader) -> Read:
    read = Read()
    for name, text in _texts(path, known_as):
        where = f"{known_as}, {name}"
        if b"<!ENTITY" in text:
            raise refused("it defines entities, which no roll call does", where)
        try:
            found = reader(ElementTree.fromstring(text), where)
        except ElementTree.ParseError as error:
            raise refused(f"this is not whole XML: {error}", where) from error
        if isinstance(found, str):
            read.left_out[found] += 1
        elif found is not None and read.rolls.setdefault(found.number, found) != found:
            raise refused(f"roll call {found.number} stands there twice and differs", where)
    return read


def _tables(read: Read, session: str, chamber: str) -> dict[str, pa.Table]:
    us = reference.jurisdiction_of("us")
    house = next(one.name for one in us.chambers if one.chamber == chamber)
    rolls: list[dict[str, object]] = []
    votes: list[dict[str, object]] = []
    bills: dict[str, dict[str, object]] = {}
    people: dict[str, Ballot] = {}
    ordered = sorted(read.rolls.values(), key=lambda one: [int(n) for n in one.number.split("-")])
    for row, roll in enumerate(ordered, 1):
        measure = us.measure(roll.measure, session)
        if measure is None:
            raise refused(f"{roll.measure!r} is no measure known here", f"roll call {roll.number}")
        ref = f"roll call {roll.number}"
        bills.setdefault(
            measure.bill_id, {"bill_id": measure.bill_id, "title": roll.title, "source_ref": ref}
        )
        rolls.append(
            {
                "row": row,
                "source_ref": ref,
                "bill_id": measure.bill_id,
                "bill_printed": roll.measure,
                "date": roll.day,
                "location": f"{house} floor",
                "motion": roll.motion,
                "yes": roll.yes,
                "no": roll.no,
                "result": roll.result,
                "known_missing": False,
                "note": roll.note,
                "vote_required": roll.required,
                "listed": roll.listed,
                "names_not_known": not roll.ballots,
            }
        )
        for ballot in roll.ballots:
            people[ballot.number] = ballot
            votes.append(
                {"row": row, "voter": ballot.number, "word": ballot.word, "option": ballot.option}
            )
    facts = {
        "roll_calls": pa.Table.from_pylist(rolls, _ROLLS),
        "votes": pa.Table.from_pylist(votes, VOTES),
        "people": pa.Table.from_pylist(_people(people, chamber), PEOPLE),
        "bills": pa.Table.from_pylist(list(bills.values()), BILL_FACTS["bills"]),
        "authors": _AUTHORS.empty_table(),
    }
    return facts | {name: BILL_FACTS[name].empty_table() for name in ("versions", "actions")}


def _people(people: dict[str, Ballot], chamber: str) -> list[dict[str, object]]:
    """One row per member; two who are printed alike differ by number."""
    alike = Counter(ballot.printed for ballot in people.values())
    return [
        {
            "number": number,
            "printed": one.printed if alike[one.printed] == 1 else f"{one.printed} (no. {number})",
            "name": one.name,
            "given_name": one.given_name,
            "family_name": one.family_name,
            "chamber": chamber,
            "party": PARTIES.get(one.party, one.party or None),
            "source_ref": f"person {number}",
        }
        for number, one in sorted(people.items())
    ]


def measure_written(letters_and_number: str) -> str:
    """As in `H R 1`, `H.R. 1` and `PN37` without what stands between: `HR 1`, `PN 37`."""
    bare = re.sub(r"[.\s]", "", letters_and_number).upper()
    return re.sub(r"^([A-Z]+)(?=\d)", r"\1 ", bare)
