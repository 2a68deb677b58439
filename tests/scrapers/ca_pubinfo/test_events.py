"""Hearings, agendas and daily files of the bulk files, as dated events."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.measures import measure
from tests.record.contents import contents, new_store
from tests.scrapers.bulkfiles import BILL, SESSION, Bulk
from tests.scrapers.staged import stage_pubinfo as stage
from tests.sites.dat_lines import Row
from tracker.errors import SourceError
from tracker.intake.events import events_of
from tracker.intake.load import load_crawl

OTHER = "200920101AB12"


def _hearing(bill: str | None = BILL, day: str = "2009-05-28", place: str = "CS61") -> Row:
    return {"bill_id": bill, "hearing_date": f"{day} 00:00:00", "location_code": place}


def _listed(bill: str, section: str, place: str = "SFLOOR", **more: str) -> Row:
    known = {"publication_date": "2009-06-04 00:00:00", "file_location": section}
    return {"bill_id": bill, "location_code": place, **known, **more}


def _agenda(code: str, name: str, day: str = "2009-05-28") -> Row:
    return {
        "committee_code": code,
        "committee_desc": name,
        "agenda_date": f"{day} 00:00:00",
        "agenda_time": "10 a.m.",
        "line1": "SUSPENSE FILE",
        "building_type": "CN",
        "room_num": "4203",
    }


def _staged(tmp_path: Path, **tables: list[Row]) -> tuple[list[dict[str, Any]], dict[int, Any]]:
    bulk = Bulk()
    bulk.tables |= tables
    folder = tmp_path / "crawl"
    stage(bulk.folder(tmp_path / "files"), folder, SESSION)
    bills: dict[int, Any] = {}
    for row in pq.read_table(folder / "event_bills.parquet").to_pylist():
        bills.setdefault(row["row"], []).append((row["printed"], row["bill_id"], row["note"]))
    return pq.read_table(folder / "events.parquet").to_pylist(), bills


def test_a_hearing_lists_every_measure_of_its_day_once(tmp_path: Path) -> None:
    rows = [_hearing(), _hearing(), _hearing(OTHER), _hearing(day="2009-05-29")]
    events, bills = _staged(tmp_path, COMMITTEE_HEARING_TBL=rows)
    assert [(e["place"], e["date"], e["classification"]) for e in events] == [
        ("Sen Appropriations", date(2009, 5, 28), "committee-meeting"),
        ("Sen Appropriations", date(2009, 5, 29), "committee-meeting"),
    ]
    assert bills[1] == [("SB 7", BILL, None), ("ABX1 12", OTHER, None)]


def test_an_agenda_gives_the_hearing_its_time_and_room(tmp_path: Path) -> None:
    (event,), bills = _staged(
        tmp_path,
        COMMITTEE_HEARING_TBL=[_hearing()],
        COMMITTEE_AGENDA_TBL=[_agenda("CS61", "Appropriations")],
    )
    assert (event["time"], event["location"], event["note"]) == (
        "10 a.m.",
        "CN 4203",
        "SUSPENSE FILE",
    )
    assert len(bills[1]) == 1


def test_an_agenda_without_a_measure_is_an_event_of_its_own(tmp_path: Path) -> None:
    events, bills = _staged(tmp_path, COMMITTEE_AGENDA_TBL=[_agenda("CJ02", "Joint Audit")])
    assert [(e["place"], e["time"]) for e in events] == [("Joint Audit", "10 a.m.")]
    assert bills == {}


def test_a_daily_file_is_a_day_on_a_floor_with_the_part_of_the_file(tmp_path: Path) -> None:
    rows = [_listed(BILL, "SR"), _listed(OTHER, "TR", consent_calendar_code="A")]
    (event,), bills = _staged(tmp_path, DAILY_FILE_TBL=rows)
    assert (event["place"], event["classification"], event["date"]) == (
        "SEN. FLOOR",
        "floor",
        date(2009, 6, 4),
    )
    assert bills[1] == [("SB 7", BILL, "SR"), ("ABX1 12", OTHER, "TR A")]


def test_what_is_no_measure_of_the_session_keeps_its_print(tmp_path: Path) -> None:
    _, bills = _staged(tmp_path, COMMITTEE_HEARING_TBL=[_hearing("GRP-1"), _hearing(None)])
    assert bills == {1: [("GRP-1", None, None)]}


def test_files_without_these_tables_say_nothing_of_events(tmp_path: Path) -> None:
    stage(Bulk().folder(tmp_path / "files"), tmp_path / "crawl", SESSION)
    assert not (tmp_path / "crawl" / "events.parquet").exists()
    counts = json.loads((tmp_path / "crawl" / "crawl.json").read_text("utf-8"))["counts"]
    assert "events" not in counts


def test_a_hearing_and_its_agenda_are_one_event_also_without_a_description(tmp_path: Path) -> None:
    (event,), bills = _staged(
        tmp_path,
        COMMITTEE_HEARING_TBL=[_hearing(place="CJ02")],
        COMMITTEE_AGENDA_TBL=[_agenda("CJ02", "Joint Audit")],
    )
    assert (event["place"], event["place_code"], event["time"]) == (
        "Joint Audit",
        "CJ02",
        "10 a.m.",
    )
    assert len(bills[1]) == 1


@pytest.mark.parametrize(
    ("name", "changes_only"), [("pubinfo_Mon.zip", True), ("pubinfo_daily_Mon.zip", False)]
)
def test_a_day_s_file_tells_of_events(tmp_path: Path, name: str, changes_only: bool) -> None:
    bulk = Bulk()
    bulk.tables["COMMITTEE_HEARING_TBL"] = [_hearing()]
    manifest = stage(bulk.zip(tmp_path / name), tmp_path / "crawl", SESSION)
    assert (manifest.changes_only, manifest.counts["events"]) == (changes_only, 1)
    store = new_store(tmp_path / "answerable.duckdb")
    assert load_crawl(store, tmp_path / "crawl").events == 1


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["COMMITTEE_HEARING_TBL"] = [_hearing(day="2009-13-28")]
    with pytest.raises(SourceError) as caught:
        stage(bulk.folder(tmp_path / "files"), tmp_path / "crawl", SESSION)
    assert caught.value.where.startswith("COMMITTEE_HEARING_TBL.dat")


def test_the_events_load_once_with_the_bills(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["COMMITTEE_HEARING_TBL"] = [_hearing()]
    bulk.tables["DAILY_FILE_TBL"] = [_listed(BILL, "TR")]
    folder = tmp_path / "crawl"
    stage(bulk.folder(tmp_path / "files"), folder, SESSION)
    store = new_store(tmp_path / "answerable.duckdb")
    report = load_crawl(store, folder)
    assert report.events == 2
    with store.reading() as connection:
        bill = measure(BILL, SESSION)
        found = events_of(connection, session_id=bill.session_id, bill_id=bill.bill_id)
    assert [(row["date"], row["name"], row["bills"]) for row in found] == [
        (date(2009, 5, 28), "Sen Appropriations", ["SB 7"]),
        (date(2009, 6, 4), "Senate Floor", ["SB 7"]),
    ]
    before = contents(store)
    load_crawl(store, folder)
    assert contents(store) == before
