"""Who sat where, and under which printed names: the reviewed roster of a session in the store."""

from __future__ import annotations

from datetime import date, datetime, time

import pyarrow as pa
import sqlalchemy as sa

from tracker.intake.merge import replace_rows
from tracker.intake.organizations import merge_body
from tracker.intake.reviewed_record import SampleRecord
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.identity import Alias
from tracker.rules.reference import jurisdiction_of


def merge_roster(
    connection: sa.Connection, record: SampleRecord, aliases: tuple[Alias, ...]
) -> None:
    """Puts the body, its sources, people, terms and names into the store, replacing older rows."""
    replace_rows(connection, tables.sources, source_rows(record), keys=("source_id",))
    merge_body(connection, jurisdiction_of(record.body.jurisdiction), record.body.session)
    replace_rows(connection, tables.people, _people(record), keys=("person_id",))
    replace_rows(
        connection, tables.memberships, _memberships(record), keys=("jurisdiction_id", "session")
    )
    replace_rows(connection, tables.person_aliases, _aliases(aliases), keys=("session", "chamber"))


def source_rows(record: SampleRecord) -> pa.Table:
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


def _people(record: SampleRecord) -> pa.Table:
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


def _memberships(record: SampleRecord) -> pa.Table:
    regions = {(r.chamber, r.district, r.map_year): r.region for r in record.regions}
    return rows_of(
        tables.memberships,
        [
            {
                "person_id": term.person_id,
                "jurisdiction_id": record.body.jurisdiction,
                "session": record.body.session,
                "chamber": term.chamber,
                "district": str(term.district),
                "map_year": term.map_year,
                "party": term.party,
                "region": regions.get((term.chamber, term.district, term.map_year)),
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
                "session": alias.session,
                "chamber": alias.chamber,
                "printed": alias.printed,
                "person_id": alias.person_id,
                "valid_from": alias.valid_from,
                "valid_until": alias.valid_until,
            }
            for alias in aliases
        ],
    )
