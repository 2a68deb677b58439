"""What the page for one hand is told: open milestones first, and to anybody nothing private."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.record.contents import new_store
from tracker.campaigns.model import Audience, Change, MilestoneStatus, Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.updating import add_update
from tracker.store import Store
from tracker.views.rally_view import rally_campaigns, unseen_updates

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
CANARY = "Canary Quill (fictional)"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A campaign with a public milestone that is done and a private one that is open."""
    store = new_store(tmp_path / "answerable.duckdb")
    rally = NewMilestone("Rally", place="City Hall", visibility=Visibility.PUBLIC)
    letters = NewMilestone("Letters", due=date(2026, 12, 1), owner=CANARY)
    with store.writing() as connection:
        add_campaign(connection, "Near home", "Riders (fictional)", by=CANARY, now=NOW)
        for asked in (rally, letters):
            add_milestone(connection, "near-home", asked, by=CANARY, now=NOW)
        for seen, change in enumerate(
            (Change(note="Two hundred"), Change(status=MilestoneStatus.DONE, note="Three hundred"))
        ):
            add_update(
                connection,
                "near-home/rally",
                change,
                seen_version=seen,
                key=f"{seen}",
                by=CANARY,
                now=NOW,
            )
    return store


def test_the_coalition_is_told_how_each_stands_open_ones_first(store: Store) -> None:
    with store.reading() as connection:
        (campaign,) = rally_campaigns(connection, Audience.COALITION, NOW.date())
    letters, rally = campaign.milestones
    assert (letters.title, letters.now, letters.version, letters.last) == (
        "Letters",
        "planned, due 1 December 2026",
        0,
        None,
    )
    assert (rally.place, rally.now, rally.version, rally.is_open) == ("City Hall", "done", 2, False)
    assert rally.last is not None
    assert rally.last.startswith(CANARY)
    assert rally.last.endswith("done, “Three hundred”")


def test_anybody_is_told_nothing_private(store: Store) -> None:
    with store.reading() as connection:
        told = rally_campaigns(connection, Audience.ANYBODY, NOW.date())
    assert [one.title for campaign in told for one in campaign.milestones] == ["Rally"]
    assert not any(word in f"{told}" for word in ("Canary", "Letters", "hundred"))
    assert told[0].milestones[0].version == 0


def test_what_was_not_seen_is_told_and_no_more(store: Store) -> None:
    with store.reading() as connection:
        found = unseen_updates(connection, "near-home/rally", 1)
    assert found.version == 2
    assert [one.endswith("done, “Three hundred”") for one in found.told] == [True]
