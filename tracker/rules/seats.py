"""Who sat when, from dated seats: those of a source of people, and reviewed ones in their stead.

Pure: seats in, the terms and printed names of each session out. A seat without a first day seats
nobody: the reviewed file says from when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

from tracker.rules.csvfile import CsvRow, read_rows, refuse_repeated
from tracker.rules.identity import folded_name
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.vocabulary import Chamber

LEAST_SEATED = 0.9
"""Of a house's districts. Where fewer have a holder, a name might be that of somebody unknown, and
the whole house stays unseated for that session."""

_SUFFIX = re.compile(r",?\s+(jr\.?|sr\.?|ii|iii|iv|ph\.?d\.?|m\.?d\.?|esq\.?)$", re.IGNORECASE)
_TITLE = re.compile(r"^(dr|mr|mrs|ms)\.\s+", re.IGNORECASE)
_NICKNAME = re.compile(r"\s*[\"“(][^\"”)]*[\"”)]")


@dataclass(frozen=True)
class KnownPerson:
    """A human being, and every name under which sources know them."""

    person_id: str
    name: str
    given_name: str | None
    family_name: str | None
    other_names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    """Open Civic Data's ids: two files of one person are one person."""
    source_id: str = ""
    source_ref: str | None = None


@dataclass(frozen=True)
class Seat:
    """A seat in a house, both days included; `end` is None while it is held, `start` where no
    source gives the first day.
    """

    person_id: str
    chamber: Chamber
    district: str | None
    party: str | None
    start: date | None
    end: date | None
    end_reason: str | None = None
    note: str | None = None
    is_reviewed: bool = False
    source_id: str = ""
    source_ref: str | None = None


@dataclass(frozen=True)
class Reviewed:
    """The reviewed files beside a source of people: who is who, and who sat when."""

    people: tuple[KnownPerson, ...] = ()
    seats: tuple[Seat, ...] = ()


def seated_in(seats: Iterable[Seat], session: LegislativeSession) -> list[Seat]:
    """The seats held in a session, within its days."""
    return sorted(
        filter(None, (_within(seat, session) for seat in seats)),
        key=lambda seat: (seat.chamber, seat.person_id, seat.start or date.min),
    )


def with_reviewed(seats: Iterable[Seat], reviewed: Sequence[Seat]) -> list[Seat]:
    """All seats: a reviewed one stands in the stead of what a source says of that person and house
    without a first day, or of days that it shares.
    """
    kept = [
        seat
        for seat in seats
        if not any(
            (one.person_id, one.chamber) == (seat.person_id, seat.chamber)
            and (seat.start is None or _meet(one, seat))
            for one in reviewed
        )
    ]
    return [*kept, *reviewed]


def houses_known(seats: Iterable[Seat], jurisdiction: Jurisdiction) -> set[Chamber]:
    """The houses of a session nearly all of whose districts have a holder."""
    held: dict[Chamber, set[str]] = {}
    for seat in seats:
        held.setdefault(seat.chamber, set()).add(seat.district or seat.person_id)
    return {
        house.chamber
        for house in jurisdiction.chambers
        if len(held.get(house.chamber, ())) >= LEAST_SEATED * house.seats
    }


def shared_seats(seats: Iterable[Seat]) -> Iterator[tuple[Seat, Seat]]:
    """Two people who are said to hold one seat on one day."""
    by_place: dict[tuple[Chamber, str], list[Seat]] = {}
    for seat in seats:
        if seat.district:
            by_place.setdefault((seat.chamber, seat.district), []).append(seat)
    for held in by_place.values():
        for one, other in combinations(held, 2):
            if one.person_id != other.person_id and _meet(one, other):
                yield one, other


def printed_names(person: KnownPerson) -> list[str]:
    """The ways in which this name may stand on a roll call: surname, with initial, in full.

    Of several words no part is taken for a surname that no file gives as the end of a name.
    """
    found: dict[str, None] = {}
    for name in (person.name, *person.other_names):
        found |= dict.fromkeys(_ways(name))
    if person.family_name:
        given = (person.given_name or person.name).split()
        found[person.family_name] = None
        if given and given[0] != person.family_name:
            found |= dict.fromkeys(_with_given(given[0], person.family_name))
    return list(found)


def _ways(name: str) -> Iterator[str]:
    yield name
    if "," in name and not _SUFFIX.search(name):
        return
    plain, suffix = _TITLE.sub("", _NICKNAME.sub("", name)), None
    while ended := _SUFFIX.search(plain):
        suffix, plain = suffix or ended[1], plain[: ended.start()]
    words = plain.split()
    yield plain
    for first in range(1, len(words)):
        tail = " ".join(words[first:])
        if len(words[first].rstrip(".")) == 1:
            continue
        yield tail
        yield from _with_given(words[0], tail)
        if suffix:
            yield f"{tail} {suffix}"
            yield f"{tail}, {suffix}"


