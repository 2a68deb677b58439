"""Hearings and daily files in the store, on both databases: loaded once, replaced by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from tests.intake.staged import source_id_of
from tests.record.contents import contents
from tests.store.places import Place
from tracker.crawls.manifest import Manifest
from tracker.crawls.shapes import BILLS_LEFT, EVENT_BILLS, EVENTS
from tracker.errors import SourceError
from tracker.intake.events import (
    StagedEvents,
    events_of,
    merge_events,
    read_events,
)
from tracker.rules.reference import reference
from tracker.store import Store

SESSION = "20072008"
SESSION_ID = "ca-20072008"
FIRST, SECOND = date(2008, 8, 19), date(2008, 8, 29)
BILL = "ca-20072008-SB375"


def _manifest(**changed: object) -> Manifest:
    return Manifest.model_validate(
        {
            "format": 1,
            "source": "ca_hearings",
            "jurisdiction": "ca",
            "session": SESSION,
            "read_at": "2026-01-31T12:00:00Z",
            "files": [{"url": "file:x", "name": "x", "sha256": "one" * 12, "bytes": 1}],
            "counts": {},
            "repair": None,
            "warnings": [],
            "licence": "none",
            "attribution": "made up for tests",
            **changed,
        }
    )


def _staged(
    *events: tuple[date, str],
    time: str | None = "9:30 a.m.",
    source: str = "ca_hearings",
    without_bills: Mapping[tuple[date, str], bool] = {},
) -> StagedEvents:
    """Each with SB 375, but for those `without_bills`, which says whether theirs are left."""
    rows = [
        {
            "row": row,
            "classification": "committee-meeting",
            "place": place,
            "date": day,
            "time": time,
            "source_ref": f"event {row}",
            "bills_left": without_bills.get((day, place), False),
        }
        for row, (day, place) in enumerate(events, start=1)
    ]
    bills = [
        {"row": row, "sequence": 1, "bill_id": BILL, "printed": "SB 375"}
        for row, event in enumerate(events, start=1)
        if event not in without_bills
    ]
    ids = pa.array([source_id_of(source, session=SESSION)] * len(rows), pa.string())
    columns = EVENTS.append(BILLS_LEFT)
    return StagedEvents(
        pa.Table.from_pylist(rows, schema=columns).append_column("source_id", ids),
        pa.Table.from_pylist(bills, schema=EVENT_BILLS),
    )


def _merge(store: Store, staged: StagedEvents, **changed: object) -> None:
    manifest = _manifest(**changed)
    with store.writing() as connection:
        merge_events(connection, manifest, staged, reference("ca").rules.locations)


def _found(store: Store, bill_id: str | None = None) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        found = events_of(connection, session_id=SESSION_ID, bill_id=bill_id)
    return [(row["date"], row["name"], row["time"], row["bills"]) for row in found]


LOCAL = (FIRST, "Asm Local Government")
HOUSING = (SECOND, "SEN. T. & H.")


def test_an_event_has_the_name_and_organization_of_its_committee(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL, HOUSING))
    with store.reading() as connection:
        one, other = events_of(connection, session_id=SESSION_ID)
    assert one["name"] == "Assembly Committee on Local Government"
    assert (one["chamber"], one["organization_id"]) == ("lower", "ca-20072008-lower-LGOV")
    assert other["organization_id"] == "ca-20072008-upper-T&H"
    assert one["event_id"] == "ca-20072008-20080819-ASMLGOV-committee-meeting"


def test_the_same_place_in_other_words_is_the_same_event(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL))
    _merge(store, _staged((FIRST, "ASM. L. GOV.")))
    assert len(_found(store)) == 1


def test_loading_the_same_again_writes_nothing(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL, HOUSING))
    before = contents(store)
    _merge(store, _staged(LOCAL, HOUSING))
    assert contents(store) == before


def test_a_later_reading_replaces_the_days_that_it_covers_and_no_others(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL, HOUSING))
    _merge(store, _staged((FIRST, "Asm Appropriations"), time="upon adjournment"))
    assert [(day, name) for day, name, _, _ in _found(store)] == [
        (FIRST, "Assembly Committee on Appropriations"),
        (SECOND, "Senate Committee on Transportation and Housing"),
    ]


def test_a_day_that_was_asked_for_and_has_no_event_any_more_has_none(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL, HOUSING))
    _merge(store, _staged(LOCAL), days=(FIRST, SECOND))
    assert [day for day, *_ in _found(store)] == [FIRST]


def test_reading_no_event_of_no_day_leaves_the_others(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL))
    _merge(store, _staged())
    assert len(_found(store)) == 1


def test_measures_that_could_not_be_read_are_left_as_they_were(place: Place) -> None:
    """Of each event by itself: another that has none any more has none."""
    store = place.store()
    _merge(store, _staged(LOCAL, HOUSING))
    again = _staged(LOCAL, HOUSING, time="1 p.m.", without_bills={LOCAL: True, HOUSING: False})
    _merge(store, again)
    assert [row[2:] for row in _found(store)] == [("1 p.m.", ["SB 375"]), ("1 p.m.", [])]
    before = contents(store)
    _merge(store, again)
    assert contents(store) == before


def test_two_events_of_one_committee_and_day_are_two(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL, LOCAL))
    assert len(_found(store)) == 2


def test_an_event_of_two_sources_is_shown_once_and_either_fills_the_other(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL))
    other = _staged(LOCAL, time=None, source="ca_pubinfo")
    _merge(store, other, source="ca_pubinfo")
    assert _found(store) == [
        (FIRST, "Assembly Committee on Local Government", "9:30 a.m.", ["SB 375"])
    ]
    _merge(store, _staged(), days=(FIRST, FIRST))
    assert [time for _, _, time, _ in _found(store)] == [None]


def test_a_measure_has_its_events_and_another_none(place: Place) -> None:
    store = place.store()
    _merge(store, _staged(LOCAL))
    assert _found(store, BILL) == [
        (FIRST, "Assembly Committee on Local Government", "9:30 a.m.", ["SB 375"])
    ]
    assert _found(store, "ca-20072008-SB376") == []


def test_half_of_the_two_files_is_refused(tmp_path: Path) -> None:
    assert read_events(tmp_path, _manifest()) is None
    (tmp_path / "events.parquet").write_bytes(b"PAR1")
    with pytest.raises(SourceError, match="not a whole crawl folder"):
        read_events(tmp_path, _manifest())


def test_a_manifest_keeps_its_days() -> None:
    written = _manifest(days=(FIRST, SECOND)).model_dump_json()
    assert Manifest.model_validate_json(written).days == (FIRST, SECOND)
