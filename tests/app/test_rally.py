"""The page for one hand in a real browser: no signal, sent twice, closed midway, two at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.app.conftest import served
from tracker.campaigns.model import Change, MilestoneHistory, MilestoneStatus
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.reading import find_history
from tracker.campaigns.updating import add_update
from tracker.store import Store, open_store

NOW = datetime(2026, 11, 27, 12).astimezone()
NOTE = "What happened, in a sentence"


@pytest.fixture(scope="module")
def room(
    chromium: str, sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store]]:
    """The app on a store of its own that may be written to, and that store."""
    assert chromium
    home = tmp_path_factory.mktemp("rally")
    shutil.copy(sample_store, home / "answerable.duckdb")
    with served(home) as address:
        yield address, open_store(f"duckdb:///{home / 'answerable.duckdb'}")


@pytest.fixture
def rally(page: Page, room: tuple[str, Store]) -> Page:
    """A phone on which the page of that server is to be opened."""
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def begun(store: Store, title: str, *milestones: str) -> str:
    """A campaign with milestones; its id."""
    with store.writing() as connection:
        campaign = add_campaign(connection, title, "Riders (fictional)", by="Bo", now=NOW)
        for asked in milestones:
            add_milestone(connection, campaign.campaign_id, NewMilestone(asked), by="Bo", now=NOW)
    return campaign.campaign_id


def bo_records(store: Store, milestone: str, note: str, seen: int = 0) -> None:
    with store.writing() as connection:
        add_update(
            connection, milestone, Change(note=note), seen_version=seen, key=note, by="Bo", now=NOW
        )


def history(store: Store, milestone: str) -> MilestoneHistory:
    with store.reading() as connection:
        return find_history(connection, milestone)


def notes(store: Store, milestone: str) -> list[str | None]:
    return [one.change.note for one in history(store, milestone).updates]


def opened(page: Page, room: tuple[str, Store]) -> Page:
    """The page once it has been told of the milestones and its worker keeps its files."""
    page.goto(f"{room[0]}/rally")
    expect(page.get_by_text("Connected: what you save is sent at once.")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def write(page: Page, milestone: str, note: str, status: str = "under way") -> None:
    page.get_by_label("Milestone").select_option(milestone)
    page.get_by_role("radio", name=status).check()
    page.get_by_label(NOTE).fill(note)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def queue(page: Page) -> Locator:
    return page.locator("#queue > li")


def test_what_is_saved_without_a_signal_is_sent_once_there_is_one(
    rally: Page, context: BrowserContext, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "No signal", "Rally", "Letters")
    opened(rally, room)
    context.set_offline(True)
    rally.reload()
    expect(rally.get_by_text("No signal. What you save waits on this phone")).to_be_visible()
    write(rally, f"{campaign}/rally", "Three hundred came.", "done")
    save(rally)
    expect(queue(rally)).to_contain_text("Waiting · Rally: done, “Three hundred came.”")
    write(rally, f"{campaign}/rally", "And forty more.", "done")
    save(rally)
    expect(queue(rally)).to_have_count(2)
    assert notes(room[1], f"{campaign}/rally") == []

    context.set_offline(False)
    expect(rally.get_by_text("Received · Rally")).to_have_count(2)
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came.", "And forty more."]
    state = history(room[1], f"{campaign}/rally").state
    assert (state.status, state.closed_on) == (MilestoneStatus.DONE, date.today())
    rally.get_by_role("button", name="Clear what was received").click()
    expect(queue(rally)).to_have_count(0)