def _with_given(given: str, family: str) -> Iterator[str]:
    yield f"{given} {family}"
    yield f"{family}, {given}"
    yield f"{given[0]}. {family}"
    yield f"{family}, {given[0]}."


def _within(seat: Seat, session: LegislativeSession) -> Seat | None:
    """The part of a seat in a session; None where there is none.

    Sources that know the year alone write 1 January and 31 December, while sessions begin in the
    December before: such a seat begins with the session, and is over when the next one begins.
    """
    if seat.start is None:
        return None
    start, end = seat.start, seat.end or session.end
    if _is_new_year(start) and session.start < start and (start - session.start).days <= 31:
        start = session.start
    if end <= session.start or (_is_years_end(end) and (end - session.start).days <= 31):
        return None
    if start > session.end:
        return None
    return replace(seat, start=max(start, session.start), end=min(end, session.end))


def _is_new_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _is_years_end(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _meet(one: Seat, other: Seat) -> bool:
    if one.start is None or other.start is None:
        return False
    return one.start < (other.end or date.max) and other.start < (one.end or date.max)


PEOPLE = ("person_id", "name", "given_name", "family_name", "other_names", "ocd_person_ids", "note")
SEATS = (
    *("person_id", "chamber", "district", "party", "start_date", "end_date"),
    *("reviewed_by", "source"),
)


def read_reviewed_people(path: Path) -> tuple[KnownPerson, ...]:
    """Who is who, where a source of people does not say it: `people.csv` of a jurisdiction.

    Raises:
        DataFileError: names the file, the line and what to do.
    """
    if not path.exists():
        return ()
    rows = read_rows(path, PEOPLE)
    refuse_repeated(rows, "person_id")
    seen: dict[str, str] = {}
    for row in rows:
        for ocd_id in _listed(row, "ocd_person_ids"):
            if ocd_id in seen:
                raise row.fault(f"{ocd_id} is also {seen[ocd_id]}", "keep it with one of the two")
            seen[ocd_id] = row.text("person_id")
    return tuple(
        KnownPerson(
            row.text("person_id"),
            row.text("name"),
            row.optional("given_name"),
            row.optional("family_name"),
            _listed(row, "other_names"),
            _listed(row, "ocd_person_ids"),
            source_ref=f"people.csv, line {row.line}",
        )
        for row in rows
    )


def read_reviewed_seats(path: Path, jurisdiction: Jurisdiction) -> tuple[Seat, ...]:
    """Who sat when, where a source of people does not say it: `seats.csv` of a jurisdiction.

    Raises:
        DataFileError: an unknown house, impossible days, or two people in one seat.
    """
    if not path.exists():
        return ()
    rows = read_rows(path, SEATS)
    seats = [_reviewed_seat(row, jurisdiction) for row in rows]
    lines = dict(zip(seats, rows, strict=True))
    for one, other in shared_seats(seats):
        raise lines[other].fault(
            f"{other.person_id} and {one.person_id} hold one seat on one day",
            "correct the days of one of them, or the district",
        )
    return tuple(seats)


def _reviewed_seat(row: CsvRow, jurisdiction: Jurisdiction) -> Seat:
    houses = {house.chamber: house.seats for house in jurisdiction.chambers}
    seat = Seat(
        person_id=row.text("person_id"),
        chamber=Chamber(row.one_of("chamber", tuple(houses))),
        district=row.text("district"),
        party=row.optional("party"),
        start=row.day("start_date"),
        end=row.optional_day("end_date"),
        note=row.text("source"),
        is_reviewed=True,
        source_ref=f"seats.csv, line {row.line}",
    )
    row.text("reviewed_by")
    assert seat.start is not None, "row.day gives a day"
    if seat.end is not None and seat.end < seat.start:
        raise row.fault(
            f"end_date {seat.end} is before start_date {seat.start}", "exchange or correct them"
        )
    if seat.district and seat.district.isdigit() and int(seat.district) > houses[seat.chamber]:
        raise row.fault(
            f"the {seat.chamber} house has no district {seat.district}",
            f"write a number from 1 to {houses[seat.chamber]}",
        )
    return seat


def _listed(row: CsvRow, column: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, row.values[column].split(";"))))


def slug(name: str) -> str:
    """A name as part of an id: `monique-limon`."""
    return re.sub(r"[^a-z0-9]+", "-", folded_name(name)).strip("-") or "unnamed"
