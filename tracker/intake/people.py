"""People and their dated seats, of all sessions of a legislature at once: who sat when.

What a session's roster is depends on the source and the reviewed files alone, never on whether its
votes were loaded before. A session whose seats a reviewed record reviewed keeps that roster.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.folder import read_seats
from tracker.crawls.manifest import Manifest, read_manifest
from tracker.crawls.sums import program
from tracker.errors import DataFileError
from tracker.intake.identifiers import Identifier, entities_known_as, merge_identifiers
from tracker.intake.listed_members import NO_DAYS, roster_with
from tracker.intake.load import merge_sources, note_load
from tracker.intake.merge import insert_absent, replace_where_different
from tracker.intake.numbered_seats import (
    OF_OTHER_CRAWLS,
    known_by_number,
    merge_numbered_seats,
    other_crawls,
    others_of,
    read_numbered_seats,
)
from tracker.intake.record_folder import seats_from
from tracker.intake.repeat_loads import remember
from tracker.intake.report import LoadReport
from tracker.intake.reviewed_record import OCD_PERSON, read_record
from tracker.intake.stored_names import NamedAnew, name_held_votes
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules import reference
from tracker.rules.identity import Alias, Resolved, Roster, folded_name, load_aliases
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.seats import (
    KnownPerson,
    Seat,
    houses_known,
    printed_names,
    read_reviewed_people,
    read_reviewed_seats,
    seated_in,
    shared_seats,
    slug,
    with_reviewed,
)
from tracker.rules.vocabulary import Chamber
from tracker.store import Store
from tracker.store.bulk import stage

MOST_NAMED = 5
SHARED = "a source gives this seat to two people on some of these days"


@dataclass(frozen=True)
class SessionSeats:
    """Who sat in the houses of a session that are known, and under which names."""

    session: LegislativeSession
    seats: tuple[Seat, ...]
    aliases: tuple[Alias, ...]

    @property
    def houses(self) -> set[Chamber]:
        """The houses that are seated."""
        return {seat.chamber for seat in self.seats}


@dataclass(frozen=True)
class Roll:
    """The people of a legislature, their seats by session, and what a reader should know."""

    people: tuple[KnownPerson, ...]
    sessions: tuple[SessionSeats, ...]
    warnings: tuple[str, ...]


def people_of(folder: Path, manifest: Manifest, stored: Mapping[str, str] | None = None) -> Roll:
    """The people of a crawl beside the reviewed files. `stored` are ids of the store by Open Civic
    Data's id.

    Raises:
        SourceError: the crawl cannot be read.
        DataFileError: a reviewed file is wrong.
    """
    jurisdiction = reference.jurisdiction_of(manifest.jurisdiction)
    staged = read_seats(folder, manifest).to_pylist()
    reviewed = reviewed_people(jurisdiction)
    people = _people(staged, reviewed, stored or {})
    ids = {ocd: person.person_id for person in people.values() for ocd in person.identifiers}
    dated = [_seat(row, ids[row["person"]]) for row in staged]
    _, file = reference.people_files(jurisdiction.id)
    written = read_reviewed_seats(file, jurisdiction)
    seats = with_reviewed(dated, [seat for seat in written if seat.person_id in people])
    strangers = sorted({seat.person_id for seat in written} - people.keys())
    undated = sorted({people[seat.person_id].name for seat in seats if seat.start is None})
    warnings = []
    if strangers:
        warnings.append(
            f"reviewed seats of people whom no file knows, left out: {_some(strangers)}"
        )
    if undated:
        warnings.append(f"seats without a first day, which seat nobody: {_some(undated)}")
    sessions = []
    for session in jurisdiction.sessions:
        found, said = _session(jurisdiction, session, seats, people)
        sessions += [found] if found else []
        warnings += said
    sitting = {seat.person_id for one in sessions for seat in one.seats}
    chosen = [one for one in people.values() if one.person_id in sitting]
    return Roll(tuple(chosen), tuple(sessions), tuple(warnings))


def reviewed_people(jurisdiction: Jurisdiction) -> list[KnownPerson]:
    """Who is who by the reviewed files: the records of sessions, and `people.csv`."""
    file, _ = reference.people_files(jurisdiction.id)
    found = {one.person_id: one for one in read_reviewed_people(file)}
    for folder in reference.reviewed_records(jurisdiction.id):
        for one in read_record(folder).people:
            ids = tuple(text for scheme, text in one.identifiers if scheme == OCD_PERSON)
            mine = found.get(one.person_id)
            if mine is None:
                found[one.person_id] = KnownPerson(
                    one.person_id, one.name, one.given_name, one.family_name, identifiers=ids
                )
            else:
                both = tuple(dict.fromkeys((*ids, *mine.identifiers)))
                found[one.person_id] = replace(mine, identifiers=both)
    return list(found.values())


def _people(
    staged: Iterable[Mapping[str, object]],
    reviewed: Sequence[KnownPerson],
    stored: Mapping[str, str],
) -> dict[str, KnownPerson]:
    """Everybody by their id: one human being is one person, however many files there are."""
    by_ocd = {ocd: one for one in reviewed for ocd in one.identifiers}
    people: dict[str, KnownPerson] = {one.person_id: one for one in reviewed}
    for row in staged:
        ocd, name = str(row["person"]), str(row["name"])
        known = by_ocd.get(ocd)
        person_id = known.person_id if known else stored.get(ocd) or _person_id(name, ocd)
        other = tuple(map(str, row["other_names"] or ()))  # type: ignore[call-overload]
        before = people.get(person_id)
        own_names = before.other_names if before else ()
        people[person_id] = KnownPerson(
            person_id=person_id,
            name=before.name if before else name,
            given_name=before.given_name if before else _text(row, "given_name"),
            family_name=before.family_name if before else _text(row, "family_name"),
            other_names=tuple(dict.fromkeys((*own_names, name, *other))),
            identifiers=tuple(dict.fromkeys((*(before.identifiers if before else ()), ocd))),
            source_id=str(row["source_id"]),
            source_ref=_text(row, "source_ref"),
        )
    return people


def _person_id(name: str, ocd: str) -> str:
    """Readable, and nobody else's in any legislature."""
    return f"{slug(name)}-{ocd.rpartition('/')[2][:8]}"


