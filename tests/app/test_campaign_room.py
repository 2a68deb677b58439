"""The organizers' room in a real browser: begin, add, record, two at once, take back, bad input."""

from __future__ import annotations

import urllib.request
from datetime import datetime

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Locator, Page, expect

from tracker.campaigns.model import Change, MilestoneHistory, MilestoneStatus, Visibility
from tracker.campaigns.planning import (
    NewMilestone,
    add_campaign,
    add_milestone,
    free_campaign_id,
)
from tracker.campaigns.reading import find_campaign, find_history
from tracker.campaigns.updating import add_update
from tracker.store import Store

NOW = datetime(2026, 11, 27, 12).astimezone()


@pytest.fixture(autouse=True)
def _patience(page: Page) -> None:
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)


def begun(store: Store, title: str, *milestones: NewMilestone) -> str:
    """A campaign that somebody began on the command line; its id."""
    with store.writing() as connection:
        free = free_campaign_id(connection, title)
        campaign = add_campaign(
            connection, title, "Riders (fictional)", by="Bo", now=NOW, campaign_id=free
        )
        for asked in milestones:
            add_milestone(connection, campaign.campaign_id, asked, by="Bo", now=NOW)
    return campaign.campaign_id


def history(store: Store, milestone: str) -> MilestoneHistory:
    with store.reading() as connection:
        return find_history(connection, milestone)


def field(page: Page, label: str) -> Locator:
    """The field of that label, once the page that was there before has gone."""
    found = page.get_by_label(label, exact=True)
    expect(found).to_have_count(1)
    return found


def fill(page: Page, label: str, text: str) -> None:
    field(page, label).fill(text)


def test_from_a_new_campaign_to_a_recorded_milestone(page: Page, room: tuple[str, Store]) -> None:
    address, store = room
    page.set_viewport_size({"width": 390, "height": 844})
    begun(store, "An earlier one")
    page.goto(f"{address}/campaigns")
    page.get_by_text("Begin a campaign", exact=True).click()
    fill(page, "Title", "Clean buses")
    fill(page, "Who runs it", "Riders (fictional)")
    fill(page, "Goal, in a sentence", "A clean bus every ten minutes.")
    fill(page, "Measures it is to move (optional)", "sb375")
    page.get_by_role("button", name="Begin the campaign").click()
    expect(page.get_by_role("heading", name="Clean buses")).to_be_visible()
    goal = page.get_by_role("paragraph").filter(has_text="A clean bus every ten minutes.")
    expect(goal).to_be_visible()
    with store.reading() as connection:
        kept = find_campaign(connection, "clean-buses")
    assert (kept.bill_ids, kept.jurisdiction_id) == (("ca-20072008-SB375",), "ca")

    fill(page, "What is to be reached", "Rally")
    fill(page, "Place", "City Hall")
    fill(page, "Measure", "SB 375")
    field(page, "Kind").click()
    page.get_by_role("option", name="rally").click()
    page.get_by_role("button", name="Add the milestone").click()
    expect(page.get_by_text("Added: Rally")).to_be_visible()
    board = page.locator(".campaign-board")
    expect(board.locator("section", has_text="Planned (1)").get_by_role("link")).to_have_text(
        "Rally"
    )
    expect(board.get_by_text("Rally, City Hall")).to_be_visible()

    page.get_by_text("done", exact=True).click()
    fill(page, "What happened, in a sentence", "Three hundred came.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Rally, done, “Three hundred came.”")).to_be_visible()
    expect(board.locator("section", has_text="Done (1)").get_by_role("link")).to_have_text("Rally")
    # For a moment the emptied field stands beside the one that it takes the place of.
    expect(field(page, "What happened, in a sentence").first).to_have_value("")
    state = history(store, "clean-buses/rally").state
    assert (state.status, state.visibility, state.version) == (
        MilestoneStatus.DONE,
        Visibility.PRIVATE,
        1,
    )
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width

    page.get_by_role("button", name="Take the last update back").click()
    expect(page.get_by_text("Taken back. Rally is as it was before.")).to_be_visible()
    expect(page.get_by_role("button", name="Take the last update back")).to_have_count(0)
    after = history(store, "clean-buses/rally")
    assert after.state.status is MilestoneStatus.PLANNED
    assert [one.change.takes_back for one in after.updates] == [False, True]


def test_two_pages_that_record_at_once_see_each_other(
    page: Page, browser: Browser, room: tuple[str, Store]
) -> None:
    address, store = room
    campaign = begun(store, "Two at once", NewMilestone("Letters"))
    other = browser.new_page()
    for one in (page, other):
        one.set_default_timeout(30_000)
        one.goto(f"{address}/campaigns?campaign={campaign}")
        expect(one.get_by_role("button", name="Save")).to_be_visible()
    fill(page, "What happened, in a sentence", "Ninety letters left.")
    fill(other, "What happened, in a sentence", "The stamps ran out.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved: Letters")).to_be_visible()
    other.close()

    page.get_by_role("button", name="Save").click()
    told = page.get_by_role("alert").filter(has_text="Somebody recorded this after you opened")
    expect(told).to_contain_text("The stamps ran out.")
    note = field(page, "What happened, in a sentence")
    expect(note).to_have_value("Ninety letters left.")
    assert history(store, f"{campaign}/letters").state.version == 1

    page.get_by_role("button", name="I have read it: mine still holds").click()
    expect(told).to_have_count(0)
    expect(note).to_have_value("Ninety letters left.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Letters")).to_be_visible()
    notes = [one.change.note for one in history(store, f"{campaign}/letters").updates]
    assert notes == ["The stamps ran out.", "Ninety letters left."]


