"""The feed that anybody may subscribe to, of a real store."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaigns.atom import FeedEntry, feed_bytes
from tracker.campaigns.model import Change, MilestoneStatus, Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.updating import add_update
from tracker.store import Store, open_store
from tracker.views.campaign_feed import CampaignFeed, campaign_feed

NOW = datetime(2007, 6, 6, 20, 0, tzinfo=UTC)
CANARY = "canary"
SERVER = "https://tracker.example/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def store(tmp_path: Path, sample_store: Path) -> Store:
    """The sample record; a campaign with a public rally, and private parts all over."""
    shutil.copy(sample_store, tmp_path / "answerable.duckdb")
    store = open_store(f"duckdb:///{tmp_path / 'answerable.duckdb'}")
    with store.writing() as connection:
        for title in ("Near home", f"{CANARY} plans"):
            add_campaign(connection, title, "Riders", by=CANARY, now=NOW, measures=["SB 375"])
        rally = NewMilestone(
            "Rally", due=date(2007, 6, 20), owner=CANARY, visibility=Visibility.PUBLIC
        )
        hidden = NewMilestone(f"{CANARY} count", due=date(2007, 6, 21), bill="SB 974")
        for campaign in ("near-home", f"{CANARY}-plans"):
            add_milestone(connection, campaign, hidden, by=CANARY, now=NOW)
        add_milestone(connection, "near-home", rally, by=CANARY, now=NOW)
    return store


def say(store: Store, change: Change, *, seen: int) -> None:
    with store.writing() as connection:
        add_update(
            connection, "rally", change, seen_version=seen, key=f"k{seen}", by=CANARY, now=NOW
        )


def feed(store: Store, campaign: str | None = None) -> CampaignFeed:
    with store.reading() as connection:
        found = campaign_feed(connection, campaign, NOW.date())
    assert found is not None
    return found


def text_of(found: CampaignFeed) -> bytes:
    return feed_bytes(
        found.name, found.author, found.entries, server=SERVER, path="feed.atom", empty=NOW.date()
    )


def titles(found: CampaignFeed) -> list[str]:
    return [one.title for one in found.entries]


def test_it_tells_of_public_milestones_and_of_what_happened_to_their_measures(
    store: Store,
) -> None:
    found = feed(store, "near-home")
    assert (found.name, found.author) == ("Near home", "Riders")
    assert titles(found)[0] == "SB 375: Signed by the Governor"
    assert "Rally: set down" in titles(found)
    assert "SB 375: Senate floor: 21–15, 21 needed, passed" in titles(found)
    say(store, Change(MilestoneStatus.DONE, note="640 came", note_visibility=Visibility.PUBLIC),
        seen=0)  # fmt: skip
    news = next(one for one in feed(store).entries if one.title == "Rally: done")
    assert "640 came" in news.text
    assert news.path == "campaigns?campaign=near-home"


def test_nothing_private_is_in_it_nor_how_much_of_it_there_is(store: Store) -> None:
    say(store, Change(note=CANARY, evidence=f"https://example.org/{CANARY}"), seen=0)
    say(store, Change(MilestoneStatus.UNDER_WAY, visibility=Visibility.PRIVATE), seen=1)
    say(store, Change(note=CANARY), seen=2)
    say(store, Change(visibility=Visibility.PUBLIC), seen=3)
    text = text_of(feed(store))
    assert b"Rally" in text
    assert CANARY.encode() not in text
    assert b"SB 974" not in text
    keys = [one.key for one in feed(store).entries if one.key.startswith("milestone")]
    assert sorted(keys) == [f"milestone/near-home/rally/00000{nth}" for nth in (1, 2)]


def test_a_campaign_of_which_nothing_is_public_has_no_feed(store: Store) -> None:
    with store.reading() as connection:
        assert campaign_feed(connection, f"{CANARY}-plans", NOW.date()) is None
        assert campaign_feed(connection, "no-such", NOW.date()) is None


def test_each_entry_has_an_id_of_its_own_that_stays_and_is_of_this_server(store: Store) -> None:
    root = ET.fromstring(text_of(feed(store)))
    ids = [one.text for one in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) > 15
    say(store, Change(MilestoneStatus.DONE), seen=0)
    again = {one.text for one in ET.fromstring(text_of(feed(store))).iter(f"{ATOM}id")}
    assert len(set(ids) - again) == 1, "only that of the rally as it was set down is gone"
    found = feed(store)
    elsewhere = feed_bytes(
        found.name, "", found.entries, server="https://other.example/", path="", empty=NOW.date()
    )
    assert not again & {one.text for one in ET.fromstring(elsewhere).iter(f"{ATOM}id")}


@given(st.text(max_size=200))
def test_whatever_people_write_it_stays_one_entry_of_well_formed_xml(said: str) -> None:
    entry = FeedEntry("k", NOW.date(), said, f"</content></entry><entry>{said}", "start")
    root = ET.fromstring(
        feed_bytes(said, said, [entry], server=SERVER, path="feed.atom", empty=NOW.date())
    )
    assert len(root.findall(f"{ATOM}entry")) == 1
    title = root.findtext(f"{ATOM}entry/{ATOM}title") or ""
    assert [one for one in title if one.isalnum()] == [one for one in said if one.isalnum()]
