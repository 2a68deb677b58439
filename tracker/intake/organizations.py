"""A legislature, one of its sessions and its houses in the store."""

from __future__ import annotations

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.manifest import Manifest, source_id_of
from tracker.intake.merge import insert_absent, replace_rows
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.ids import organization_id
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.locations import Locations
from tracker.rules.vocabulary import Venue


def merge_body(
    connection: sa.Connection, jurisdiction: Jurisdiction, session: LegislativeSession
) -> None:
    """Puts the jurisdiction, the session and its chambers into the store, replacing older rows."""
    government = {
        "jurisdiction_id": jurisdiction.id,
        "ocd_id": jurisdiction.ocd_id,
        "name": jurisdiction.name,
        "classification": "government",
    }
    sitting = {
        "session_id": session.session_id,
        "jurisdiction_id": jurisdiction.id,
        "identifier": session.id,
        "name": session.name,
        "start_date": session.start,
        "end_date": session.end,
    }
    houses = [
        {
            "organization_id": organization_id(session.session_id, house.chamber),
            "jurisdiction_id": jurisdiction.id,
            "session_id": session.session_id,
            "chamber": house.chamber,
            "classification": "chamber",
            "name": house.name,
            "seats": house.seats,
        }
        for house in jurisdiction.chambers
    ]
    for table, key, rows in (
        (tables.jurisdictions, "jurisdiction_id", [government]),
        (tables.legislative_sessions, "session_id", [sitting]),
        (tables.organizations, "organization_id", houses),
    ):
        replace_rows(connection, table, rows_of(table, rows), keys=(key,))


def merge_committees(
    connection: sa.Connection, manifest: Manifest, codes: pa.Table, locations: Locations
) -> None:
    """Adds the committees that the record does not know yet, also those without a roll call.

    Floors are houses; a place of neither house is no committee of one.
    """
    rows: dict[str, dict[str, object]] = {}
    for code in codes.to_pylist():
        place = (
            locations.locate(code["text"], manifest.session) if code["kind"] == "place" else None
        )
        if place is None or place.venue is not Venue.COMMITTEE or place.chamber is None:
            continue
        committee = organization_id(manifest.session_id, place.chamber, place.key)
        rows[committee] = {
            "organization_id": committee,
            "jurisdiction_id": manifest.jurisdiction,
            "session_id": manifest.session_id,
            "chamber": place.chamber,
            "classification": "committee",
            "name": place.name,
            "printed": code["text"],
            "source_id": source_id_of(manifest, manifest.files[0]),
            "source_ref": f"place {code['code']}",
        }
    found = rows_of(tables.organizations, list(rows.values()))
    insert_absent(connection, tables.organizations, found, key="organization_id")