def _seat(row: Mapping[str, object], person_id: str) -> Seat:
    return Seat(
        person_id=person_id,
        chamber=Chamber(str(row["chamber"])),
        district=_text(row, "district"),
        party=_text(row, "party"),
        start=row["start_date"],  # type: ignore[arg-type]
        end=row["end_date"],  # type: ignore[arg-type]
        end_reason=_text(row, "end_reason"),
        source_id=str(row["source_id"]),
        source_ref=_text(row, "source_ref"),
    )


def _session(
    jurisdiction: Jurisdiction,
    session: LegislativeSession,
    seats: Iterable[Seat],
    people: Mapping[str, KnownPerson],
) -> tuple[SessionSeats | None, list[str]]:
    record = reference.sample_folder(jurisdiction.id, session.id)
    if record and not seats_from(record):
        return None, []
    held = seated_in(seats, session)
    houses = houses_known(held, jurisdiction)
    said = []
    for house in jurisdiction.chambers:
        count = len({seat.district for seat in held if seat.chamber is house.chamber})
        if house.chamber not in houses and count:
            said.append(
                f"{session.name}, {house.name}: only {count} of {house.seats} seats have a known "
                "holder, so names stay names"
            )
    held = [seat for seat in held if seat.chamber in houses]
    if not held:
        return None, said
    shared = list(shared_seats(held))
    if shared:
        who = sorted({f"{people[s.person_id].name}" for pair in shared for s in pair})
        said.append(f"{session.name}: {SHARED}: {_some(who)}")
    doubtful = {id(seat) for pair in shared for seat in pair}
    marked = [replace(s, note=s.note or SHARED) if id(s) in doubtful else s for s in held]
    return SessionSeats(
        session, tuple(marked), _aliases(jurisdiction, session, marked, people)
    ), said


