"""Dated seats of people whom a source numbers, and who else numbers them.

Who bears two numbers is one person: what the record has of two becomes one. No name is resolved, so
a house need not be known whole. These seats stand in the stead of those that roll calls alone gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.folder import read_other_numbers, read_seats
from tracker.crawls.manifest import SUM_LENGTH, Manifest
from tracker.intake.identifiers import Identifier, entities_known_as, merge_identifiers
from tracker.intake.merge import replace_where_different
from tracker.intake.numbered_people import WITHOUT_DAYS
from tracker.record import tables
from tracker.record.numbered_votes import number_texts
from tracker.record.rows import rows_of
from tracker.rules import reference
from tracker.rules.ids import numbered_person_id
from tracker.rules.seats import Seat, seated_in
from tracker.rules.vocabulary import Chamber
from tracker.store.bulk import stage

Number = tuple[str, str]
"""A scheme, and what somebody is called by it."""


@dataclass(frozen=True)
class NumberedSeats:
    """What a crawl says of its people: rows of their seats, and everybody's numbers, the source's
    own first.
    """

    rows: Sequence[Mapping[str, object]]
    numbers: Mapping[str, Sequence[Number]]


def read_numbered_seats(folder: Path, manifest: Manifest) -> NumberedSeats:
    """Raises SourceError where the crawl cannot be read."""
    assert manifest.numbered_by is not None, f"{manifest.source} numbers nobody"
    rows = read_seats(folder, manifest).to_pylist()
    numbers: dict[str, list[Number]] = defaultdict(list)
    for row in rows:
        numbers[row["person"]] = [(manifest.numbered_by, row["person"])]
    for person, others in others_of(folder, manifest).items():
        numbers[person] += others
    return NumberedSeats(rows, numbers)


def others_of(folder: Path, manifest: Manifest) -> Mapping[str, Sequence[Number]]:
    """Everybody else's numbers of the people of a crawl. Raises SourceError as above."""
    found: dict[str, list[Number]] = defaultdict(list)
    told = read_other_numbers(folder, manifest)
    for other in told.to_pylist() if told is not None else ():
        found[other["number"]].append((other["scheme"], other["identifier"]))
    return found


def known_by_number(
    connection: sa.Connection, numbers: Mapping[str, Sequence[Number]]
) -> dict[str, str]:
    """Who everybody with a number is: whom the record knows by one of them, or else whom the first
    of them will name once it does.
    """
    schemes = {scheme for own in numbers.values() for scheme, _ in own}
    known = {one: entities_known_as(connection, "person", one) for one in schemes}
    return {
        person: next(
            (known[scheme][one] for scheme, one in own if one in known[scheme]),
            numbered_person_id(*own[0]),
        )
        for person, own in numbers.items()
    }


def merge_numbered_seats(
    connection: sa.Connection, manifest: Manifest, found: NumberedSeats
) -> tuple[int, list[str]]:
    """Puts the people and their seats into the store. Gives how many sat in a session that is
    known, and what a reader should know.
    """
    who = _Who(connection, found.numbers)
    unite_people(connection, who.united)
    terms = list(_memberships(manifest, found.rows, who.people))
    sitting = {str(term["person_id"]) for term in terms}
    ours = {"prefix": f"{manifest.crawl}-", "length": len(manifest.crawl) + 1}
    own = "substr(source_id, 1, :length) = :prefix"
    replace_where_different(
        connection, tables.memberships, rows_of(tables.memberships, terms), own, ours
    )
    connection.execute(sa.text(_FORGET_OTHER_CRAWLS), other_crawls(manifest))
    undated: sa.BindParameter[object] = sa.bindparam("without_days", WITHOUT_DAYS, expanding=True)
    connection.execute(sa.text(_FORGET_UNDATED).bindparams(undated))
    _merge_persons(connection, found.rows, who, sitting)
    merge_identifiers(
        connection,
        "person",
        (
            Identifier(who.people[person], *number)
            for person, numbers in found.numbers.items()
            if who.people[person] in sitting
            for number in numbers
        ),
    )
    return len(sitting), who.warnings


class _Who:
    """Who each numbered person is in the record: whom it knows by one of the numbers already."""

    def __init__(self, connection: sa.Connection, numbers: Mapping[str, Sequence[Number]]) -> None:
        self.people: dict[str, str] = {}
        """The source's number to the person."""
        self.made: set[str] = set()
        """People whose id is such a number itself: no reviewed file names them."""
        self.united: dict[str, str] = {}
        """People who are somebody else by their numbers, to whom."""
        self.warnings: list[str] = []
        schemes = {scheme for own in numbers.values() for scheme, _ in own}
        known = {one: entities_known_as(connection, "person", one) for one in sorted(schemes)}
        for person, own in numbers.items():
            held = {known[scheme][one] for scheme, one in own if one in known[scheme]}
            self._settle(person, own, held)

    def _settle(self, person: str, own: Sequence[Number], held: set[str]) -> None:
        made = [numbered_person_id(*number) for number in own]
        named = sorted(held.difference(made))
        chosen = named[0] if named else made[0]
        self.people[person] = chosen
        if not named:
            self.made.add(chosen)
        self.united |= {one: chosen for one in held.intersection(made) if one != chosen}
        if len(named) > 1:
            self.warnings.append(
                f"{' and '.join(named)} are one person by the numbers of the source, and stay two: "
                "give one of them in the reviewed files of both sessions"
            )


