"""Who sat where, and under which printed names: the reviewed roster of a session in the store."""

from __future__ import annotations

from datetime import date, datetime, time

import pyarrow as pa
import sqlalchemy as sa

from tracker.intake.identifiers import Identifier, merge_identifiers
from tracker.intake.merge import replace_rows
from tracker.intake.organizations import merge_body
from tracker.intake.reviewed_record import ReviewedRecord
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.identity import Alias

OCD_PERSON = "ocd_person"
"""The scheme of Open Civic Data's ids of people."""


def merge_roster(
    connection: sa.Connection, record: ReviewedRecord, aliases: tuple[Alias, ...]
) -> None:
    """Puts the body, its sources, people, terms and names into the store, replacing older rows."""
    replace_rows(connection, tables.sources, source_rows(record), keys=("source_id",))
    merge_body(connection, record.jurisdiction, record.session)
    replace_rows(connection, tables.people, _people(record), keys=("person_id",))
    known = (
        Identifier(person.person_id, OCD_PERSON, person.ocd_person_id)
        for person in record.people
        if person.ocd_person_id
    )
    merge_identifiers(connection, "person", known)
    replace_rows(connection, tables.memberships, _memberships(record), keys=("session_id",))
    replace_rows(
        connection, tables.person_aliases, _aliases(aliases), keys=("session_id", "chamber")
    )


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


def _people(record: ReviewedRecord) -> pa.Table:
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
