"""A legislature, one of its sessions and its houses in the store."""

from __future__ import annotations

import sqlalchemy as sa

from tracker.record import tables
from tracker.record.arrow import rows_of
from tracker.record.jurisdictions import Jurisdiction
from tracker.record.merge import replace_rows


def merge_body(connection: sa.Connection, jurisdiction: Jurisdiction, session_id: str) -> None:
    """Puts the jurisdiction, the session and its chambers into the store, replacing older rows."""
    session = jurisdiction.session(session_id)
    government = {
        "jurisdiction_id": jurisdiction.code,
        "ocd_id": jurisdiction.id,
        "name": jurisdiction.name,
        "classification": "government",
    }
    sitting = {
        "session": session.id,
        "jurisdiction_id": jurisdiction.code,
        "name": session.name,
        "start_date": session.start,
        "end_date": session.end,
    }
    houses = [
        {
            "organization_id": f"{jurisdiction.code}-{session.id}-{house.chamber}",
            "jurisdiction_id": jurisdiction.code,
            "session": session.id,
            "chamber": house.chamber,
            "classification": "chamber",
            "name": house.name,
            "seats": house.seats,
        }
        for house in jurisdiction.chambers
    ]
    for table, key, rows in (
        (tables.jurisdictions, "jurisdiction_id", [government]),
        (tables.legislative_sessions, "session", [sitting]),
        (tables.organizations, "organization_id", houses),
    ):
        replace_rows(connection, table, rows_of(table, rows), keys=(key,))
