"""Who sat where, and under which printed names: the reviewed roster of a session in the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time

import pyarrow as pa
import sqlalchemy as sa

from tracker.errors import DataFileError
from tracker.intake.identifiers import Identifier, entities_known_as, merge_identifiers
from tracker.intake.merge import replace_rows
from tracker.intake.organizations import merge_body
from tracker.intake.reviewed_record import ReviewedRecord, read_record
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules import reference
from tracker.rules.identity import Alias


def as_the_store_knows_them(connection: sa.Connection, record: ReviewedRecord) -> ReviewedRecord:
    """The record with the ids of those people whom the store has by one of their identifiers: one
    human being is one person, in every session and from every source.

    Raises:
        DataFileError: the identifiers of one person are two people's, two people's are one's, or
            an id of this record is somebody's of another jurisdiction, or a document's.
    """
    known = _people_known(connection, record)
    names = {one.person_id: known.get(one.person_id, one.person_id) for one in record.people}
    _refuse_one_for_two(record, names)
    _refuse_others_people(connection, record, set(names.values()) - set(known.values()))
    _refuse_others_sources(connection, record)
    if all(ours == theirs for ours, theirs in names.items()):
        return record
    return replace(
        record,
        people=tuple(replace(one, person_id=names[one.person_id]) for one in record.people),
        memberships=tuple(
            replace(one, person_id=names[one.person_id]) for one in record.memberships
        ),
        aliases=tuple(
            replace(one, person_id=names.get(one.person_id, one.person_id))
            for one in record.aliases
        ),
        bills=tuple(
            replace(one, author_person_id=names.get(one.author_person_id or ""))
            for one in record.bills
        ),
        sponsorships=tuple(
            replace(one, person_id=names.get(one.person_id or "")) for one in record.sponsorships
        ),
    )


def _people_known(connection: sa.Connection, record: ReviewedRecord) -> dict[str, str]:
    """Ids of the record to the ids under which the store has the same people."""
    schemes = {scheme for person in record.people for scheme, _ in person.identifiers}
    stored = {one: entities_known_as(connection, "person", one) for one in sorted(schemes)}
    known: dict[str, str] = {}
    for person in record.people:
        found = {stored[scheme].get(identifier) for scheme, identifier in person.identifiers}
        found -= {None}
        if len(found) > 1:
            raise DataFileError(
                f"the identifiers of {person.person_id} are those of several people of the store: "
                + ", ".join(sorted(map(str, found))),
                where=str(record.folder / "people.csv"),
                what_to_do="look up whose each identifier is, and keep only this person's",
            )
        for one in found:
            known[person.person_id] = str(one)
    return known


def _refuse_one_for_two(record: ReviewedRecord, names: Mapping[str, str]) -> None:
    for ours, theirs in names.items():
        both = [one for one, other in names.items() if other == theirs]
        if len(both) > 1:
            raise DataFileError(
                f"{' and '.join(both)} are one person of the store, {theirs}",
                where=str(record.folder / "people.csv"),
                what_to_do=f"list the person once, or give {ours} another id or identifier",
            )


def refuse_shipped_ids(record: ReviewedRecord) -> None:
    """A record of one's own may not take the id of somebody in a record that ships: that one could
    then never be loaded beside it.

    Raises:
        DataFileError: it does, and no identifier says that the two are one human being.
    """
    ours = {person.person_id: set(person.identifiers) for person in record.people}
    for code in reference.folders():
        for folder in reference.reviewed_records(code) if code != record.jurisdiction.id else ():
            for person in read_record(folder).people:
                same = ours.get(person.person_id)
                if same is not None and not same & set(person.identifiers):
                    raise DataFileError(
                        f"{person.person_id} is the id of somebody in the record of {code} that "
                        "ships with the program",
                        where=str(record.folder / "people.csv"),
                        what_to_do="give your person another id; or, if it is the same human "
                        "being, write an identifier that the shipped record has: "
                        + ("; ".join(map(":".join, person.identifiers)) or "it has none"),
                    )


def _refuse_others_people(
    connection: sa.Connection, record: ReviewedRecord, ids: Collection[str]
) -> None:
    """People of two legislatures may share a name; only an identifier says that they are one."""
    term = tables.memberships.c
    query = (
        sa.select(term.person_id, sa.func.max(term.jurisdiction_id))
        .where(term.person_id.in_(sorted(ids)))
        .group_by(term.person_id)
        .having(
            sa.func.sum(sa.case((term.jurisdiction_id == record.jurisdiction.id, 1), else_=0)) == 0
        )
        .order_by(term.person_id)
    )
    found = connection.execute(query).first()
    if found:
        raise DataFileError(
            f"{found[0]} is the id of somebody of the jurisdiction {found[1]}, whose record was "
            "loaded before",
            where=str(record.folder / "people.csv"),
            what_to_do=f"give the person another id, here or in the record of {found[1]}, and load "
            "that record again, which lets the old id go; or, if it is the same human being, give "
            "both records one identifier of that person",
        )


def _refuse_others_sources(connection: sa.Connection, record: ReviewedRecord) -> None:
    """One id of a source is one document, also where several sessions cite it."""
    incoming = {row["source_id"]: row for row in source_rows(record).to_pylist()}
    kept = tables.sources
    stored = connection.execute(sa.select(kept).where(kept.c.source_id.in_(sorted(incoming))))
    other = {
        row["source_id"]
        for row in stored.mappings()
        if any(row[part] != incoming[row["source_id"]][part] for part in ("title", "url", "sha256"))
    }
    for table in (tables.memberships, tables.bills, tables.vote_events, tables.quarantined_rolls):
        cited = sa.select(table.c.source_id, table.c.session_id).where(
            table.c.source_id.in_(sorted(other)), table.c.session_id != record.session.session_id
        )
        found = connection.execute(cited.order_by(table.c.source_id)).first()
        if found:
            raise DataFileError(
                f"the source {found.source_id!r} is another document in the record of "
                f"{found.session_id}",
                where=f"{record.folder / 'sources.yaml'}, source {found.source_id}",
                what_to_do=f"call it otherwise, as in {record.session.session_id}-"
                f"{found.source_id}, here and in the tables of this record",
            )


def merge_roster(connection: sa.Connection, record: ReviewedRecord) -> None:
    """Puts the body, its sources, people, terms and names into the store, replacing older rows."""
    replace_rows(connection, tables.sources, source_rows(record), keys=("source_id",))
    merge_body(connection, record.jurisdiction, record.session)
    named_elsewhere = _sitting_elsewhere(connection, record)
    people = _people(record, named_elsewhere)
    replace_rows(connection, tables.people, people, keys=("person_id",))
    known = (
        Identifier(person.person_id, scheme, identifier)
        for person in record.people
        for scheme, identifier in person.identifiers
    )
    merge_identifiers(connection, "person", known)
    if record.seats_are_restated and _seated_otherwise(connection, record):
        return
    replace_rows(connection, tables.memberships, _memberships(record), keys=("session_id",))
    replace_rows(
        connection, tables.person_aliases, _aliases(record.aliases), keys=("session_id", "chamber")
    )


def _seated_otherwise(connection: sa.Connection, record: ReviewedRecord) -> bool:
    """Whether the store has seats of the session that are not this record's."""
    term = tables.memberships.c
    query = sa.select(term.person_id).where(
        term.session_id == record.session.session_id,
        term.source_id.not_in([source.id for source in record.sources]),
    )
    return connection.execute(query.limit(1)).first() is not None


