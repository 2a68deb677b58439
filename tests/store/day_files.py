"""Bulk files of a session and of a day, staged and loaded one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.scrapers.bulkfiles import SESSION, Bulk, bill, roll, votes
from tests.scrapers.staged import stage_pubinfo as stage
from tests.sites.dat_lines import Row
from tracker.intake.load import load_crawl
from tracker.intake.report import LoadReport
from tracker.store import Store

PLACE = "CS61"
"""A committee, by its number."""


def load(store: Store, folder: Path, bulk: Bulk, name: str = "pubinfo_2009.zip") -> LoadReport:
    """Loads a file of that name, by way of the next crawl in this folder."""
    number = len(list(folder.glob("crawl*")))
    (folder / f"in{number}").mkdir()
    stage(bulk.zip(folder / f"in{number}" / name), folder / f"crawl{number}", SESSION)
    return load_crawl(store, folder / f"crawl{number}")


def load_day(store: Store, folder: Path, **tables: Sequence[Row]) -> LoadReport:
    """Loads a file of one day that holds these tables alone, and the bill."""
    bulk = Bulk({"BILL_TBL": [bill()], **tables})
    return load(store, folder, bulk, "pubinfo_Tue.zip")


def whole_session() -> Bulk:
    """The bill with two roll calls alike, on the floor and in committee."""
    bulk = Bulk()
    bulk.tables["BILL_SUMMARY_VOTE_TBL"] = [roll(), roll(vote_date_seq=7, location_code=PLACE)]
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = [*votes(), *votes(vote_date_seq=7, location_code=PLACE)]
    return bulk
