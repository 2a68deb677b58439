"""The calendar that anybody may subscribe to, of a real store."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker.campaigns.ics import CalendarEvent, EventStatus, calendar_text
from tracker.campaigns.model import Change, MilestoneStatus, Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.updating import add_update
from tracker.record.tables import event_bills, events, sources
from tracker.store import Store, open_store
from tracker.views.campaign_calendar import CampaignCalendar, campaign_calendar

NOW = datetime(2007, 6, 6, 20, 0, tzinfo=UTC)
BILL = "ca-20072008-SB375"
CANARY = "canary"


@pytest.fixture
def store(tmp_path: Path, sample_store: Path) -> Store:
    """The sample record; a campaign with a public rally, and private parts all over."""
    shutil.copy(sample_store, tmp_path / "answerable.duckdb")
    store = open_store(f"duckdb:///{tmp_path / 'answerable.duckdb'}")
    with store.writing() as connection:
        for title in ("Near home", f"{CANARY} plans"):
            add_campaign(connection, title, "Riders", by=CANARY, now=NOW, measures=["SB 375"])
        rally = NewMilestone(
            "Rally",
            due=date(2007, 6, 20),
            owner=CANARY,
            visibility=Visibility.PUBLIC,
            place="City Hall",
        )
        hidden = NewMilestone(f"{CANARY} count", due=date(2007, 6, 21), bill="SB 974")
        for campaign in ("near-home", f"{CANARY}-plans"):
            add_milestone(connection, campaign, hidden, by=CANARY, now=NOW)
        add_milestone(connection, "near-home", rally, by=CANARY, now=NOW)
        say(connection, Change(note=CANARY, evidence=f"https://example.org/{CANARY}"), seen=0)
    return store


def say(connection: sa.Connection, change: Change, *, seen: int) -> None:
    add_update(connection, "rally", change, seen_version=seen, key=f"k{seen}", by=CANARY, now=NOW)


def calendar(store: Store, campaign: str | None = None) -> CampaignCalendar:
    with store.reading() as connection:
        found = campaign_calendar(connection, campaign, NOW)
    assert found is not None
    return found


def hearing(store: Store, **said: object) -> CalendarEvent:
    """The hearing that the calendar then has, of one that a source made up for this test tells."""
    cited = {"source_id": "made-up", "source_ref": None}
    row = {
        "event_id": "made-up-hearing",
        "jurisdiction_id": "ca",
        "session_id": "ca-20072008",
        "classification": "committee-meeting",
        "name": "Senate Specimen",
        "chamber": "upper",
        "organization_id": None,
        "date": date(2007, 7, 3),
        "time": "9:30 a.m.",
        "location": "Room 0",
        "status": None,
        "note": None,
        **cited,
        **said,
    }
    bill = {"event_id": "made-up-hearing", "sequence": 1, "bill_id": BILL, "printed": "SB 375"}
    source = {"source_id": "made-up", "title": "A made-up file", "url": "https://example.org/f"}
    with store.writing() as connection:
        connection.execute(sa.insert(sources), [source | {"read_at": datetime(2007, 6, 1)}])
        connection.execute(sa.insert(events), [row])
        connection.execute(sa.insert(event_bills), [{**bill, "note": None, **cited}])
    (found,) = (one for one in calendar(store).events if one.uid.startswith("hearing-"))
    return found


def test_a_public_milestone_is_in_it_with_day_place_and_campaign(store: Store) -> None:
    (rally,) = (one for one in calendar(store).events if one.uid.startswith("milestone-"))
    assert (rally.title, rally.when, rally.place) == ("Rally", date(2007, 6, 20), "City Hall")
    assert "Near home, by Riders" in rally.description


def test_nothing_private_is_in_it(store: Store) -> None:
    for campaign in (None, "near-home"):
        found = calendar(store, campaign)
        assert CANARY not in calendar_text(found.name, found.events)


def test_a_campaign_of_which_nothing_is_public_is_as_one_that_is_not_there(store: Store) -> None:
    with store.reading() as connection:
        for campaign in (f"{CANARY}-plans", "nobody"):
            assert campaign_calendar(connection, campaign, NOW) is None


def test_a_milestone_made_private_again_leaves_it(store: Store) -> None:
    with store.writing() as connection:
        say(connection, Change(visibility=Visibility.PRIVATE), seen=1)
    with store.reading() as connection:
        assert campaign_calendar(connection, "near-home", NOW) is None


def test_a_milestone_that_was_dropped_is_cancelled_and_a_moved_one_moves(store: Store) -> None:
    with store.writing() as connection:
        say(connection, Change(due=date(2007, 6, 27)), seen=1)
    (moved,) = (one for one in calendar(store).events if one.uid.startswith("milestone-"))
    assert (moved.when, moved.status) == (date(2007, 6, 27), EventStatus.CONFIRMED)
    with store.writing() as connection:
        say(connection, Change(status=MilestoneStatus.DROPPED), seen=2)
    (gone,) = (one for one in calendar(store).events if one.uid.startswith("milestone-"))
    assert (gone.uid, gone.status) == (moved.uid, EventStatus.CANCELLED)


def test_a_hearing_has_its_time_in_the_legislatures_zone_and_its_source(store: Store) -> None:
    found = hearing(store)
    assert found.when == datetime(2007, 7, 3, 16, 30, tzinfo=UTC)
    assert (found.title, found.place) == ("Senate Specimen: SB 375", "Room 0")
    assert "Source: A made-up file, read 2007-06-01" in found.description
    assert found.url == "https://example.org/f"


@pytest.mark.parametrize("printed", ["Upon adjournment", None, "13:99 p.m."])
def test_a_hearing_without_a_time_of_day_is_on_the_whole_day(
    store: Store, printed: str | None
) -> None:
    found = hearing(store, time=printed)
    assert found.when == date(2007, 7, 3)
    assert (printed or "Hears SB 375") in found.description


def test_a_hearing_that_was_cancelled_is_cancelled_in_the_calendar(store: Store) -> None:
    found = hearing(store, status="cancelled")
    assert found.status is EventStatus.CANCELLED
    assert found.title.startswith("Cancelled: ")


def test_a_floor_session_is_no_hearing(store: Store) -> None:
    with pytest.raises(ValueError, match="not enough values to unpack"):
        hearing(store, classification="floor")


def test_deadlines_of_the_session_say_where_they_were_read_or_that_they_are_not_verified(
    store: Store,
) -> None:
    found = [one for one in calendar(store).events if one.uid.startswith("deadline-")]
    assert found
    for one in found:
        verified = one.status is EventStatus.CONFIRMED
        assert verified == ("Not verified" not in one.description)
        assert not verified or "Source: " in one.description
