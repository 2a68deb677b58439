"""The API's answers: JSON objects of a few kinds, each told by its own number, from any files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from scrapers.kit.zips import texts
from tracker.errors import SourceError

Record = Mapping[str, Any]
LARGEST_FILE = 500_000_000
"""Bytes. An answer has at most a thousand objects of some 5,000."""
GET_AGAIN = "get the file again; if it is the same, the source has changed: report it"

NEEDED: Mapping[str, tuple[str, ...]] = {
    "EventId": ("EventBodyName", "EventDate"),
    "EventItemId": ("EventItemEventId",),
    "VoteId": ("VoteEventItemId", "VotePersonId", "VotePersonName", "VoteValueName"),
    "MatterId": ("MatterFile",),
    "OfficeRecordId": (
        *("OfficeRecordPersonId", "OfficeRecordFullName", "OfficeRecordBodyName"),
        *("OfficeRecordStartDate", "OfficeRecordEndDate"),
    ),
}
"""The kinds of objects that are read, by the name of their number, and what each must have; it may
be empty where that means something."""
_NEVER_EMPTY = frozenset(
    {
        *("EventBodyName", "EventDate", "EventItemEventId", "VoteEventItemId", "VotePersonId"),
        *("VotePersonName", "OfficeRecordPersonId", "OfficeRecordFullName"),
        *("OfficeRecordBodyName", "OfficeRecordStartDate"),
    }
)


@dataclass
class Answers:
    """The objects of all files, by kind and number."""

    kinds: dict[str, dict[int, Record]] = field(
        default_factory=lambda: {kind: {} for kind in NEEDED}
    )
    left_out: Counter[str] = field(default_factory=Counter)
    """Objects of other kinds, by the name of their number."""
    hosts: set[str] = field(default_factory=set)
    """The hosts of the pages that the objects name."""

    def of(self, kind: str) -> list[Record]:
        """All of a kind, in the order of their numbers."""
        return [record for _, record in sorted(self.kinds[kind].items())]


def read_answers(path: Path, known_as: str) -> Answers:
    """Raises SourceError where a file is no such answer, lacks what is needed, or gives two objects
    under one number.
    """
    found = Answers()
    for name, text in texts(path, known_as, _is_wanted, LARGEST_FILE, GET_AGAIN):
        try:
            told = json.loads(text.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise refused(f"this is not whole JSON: {error}", name) from error
        records = told if isinstance(told, list) else [told]
        for nth, record in enumerate(records, 1):
            _add(found, record, f"{name}, object {nth}")
    if not any(found.kinds.values()):
        raise refused("there is no meeting, item, vote, matter or office record", known_as)
    return found


def refused(what: str, where: str) -> SourceError:
    """A file that cannot be read."""
    return SourceError(what, where=where, what_to_do=GET_AGAIN)


def day_of(record: Record, name: str, where: str) -> date | None:
    """The day that begins a moment of local time, as in `2024-09-26T00:00:00`; None where empty."""
    given = record.get(name)
    if given is None or given == "":
        return None
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError as error:
        raise refused(f"{name} is no day: {given!r}", where) from error


def text_of(record: Record, name: str) -> str:
    """In one line; empty where there is none."""
    given = record.get(name)
    return " ".join(str(given).split()) if given is not None else ""


def _is_wanted(name: str) -> bool:
    return name.lower().endswith(".json")


def _add(found: Answers, record: object, where: str) -> None:
    if not isinstance(record, Mapping):
        raise refused("it is no object of the API", where)
    found.hosts.update(_hosts(record))
    for name, value in record.items():
        if isinstance(value, list):
            for nth, one in enumerate(value, 1):
                _add(found, one, f"{where}, {name} {nth}")
    kind = next((kind for kind in NEEDED if kind in record), None)
    if kind is None:
        number_name = next((one for one in record if one.endswith("Id")), None)
        if number_name is None:
            raise refused(
                f"it is no object of the API, but has {', '.join(record) or 'nothing'}", where
            )
        found.left_out[number_name] += 1
        return
    number = record[kind]
    lacking = [one for one in NEEDED[kind] if one not in record]
    lacking += [one for one in NEEDED[kind] if one in _NEVER_EMPTY and not text_of(record, one)]
    if not isinstance(number, int) or lacking:
        what = f"{kind} {number!r} has no {', '.join(dict.fromkeys(lacking)) or 'number'}"
        raise refused(what, where)
    plain = {name: value for name, value in record.items() if not isinstance(value, list)}
    if found.kinds[kind].setdefault(number, plain) != plain:
        raise refused(f"{kind} {number} stands there twice and differs", where)


def _hosts(record: Record) -> Iterator[str]:
    for name in ("EventInSiteURL", "EventAgendaFile", "EventMinutesFile"):
        given = record.get(name)
        if isinstance(given, str) and "://" in given:
            yield given.partition("://")[2].partition("/")[0].lower()