def _aliases(
    jurisdiction: Jurisdiction,
    session: LegislativeSession,
    seats: Iterable[Seat],
    people: Mapping[str, KnownPerson],
) -> tuple[Alias, ...]:
    """Every name of everybody seated; a reviewed name stands for all others that are written so."""
    file = reference.alias_file(jurisdiction.id, session.id)
    reviewed = load_aliases(file, session) if file.exists() else ()
    sitting = {(seat.person_id, seat.chamber) for seat in seats}
    for alias in reviewed:
        if (alias.person_id, alias.chamber) not in sitting:
            raise DataFileError(
                f"{alias.printed!r} is an alias of {alias.person_id}, who has no seat in the "
                f"{alias.chamber} house of that session",
                where=str(file),
                what_to_do="correct the id, or add the seat to seats.csv with its source",
            )
    taken = {(alias.chamber, folded_name(alias.printed)) for alias in reviewed}
    made = [
        Alias(session.session_id, chamber, name, person_id, session.start, session.end)
        for person_id, chamber in sorted(sitting)
        for name in sorted(_names(people[person_id]))
        if (chamber, folded_name(name)) not in taken
    ]
    return (*reviewed, *made)


def _names(person: KnownPerson) -> Collection[str]:
    """One of those that are written alike."""
    return {folded_name(name): name for name in printed_names(person)}.values()


def _text(row: Mapping[str, object], column: str) -> str | None:
    value = row[column]
    return None if value is None else str(value)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def merge_people(connection: sa.Connection, manifest: Manifest, roll: Roll) -> list[NamedAnew]:
    """Puts the people, their seats and names into the store, in the stead of what an earlier
    reading gave, and names the votes on record afresh. Says which names are another's by that.
    """
    reviewed = f"{manifest.jurisdiction}-reviewed-seats"
    known = {"prefix": f"{manifest.crawl}-", "length": len(manifest.crawl) + 1, "own": reviewed}
    ours = "(substr(source_id, 1, :length) = :prefix or source_id = :own)"
    _merge_reviewed_source(connection, manifest, reviewed)
    _stage_houses(connection, roll)
    before = _listed(connection)
    terms = _not_known_by_number(connection, manifest, _memberships(manifest, roll, reviewed))
    connection.execute(sa.text(_FORGET_LISTED), {"no_days": f"{NO_DAYS}%"})
    replace_where_different(
        connection, tables.memberships, rows_of(tables.memberships, terms), ours, known
    )
    _merge_persons(connection, manifest, roll, reviewed)
    aliases = rows_of(
        tables.person_aliases, [vars(alias) for one in roll.sessions for alias in one.aliases]
    )
    here = """exists (
        select 1 from seated_houses as h
        where h.session_id = person_aliases.session_id and h.chamber = person_aliases.chamber
    )"""
    replace_where_different(connection, tables.person_aliases, aliases, here, {})
    changed: list[NamedAnew] = []
    for one in roll.sessions:
        roster = roster_with(connection, one.session.session_id, None)
        if roster:
            _sponsors_anew(connection, one.session, roster, before)
            changed += name_held_votes(connection, one.session.session_id, roster)
    _forget_people(connection, {person for _, _, person in before})
    return changed


def _not_known_by_number(
    connection: sa.Connection, manifest: Manifest, terms: Iterable[dict[str, object]]
) -> list[dict[str, object]]:
    """The seats but for those of somebody to whom a source that numbers its people gives that house
    and session: its days stand.
    """
    query = f"select person_id, session_id, chamber from memberships where {OF_OTHER_CRAWLS}"
    held = {tuple(row) for row in connection.execute(sa.text(query), other_crawls(manifest))}
    key = ("person_id", "session_id", "chamber")
    return [term for term in terms if tuple(str(term[name]) for name in key) not in held]


