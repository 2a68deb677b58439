"""Bulk files whose table lists who sat in a session, and what the record then says of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from tests.scrapers.bulkfiles import SESSION, Bulk
from tests.scrapers.staged import stage_pubinfo as stage
from tests.sites.dat_lines import Row
from tracker.intake.load import load_crawl
from tracker.intake.report import LoadReport
from tracker.record.tables import memberships, person_votes
from tracker.store import Store

ALL = ("Aster", "Birch", "De La Rue", "Elder")
ASTER = f"vale-aster-{SESSION}-sd12"


def listing(listed: Sequence[Row], **tables: Sequence[Row]) -> Bulk:
    """A session whose table of members holds these lines, and other tables as said."""
    bulk = Bulk()
    bulk.tables |= {"LEGISLATOR_TBL": listed, **tables}
    bulk.tables["BILL_VERSION_AUTHORS_TBL"] = [
        {**row, "house": "SENATE"} for row in bulk.tables["BILL_VERSION_AUTHORS_TBL"]
    ]
    return bulk


def load(store: Store, bulk: Bulk, folder: Path, name: str = "pubinfo_2009.zip") -> LoadReport:
    """Loads them from a file of that name, by way of a crawl in a new folder."""
    folder.mkdir()
    stage(bulk.zip(folder / name), folder / "crawl")
    return load_crawl(store, folder / "crawl")


def voters_of(store: Store) -> dict[str, str | None]:
    """Each name on a roll call, and who it is."""
    with store.reading() as connection:
        query = sa.select(person_votes.c.voter, person_votes.c.person_id)
        return {row.voter: row.person_id for row in connection.execute(query)}


def seats_of(store: Store) -> dict[str, dict[str, object]]:
    """Each person, and their term."""
    with store.reading() as connection:
        rows = connection.execute(sa.select(memberships)).mappings()
        return {row["person_id"]: dict(row) for row in rows}
