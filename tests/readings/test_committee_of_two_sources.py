"""A committee's roll call from the bulk files and from Open States is one roll call."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.kit.staging import write_crawl_folder
from tests.record.contents import contents, store_at
from tests.scrapers.bulkfiles import SESSION, Bulk, roll, votes
from tests.scrapers.legiscan_archives import zipped
from tests.scrapers.openstates_files import Files, read
from tests.scrapers.staged import stage_pubinfo
from tracker.intake.load import load_crawl
from tracker.record.tables import organizations, vote_events

OPTIONS = {"AYE": "yes", "NOE": "no", "ABS": "other"}


def _pubinfo(folder: Path) -> Path:
    bulk = Bulk()
    bulk.tables["BILL_SUMMARY_VOTE_TBL"] = [roll(location_code="CS61")]
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = votes(location_code="CS61")
    bulk.tables["BILL_MOTION_TBL"] = [
        {"motion_id": 12, "motion_text": "Do pass as amended, and re-refer to the Committee on X."}
    ]
    stage_pubinfo(bulk.folder(folder / "pubinfo_2009"), folder / "pubinfo", SESSION)
    return folder / "pubinfo"


def _openstates(folder: Path) -> Path:
    files = Files("ca", "20092010")
    files.bill("SB 7")
    named = [(OPTIONS[str(one["vote_code"])], str(one["legislator_name"])) for one in votes()]
    files.roll("upper", "Do pass as amended.", named, bill="SB 7", at="2009-06-04T00:00:00+00:00")
    staged = read(zipped(files.texts(), folder / "files.zip"))
    write_crawl_folder(folder / "openstates", staged.manifest, staged.tables)
    return folder / "openstates"


@pytest.mark.parametrize("openstates_first", [True, False])
def test_a_committee_roll_of_both_is_one_and_has_its_committee(
    openstates_first: bool, tmp_path: Path
) -> None:
    store = store_at(tmp_path / "store")
    crawls = [_openstates(tmp_path), _pubinfo(tmp_path)]
    for crawl in crawls if openstates_first else reversed(crawls):
        load_crawl(store, crawl)
    query = sa.select(organizations.c.name, vote_events.c.motion_class).join(
        vote_events, vote_events.c.organization_id == organizations.c.organization_id
    )
    with store.reading() as connection:
        assert connection.execute(query).all() == [("Sen Appropriations", "committee_passage")]
    held = contents(store)["vote_event_sources"]
    assert len(held) == 2
    for crawl in crawls:
        assert load_crawl(store, crawl).unchanged == 1
    assert contents(store)["vote_event_sources"] == held
