"""A day's file of changes adds to hearings and meetings, and takes none of them away."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.staged import SESSION_ID
from tests.record.contents import contents
from tests.scrapers.bulkfiles import BILL, Bulk
from tests.sites.dat_lines import Row
from tests.store.day_files import PLACE, load, load_day, whole_session
from tests.store.places import Place
from tracker.intake.events import events_of
from tracker.intake.load import load_crawl
from tracker.record.tables import event_bills
from tracker.rules.reference import current_id
from tracker.store import Store


@pytest.fixture
def store(place: Place) -> Store:
    return place.new_store()


def _hearing(bill_id: str = BILL, day: str = "2009-05-28") -> Row:
    return {"bill_id": bill_id, "hearing_date": f"{day} 00:00:00", "location_code": PLACE}


def _agenda(time: str | None, day: str = "2009-05-28") -> Row:
    return {
        "committee_code": PLACE,
        "committee_desc": "Appropriations",
        "agenda_date": f"{day} 00:00:00",
        "agenda_time": time,
        "room_num": "4203" if time else None,
    }


def _listed(section: str, bill_id: str = BILL) -> Row:
    return {
        "bill_id": bill_id,
        "location_code": "SFLOOR",
        "publication_date": "2009-06-04 00:00:00",
        "file_location": section,
    }


def _with_events() -> Bulk:
    bulk = whole_session()
    bulk.tables |= {
        "COMMITTEE_HEARING_TBL": [_hearing(), _hearing("200920100SB8")],
        "COMMITTEE_AGENDA_TBL": [_agenda("10 a.m.")],
        "DAILY_FILE_TBL": [_listed("SR"), _listed("SR", "200920100SB8")],
    }
    return bulk


def _events(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        found = events_of(connection, session_id=SESSION_ID)
    return [(str(one["date"]), one["name"], one["time"], one["bills"]) for one in found]


def test_a_day_adds_measures_to_a_hearing_and_leaves_its_time(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, _with_events())
    report = load_day(store, tmp_path, COMMITTEE_HEARING_TBL=[_hearing("200920100SB9")])
    assert report.events == 1
    assert _events(store) == [
        ("2009-05-28", "Sen Appropriations", "10 a.m.", ["SB 7", "SB 8", "SB 9"]),
        ("2009-06-04", "Senate Floor", None, ["SB 7", "SB 8"]),
    ]


def test_a_day_moves_a_measure_within_the_file_and_changes_a_meeting_s_time(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, _with_events())
    load_day(
        store, tmp_path, DAILY_FILE_TBL=[_listed("TR")], COMMITTEE_AGENDA_TBL=[_agenda("1 p.m.")]
    )
    assert [event[2] for event in _events(store)] == ["1 p.m.", None]
    with store.reading() as connection:
        listed = sa.select(event_bills.c.note).where(event_bills.c.bill_id == current_id(BILL))
        assert set(connection.execute(listed).scalars()) == {None, "TR"}


def test_a_day_brings_hearings_of_its_own_and_takes_none_away(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, _with_events())
    load_day(store, tmp_path, COMMITTEE_HEARING_TBL=[_hearing(day="2009-05-01")])
    assert [event[0] for event in _events(store)] == ["2009-05-01", "2009-05-28", "2009-06-04"]


def test_the_same_day_again_changes_no_event_and_the_whole_file_stands_after_it(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, _with_events())
    before = _events(store)
    load_day(store, tmp_path, COMMITTEE_HEARING_TBL=[_hearing("200920100SB9")])
    held = contents(store)
    load_crawl(store, tmp_path / "crawl1")
    assert contents(store) == held
    load(store, tmp_path, _with_events())
    assert _events(store) == before


def test_a_day_without_any_earlier_file_keeps_the_code_of_a_place(
    store: Store, tmp_path: Path
) -> None:
    load_day(store, tmp_path, COMMITTEE_HEARING_TBL=[_hearing()])
    assert _events(store) == [("2009-05-28", "Senate CS61", None, ["SB 7"])]