def unite_people(connection: sa.Connection, united: Mapping[str, str]) -> None:
    """Makes what the record has of one person that of another, who is the same human being."""
    if not united:
        return
    columns = {
        "before": pa.array(list(united), pa.string()),
        "now": pa.array(list(united.values()), pa.string()),
    }
    stage(connection, "united_people", pa.table(columns))
    for table in _OF_PEOPLE:
        connection.execute(sa.text(_UNITED.format(table=table.name, column="person_id", and_="")))
    of_person = "and identifiers.entity_type = 'person'"
    connection.execute(
        sa.text(_UNITED.format(table="identifiers", column="entity_id", and_=of_person))
    )
    stage(connection, "people_now", pa.table({"person_id": columns["now"]}))
    number_texts(connection, tables.person_numbers, "people_now")
    for statement in (_ROLLS_ANEW, _VOTES, _FORGET_NUMBERS, _FORGET_PEOPLE):
        connection.execute(sa.text(statement))


_OF_PEOPLE = (
    tables.memberships,
    tables.person_aliases,
    tables.bill_sponsorships,
    tables.roll_reading_votes,
)


def _memberships(
    manifest: Manifest, rows: Iterable[Mapping[str, object]], people: Mapping[str, str]
) -> Iterator[dict[str, object]]:
    seats = [_seat(row, people[str(row["person"])]) for row in rows]
    for session in reference.jurisdiction_of(manifest.jurisdiction).sessions:
        for seat in seated_in(seats, session):
            yield {
                "person_id": seat.person_id,
                "jurisdiction_id": manifest.jurisdiction,
                "session_id": session.session_id,
                "chamber": seat.chamber,
                "district": seat.district,
                "party": seat.party,
                "start_date": seat.start,
                "end_date": seat.end,
                "dates_verified": True,
                "end_reason": seat.end_reason,
                "district_verified": seat.district is not None,
                "party_verified": seat.party is not None,
                "source_id": seat.source_id,
                "source_ref": seat.source_ref,
            }


def _seat(row: Mapping[str, object], person_id: str) -> Seat:
    return Seat(
        person_id=person_id,
        **{name: row[name] for name in _AS_THEY_STAND},  # type: ignore[arg-type]
        chamber=Chamber(str(row["chamber"])),
        start=row["start_date"],  # type: ignore[arg-type]
        end=row["end_date"],  # type: ignore[arg-type]
    )


_AS_THEY_STAND = ("district", "party", "end_reason", "source_id", "source_ref")


def _merge_persons(
    connection: sa.Connection,
    rows: Iterable[Mapping[str, object]],
    who: _Who,
    sitting: set[str],
) -> None:
    """Whom the store has from a reviewed record stays as that names them."""
    named = {who.people[str(row["person"])]: row for row in rows}
    own = [
        {**row, "person_id": person}
        for person, row in named.items()
        if person in sitting and person in who.made
    ]
    incoming = rows_of(tables.people, own)
    stage(connection, "people_named", incoming.select(["person_id"]))
    here = "person_id in (select person_id from people_named)"
    replace_where_different(connection, tables.people, incoming, here, {})


OF_OTHER_CRAWLS = """
    source_id like :of_people and substr(source_id, 1, :length) <> :prefix
"""
"""Seats of the legislature that another source of people gave: its id names no session."""

_FORGET_OTHER_CRAWLS = f"""
delete from memberships
where {OF_OTHER_CRAWLS} and exists (
    select 1 from incoming_memberships as i
    where i.person_id = memberships.person_id and i.session_id = memberships.session_id
        and i.chamber = memberships.chamber
)
"""


def other_crawls(manifest: Manifest) -> dict[str, object]:
    """The parameters of `OF_OTHER_CRAWLS`."""
    prefix = f"{manifest.crawl}-"
    return {
        "of_people": f"%-{manifest.jurisdiction}-{'_' * SUM_LENGTH}",
        "prefix": prefix,
        "length": len(prefix),
    }


_FORGET_UNDATED = """
delete from memberships
where note in :without_days and exists (
    select 1 from incoming_memberships as i
    where i.person_id = memberships.person_id and i.session_id = memberships.session_id
        and i.chamber = memberships.chamber
)
"""
"""Seats that roll calls alone gave, once their days are known."""

_UNITED = """
update {table} set {column} = u.now from united_people as u
where u.before = {table}.{column} {and_}
"""

_ROLLS_ANEW = """
update vote_events set content_hash = md5(content_hash || ' named anew')
where vote_event_id in (
    select v.vote_event_id from person_votes as v
    join united_people as u on u.before = v.person_id
)
"""
"""As where names mean others: when such a roll is read again it gets the plain sum."""

_VOTES = """
update numbered_votes set person_no = now_number.person_no
from united_people as u
join person_numbers as before_number on before_number.person_id = u.before
join person_numbers as now_number on now_number.person_id = u.now
where numbered_votes.person_no = before_number.person_no
"""

_FORGET_NUMBERS = """
delete from person_numbers where person_id in (select before from united_people)
"""

_FORGET_PEOPLE = "delete from people where person_id in (select before from united_people)"