def test_who_finds_it_recorded_already_drops_what_they_typed(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    campaign = begun(store, "Recorded already", NewMilestone("Letters"))
    page.goto(f"{address}/campaigns?campaign={campaign}")
    fill(page, "What happened, in a sentence", "Ninety letters left.")
    change = Change(note="Ninety letters left, says Bo.")
    with store.writing() as connection:
        milestone = f"{campaign}/letters"
        add_update(connection, milestone, change, seen_version=0, key="bo", by="Bo", now=NOW)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Drop what I typed").click()
    # For a moment the emptied field stands beside the one that it takes the place of.
    expect(field(page, "What happened, in a sentence").first).to_have_value("")
    assert history(store, milestone).state.version == 1


def test_what_is_refused_is_said_in_a_sentence_and_nothing_typed_is_lost(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    campaign = begun(store, "Bad input", NewMilestone("Letters"))
    page.goto(f"{address}/campaigns?campaign={campaign}")
    page.get_by_text("Add a milestone", exact=True).click()
    title = field(page, "What is to be reached")
    title.fill("x" * 121)
    fill(page, "Measure", "SB 99999")
    add = page.get_by_role("button", name="Add the milestone")
    # What was typed is sent first; a click in that moment meets a button that is being drawn anew.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    add.click()
    expect(page.get_by_text("the title has 121 letters, and there is room for 120")).to_be_visible()
    expect(title).to_have_value("x" * 121)
    title.fill("<b>=1+1</b>")
    add.click()
    expect(page.get_by_text("the record holds no measure 'SB 99999'")).to_be_visible()
    expect(title).to_have_value("<b>=1+1</b>")
    expect(field(page, "Measure")).to_have_value("SB 99999")
    fill(page, "Measure", "")
    add.click()
    expect(page.get_by_text("Added: <b>=1+1</b>")).to_be_visible()
    expect(page.locator(".campaign-board").get_by_text("<b>=1+1</b>")).to_be_visible()

    fill(page, "Link that shows it", "javascript:alert(1)")
    page.get_by_text("done", exact=True).click()
    fill(page, "What happened, in a sentence", "=cmd()")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("'javascript:alert(1)' is not the address of a page")).to_be_visible()
    expect(field(page, "What happened, in a sentence")).to_have_value("=cmd()")
    expect(page.get_by_role("radio", name="done")).to_be_checked()
    assert history(store, f"{campaign}/letters").updates == ()


def test_while_another_command_has_the_store_what_was_typed_stays(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    campaign = begun(store, "Busy", NewMilestone("Letters"))
    page.goto(f"{address}/campaigns?campaign={campaign}")
    fill(page, "What happened, in a sentence", "Ninety letters left.")
    assert store.lock_path is not None
    with FileLock(store.lock_path):
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Not saved: another command has the record open")).to_be_visible()
        note = field(page, "What happened, in a sentence")
        expect(note).to_have_value("Ninety letters left.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Letters")).to_be_visible()
    assert history(store, f"{campaign}/letters").state.version == 1


def test_what_is_private_is_marked_here_and_not_in_what_anybody_sees(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    campaign = begun(
        store,
        "Open and closed",
        NewMilestone("Open rally", due=NOW.date(), visibility=Visibility.PUBLIC),
        NewMilestone("Canary count", due=NOW.date(), owner="Canary Quill (fictional)"),
    )
    page.goto(f"{address}/campaigns?campaign={campaign}")
    card = page.locator(".campaign-board li", has_text="Canary count")
    expect(card.get_by_text("private")).to_be_visible()
    page.get_by_role("link", name="See it as anybody does").click()
    expect(page.get_by_text("This is what anybody sees.")).to_be_visible()
    expect(page.locator(".campaign-board").get_by_text("Open rally")).to_be_visible()
    expect(page.get_by_text("Canary")).to_have_count(0)
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    for query in ("", f"?campaign={campaign}", f"?campaign={campaign}&as=coalition"):
        with urllib.request.urlopen(f"{address}/calendar.ics{query}") as answer:
            assert answer.headers.get_content_type() == "text/calendar"
            text = answer.read().decode()
        assert "SUMMARY:Open rally" in text
        assert "anary" not in text
        with urllib.request.urlopen(f"{address}/feed.atom{query}") as answer:
            assert answer.headers.get_content_type() == "application/atom+xml"
            text = answer.read().decode()
        assert "Open rally: set down" in text
        assert f'href="{address}/campaigns?campaign={campaign}"' in text
        assert "anary" not in text