def _stage_houses(connection: sa.Connection, roll: Roll) -> None:
    houses = [(one.session.session_id, str(house)) for one in roll.sessions for house in one.houses]
    columns = {
        "session_id": pa.array([session for session, _ in houses], pa.string()),
        "chamber": pa.array([house for _, house in houses], pa.string()),
    }
    stage(connection, "seated_houses", pa.table(columns))


def _merge_reviewed_source(connection: sa.Connection, manifest: Manifest, source_id: str) -> None:
    row = {
        "source_id": source_id,
        "title": "People and seats reviewed by hand (people.csv, seats.csv, aliases.csv)",
        "publisher": "this program's reviewed files",
        "licence": manifest.licence,
    }
    insert_absent(connection, tables.sources, rows_of(tables.sources, [row]), key="source_id")


def _merge_persons(
    connection: sa.Connection, manifest: Manifest, roll: Roll, reviewed: str
) -> None:
    """Whom the store has from a reviewed record stays as that names them."""
    rows = [
        {
            "person_id": person.person_id,
            "name": person.name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "ocd_person_id": next(iter(person.identifiers), None),
            "source_id": person.source_id or reviewed,
            "source_ref": person.source_ref,
        }
        for person in roll.people
    ]
    insert_absent(connection, tables.people, rows_of(tables.people, rows), key="person_id")
    ours = {"prefix": f"{manifest.crawl}-", "length": len(manifest.crawl) + 1}
    connection.execute(sa.text(_RENAMED), ours)
    merge_identifiers(
        connection,
        "person",
        (
            Identifier(one.person_id, OCD_PERSON, ocd)
            for one in roll.people
            for ocd in one.identifiers
        ),
    )


def _memberships(manifest: Manifest, roll: Roll, reviewed: str) -> Iterator[dict[str, object]]:
    for one in roll.sessions:
        for seat in one.seats:
            yield {
                "person_id": seat.person_id,
                "jurisdiction_id": manifest.jurisdiction,
                "session_id": one.session.session_id,
                "chamber": seat.chamber,
                "district": seat.district,
                "party": seat.party,
                "start_date": seat.start,
                "end_date": seat.end,
                "dates_verified": seat.note != SHARED,
                "end_reason": seat.end_reason,
                "district_verified": seat.district is not None,
                "party_verified": seat.party is not None,
                "note": seat.note,
                "source_id": reviewed if seat.is_reviewed else seat.source_id,
                "source_ref": seat.source_ref,
            }


def _forget_people(connection: sa.Connection, listed: Collection[str]) -> None:
    """Of those whom a table without days listed, the ones who have no seat any more."""
    person, term = tables.people, tables.memberships
    seated = sa.exists().where(term.c.person_id == person.c.person_id)
    connection.execute(sa.delete(person).where(person.c.person_id.in_(listed), ~seated))


def _listed(connection: sa.Connection) -> dict[tuple[str, str, str], set[str]]:
    """Whom a source's own table of members listed in a house of a session that is seated now, and
    under which names.
    """
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for session, house, person, printed in connection.execute(
        sa.text(_LISTED), {"no_days": f"{NO_DAYS}%"}
    ):
        found[session, house, person].add(printed)
    return found


def _sponsors_anew(
    connection: sa.Connection,
    session: LegislativeSession,
    roster: Roster,
    listed: Mapping[tuple[str, str, str], set[str]],
) -> None:
    """Gives a measure's author, who was a listed member, the person that the name means now."""
    for (session_id, house, person), names in listed.items():
        if session_id != session.session_id:
            continue
        asked = ((name, Chamber(house), (session.start, session.end)) for name in names)
        means = {
            meaning.resolution.person_id
            for meaning in roster.meanings(asked)
            if isinstance(meaning.resolution, Resolved)
        }
        found = means.pop() if len(means) == 1 else None
        kept = tables.bill_sponsorships
        connection.execute(
            sa.update(kept).where(kept.c.person_id == person).values(person_id=found)
        )