def source_rows(record: ReviewedRecord) -> pa.Table:
    """The sources of a reviewed record; `read_at` stays empty for what is only cited."""
    return rows_of(
        tables.sources,
        [
            {
                "source_id": source.id,
                "title": source.title,
                "url": source.url,
                "publisher": source.publisher,
                "licence": source.licence,
                "read_at": _midnight(source.read_at) if source.read else None,
                "sha256": source.sha256,
                "note": source.note,
            }
            for source in record.sources
        ],
    )


def _midnight(day: date | None) -> datetime | None:
    """A reviewed source gives the day it was read; the column holds a moment."""
    return datetime.combine(day, time()) if day else None


def _sitting_elsewhere(connection: sa.Connection, record: ReviewedRecord) -> set[str]:
    """Those of its people who sit in another legislature of the store: they keep the name that its
    record gives them.
    """
    term = tables.memberships.c
    query = sa.select(term.person_id).where(
        term.person_id.in_([person.person_id for person in record.people]),
        term.jurisdiction_id != record.jurisdiction.id,
    )
    return set(connection.execute(query).scalars())


def _people(record: ReviewedRecord, named_elsewhere: Collection[str]) -> pa.Table:
    return rows_of(
        tables.people,
        [
            {
                "person_id": person.person_id,
                "name": person.name,
                "given_name": person.given_name,
                "family_name": person.family_name,
                "ocd_person_id": person.ocd_person_id,
                "source_id": person.source_id,
            }
            for person in record.people
            if person.person_id not in named_elsewhere
        ],
    )


def _memberships(record: ReviewedRecord) -> pa.Table:
    regions = {(r.chamber, r.district, r.map_year): r.region for r in record.regions}
    return rows_of(
        tables.memberships,
        [
            {
                "person_id": term.person_id,
                "jurisdiction_id": record.jurisdiction.id,
                "session_id": record.session.session_id,
                "chamber": term.chamber,
                "district": term.district,
                "map_year": term.map_year,
                "party": term.party,
                "region": regions.get((term.chamber, term.district or "", term.map_year or 0)),
                "start_date": term.start_date,
                "end_date": term.end_date,
                "dates_verified": True,
                "end_reason": term.end_reason,
                "district_verified": term.district_verified,
                "party_verified": term.party_verified,
                "note": term.note,
                "source_id": term.start_source,
                "source_ref": "; ".join(term.source_ids),
            }
            for term in record.memberships
        ],
    )


def _aliases(aliases: tuple[Alias, ...]) -> pa.Table:
    return rows_of(
        tables.person_aliases,
        [
            {
                "session_id": alias.session_id,
                "chamber": alias.chamber,
                "printed": alias.printed,
                "person_id": alias.person_id,
                "valid_from": alias.valid_from,
                "valid_until": alias.valid_until,
            }
            for alias in aliases
        ],
    )
