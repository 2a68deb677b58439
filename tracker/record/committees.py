"""The committees of a session, as a source's own table of places lists them."""

from __future__ import annotations

import pyarrow as pa
import sqlalchemy as sa

from tracker.record import tables
from tracker.record.arrow import rows_of
from tracker.record.locations import Locations
from tracker.record.manifest import Manifest, source_id_of
from tracker.record.merge import insert_absent
from tracker.record.vocabulary import Venue


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
        house = f"{manifest.jurisdiction}-{manifest.session}-{place.chamber}"
        rows[f"{house}-{place.key}"] = {
            "organization_id": f"{house}-{place.key}",
            "jurisdiction_id": manifest.jurisdiction,
            "session": manifest.session,
            "chamber": place.chamber,
            "classification": "committee",
            "name": place.name,
            "printed": code["text"],
            "source_id": source_id_of(manifest, manifest.files[0]),
            "source_ref": f"place {code['code']}",
        }
    found = rows_of(tables.organizations, list(rows.values()))
    insert_absent(connection, tables.organizations, found, key="organization_id")