_SEATED = """
exists (
    select 1 from seated_houses as h
    where h.session_id = m.session_id and h.chamber = m.chamber
)
"""

_LISTED = f"""
select m.session_id, m.chamber, m.person_id, a.printed
from memberships as m
join person_aliases as a
    on a.session_id = m.session_id and a.chamber = m.chamber and a.person_id = m.person_id
where m.note like :no_days and {_SEATED}
"""
"""One row per member whom only a table without days lists, and name."""

_FORGET_LISTED = """
delete from memberships
where note like :no_days and exists (
    select 1 from seated_houses as h
    where h.session_id = memberships.session_id and h.chamber = memberships.chamber
)
"""

_RENAMED = """
update people set
    name = i.name, given_name = i.given_name, family_name = i.family_name,
    ocd_person_id = i.ocd_person_id, source_id = i.source_id, source_ref = i.source_ref
from incoming_people as i
where i.person_id = people.person_id and substr(people.source_id, 1, :length) = :prefix
"""
"""Whom an earlier reading of the same source brought is as this one says."""


@dataclass(frozen=True)
class ReadPeople:
    """A crawl of people that is not stored yet."""

    folder: Path
    manifest: Manifest
    started: float


def read_people(folder: Path) -> ReadPeople:
    """A crawl of people and their seats. Raises UsageError where there is no crawl."""
    return ReadPeople(folder, read_manifest(folder), time.perf_counter())


def load_people(store: Store, read: ReadPeople) -> LoadReport:
    """Stores the people of a crawl and whom the names on record mean now.

    Raises:
        SourceError: the crawl cannot be read.
        DataFileError: a reviewed file is wrong.
        StoreError: the store cannot be written; nothing of this load is in it.
    """
    manifest = read.manifest
    with store.writing() as connection:
        merge_sources(connection, manifest)
        if manifest.numbered_by:
            numbered = read_numbered_seats(read.folder, manifest)
            people, said = merge_numbered_seats(connection, manifest, numbered)
        else:
            people, said = _merge_by_name(connection, read)
        report = LoadReport(
            source=manifest.source,
            read=None,
            loaded=None,
            new=None,
            changed=None,
            unchanged=None,
            conflicting=None,
            duplicates=None,
            quarantined=None,
            reasons={},
            person_votes=None,
            people=people,
            seconds=time.perf_counter() - read.started,
            warnings=(*manifest.warnings, *said),
        ).without(manifest.absent)
        note_load(connection, manifest.crawl, report)
        if manifest.program == program():
            remember(connection, manifest.crawl, manifest.content, report)
        return report


def _merge_by_name(connection: sa.Connection, read: ReadPeople) -> tuple[int, list[str]]:
    """How many people, and what a reader should know."""
    numbers = others_of(read.folder, read.manifest)
    by_number = known_by_number(connection, numbers)
    stored = by_number | dict(entities_known_as(connection, "person", OCD_PERSON))
    roll = people_of(read.folder, read.manifest, stored)
    changed = merge_people(connection, read.manifest, roll)
    known_as = {ocd: one.person_id for one in roll.people for ocd in one.identifiers}
    merge_identifiers(
        connection,
        "person",
        (
            Identifier(known_as[ocd], *number)
            for ocd, own in numbers.items()
            if ocd in known_as
            for number in own
        ),
    )
    return len(roll.people), [*roll.warnings, *map(_said, changed)]


def _said(name: NamedAnew) -> str:
    house = f", {name.chamber} house" if name.chamber else ""
    before, now = name.before or "nobody", name.now or "nobody"
    return f"{name.voter}{house}: {name.votes:,} votes were {before}'s and are {now}'s"
