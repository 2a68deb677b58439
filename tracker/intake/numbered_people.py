"""People whom a source knows by numbers of its own: the same person over sessions, houses, parties.

Nobody is found by a name here. The seat is the house whose roll calls name the person; district and
party are the latest that the source knew when it was read, and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from tracker.crawls.folder import StagedBills
from tracker.crawls.manifest import Manifest
from tracker.intake.gate import Passed
from tracker.intake.identifiers import Identifier, entities_known_as, merge_identifiers
from tracker.intake.merge import replace_where_different
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.identity import NumberedPeople
from tracker.rules.ids import numbered_person_id
from tracker.rules.jurisdictions import LegislativeSession
from tracker.store.bulk import stage

LATEST_KNOWN = (
    "district and party are the latest that the source knew when it was read; it gives no days of "
    "office: the first and the last day are those of the session"
)
UNDATED = (
    "roll calls of this house name this member; the source gives neither a district nor days of "
    "office: the first and the last day are those of the session"
)
OTHER_HOUSE = (
    "roll calls of this house name this member; the district that the source knows is of the other"
)


WITHOUT_DAYS = (LATEST_KNOWN, UNDATED, OTHER_HOUSE)
"""Notes of seats whose days no source gives."""


@dataclass(frozen=True)
class PeopleByNumber:
    """The people of one crawl: what the source says of them, and who each number is."""

    staged: pa.Table
    """Schema `PEOPLE`, and `source_id`."""
    people: Mapping[str, str]

    @property
    def names(self) -> NumberedPeople:
        """Whom the votes name."""
        return NumberedPeople(self.people)

    def printed(self, passed: Passed) -> Passed:
        """What passed the gate, with names in the stead of numbers."""
        numbers = passed.person_votes.column("voter").combine_chunks().dictionary_encode()
        columns = (self.staged.column(name).to_pylist() for name in ("number", "printed"))
        known = dict(zip(*columns, strict=True))
        words = [known.get(one, f"no. {one}") for one in numbers.dictionary.to_pylist()]
        voters = pa.array(words, pa.string()).take(numbers.indices)
        at = passed.person_votes.column_names.index("voter")
        return replace(passed, person_votes=passed.person_votes.set_column(at, "voter", voters))

    def with_authors(self, facts: StagedBills) -> pa.Table:
        """The authors of bills with the people whom the source numbers."""
        numbers = facts.authors.column("number").to_pylist()
        people = pa.array([self.people.get(one) for one in numbers], pa.string())
        return facts.authors.append_column("person_id", people)


def people_by_number(
    connection: sa.Connection | None, manifest: Manifest, staged: pa.Table
) -> PeopleByNumber:
    """Who these people are: whom the record knows by such a number already, or somebody new."""
    scheme = _scheme(manifest)
    known = entities_known_as(connection, "person", scheme) if connection is not None else {}
    numbers = pc.unique(staged.column("number")).to_pylist()
    people = {one: known.get(one, numbered_person_id(scheme, one)) for one in numbers}
    return PeopleByNumber(staged, people)


def merge_people(
    connection: sa.Connection,
    manifest: Manifest,
    session: LegislativeSession,
    found: PeopleByNumber,
) -> None:
    """Puts the people and their seats into the store. A person's name is that of the newest session
    that was read.
    """
    scheme = _scheme(manifest)
    known_as = (Identifier(person, scheme, number) for number, person in found.people.items())
    merge_identifiers(connection, "person", known_as)
    rows = [row | {"person_id": found.people[row["number"]]} for row in found.staged.to_pylist()]
    people = list({row["person_id"]: row for row in rows}.values())
    stage(connection, "numbered_people", rows_of(tables.people, people))
    own = {"own": f"{manifest.source}-", "own_length": len(manifest.source) + 1}
    named = [name for (name,) in connection.execute(sa.text(_NAMED_HERE), _of(manifest) | own)]
    newest = rows_of(tables.people, [row for row in people if row["person_id"] in set(named)])
    stage(connection, "people_named", newest.select(["person_id"]))
    here = "person_id in (select person_id from people_named)"
    replace_where_different(connection, tables.people, newest, here, {})
    prefix = {"prefix": f"{manifest.crawl}-", "length": len(manifest.crawl) + 1}
    dated = _dated_elsewhere(connection, manifest)
    placed = {row["number"] for row in rows if row["district"]}
    seats = rows_of(
        tables.memberships,
        [
            _seat(manifest, session, row, in_another_house=row["number"] in placed)
            for row in rows
            if (row["person_id"], row["chamber"]) not in dated
        ],
    )
    here = "substr(source_id, 1, :length) = :prefix"
    if manifest.changes_only:
        here += " and person_id in (select person_id from numbered_people)"
    replace_where_different(connection, tables.memberships, seats, here, prefix)


def merge_roll_numbers(connection: sa.Connection, manifest: Manifest) -> None:
    """Keeps by which numbers the source knows the roll calls that it gave."""
    if manifest.numbered_by is None:
        return
    known = {
        "scheme": manifest.numbered_by,
        "prefix": f"{manifest.crawl}-",
        "length": len(manifest.crawl) + 1,
        "skipped": len(ROLL_REF) + 1,
    }
    connection.execute(sa.text(_ROLL_NUMBERS), known)


ROLL_REF = "roll call "
"""What stands before the number of a roll call in the reference to it."""


def _scheme(manifest: Manifest) -> str:
    assert manifest.numbered_by is not None, f"{manifest.source} numbers people under no scheme"
    return manifest.numbered_by


def _of(manifest: Manifest) -> dict[str, object]:
    return {"session_id": manifest.session_id, "jurisdiction_id": manifest.jurisdiction}


def _dated_elsewhere(connection: sa.Connection, manifest: Manifest) -> set[tuple[str, str]]:
    """The people and houses of the session whose days in office another source gives."""
    term = tables.memberships.c
    query = sa.select(term.person_id, term.chamber).where(
        term.session_id == manifest.session_id,
        sa.or_(term.note.is_(None), term.note.not_in(WITHOUT_DAYS)),
        sa.not_(term.source_id.startswith(f"{manifest.crawl}-", autoescape=True)),
    )
    return {(row.person_id, row.chamber) for row in connection.execute(query)}


def _seat(
    manifest: Manifest,
    session: LegislativeSession,
    row: Mapping[str, object],
    *,
    in_another_house: bool,
) -> dict[str, object]:
    declared = manifest.declared_session or session
    is_dated = row["start_date"] is not None
    undated = OTHER_HOUSE if in_another_house else UNDATED
    return {
        **row,
        **_of(manifest),
        "start_date": row["start_date"] or declared.start,
        "end_date": row["end_date"] or declared.end,
        "dates_verified": is_dated,
        "district_verified": False,
        "party_verified": False,
        "note": None if is_dated else LATEST_KNOWN if row["district"] else undated,
    }


# One row per incoming person whom neither a later session of the legislature nor a source of dated
# seats names: this one does.
_NAMED_HERE = """
select p.person_id
from numbered_people as p
where not exists (
    select 1
    from memberships as m
    join legislative_sessions as other on other.session_id = m.session_id
    join legislative_sessions as this on this.session_id = :session_id
    where m.person_id = p.person_id
        and m.jurisdiction_id = :jurisdiction_id
        and (
            other.end_date > this.end_date
            or m.dates_verified and substr(m.source_id, 1, :own_length) <> :own
        )
)
"""

_ROLL_NUMBERS = """
insert into identifiers (scheme, identifier, entity_type, entity_id)
select distinct :scheme, substr(s.source_ref, :skipped), 'roll', s.vote_event_id
from vote_event_sources as s
where substr(s.source_id, 1, :length) = :prefix
    and not exists (
        select 1 from identifiers as k
        where k.entity_type = 'roll' and k.scheme = :scheme
            and k.identifier = substr(s.source_ref, :skipped)
    )
"""
