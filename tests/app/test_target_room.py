"""Targets in a real browser: two taps, what is refused stays, the call sheet, nothing public."""

from __future__ import annotations

import csv
import urllib.request
from datetime import UTC, date, datetime

import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from tracker.campaigns.model import Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.targets import (
    ComingVote,
    TargetNote,
    TargetStance,
    TargetWords,
    add_note,
    find_vote,
    notes_on,
    sitting_member,
)
from tracker.store import Store

BEFORE = datetime(2008, 8, 20, 20, tzinfo=UTC)
CAMPAIGN = "whip-count"


def begun(store: Store) -> ComingVote:
    """A campaign with a note from before the Senate's vote of 30 August 2008."""
    public = NewMilestone("Open rally", due=date(2026, 11, 27), visibility=Visibility.PUBLIC)
    with store.writing() as connection:
        add_campaign(
            connection,
            "Whip count",
            "Riders (fictional)",
            by="Bo",
            now=BEFORE,
            campaign_id=CAMPAIGN,
            measures=["SB 375"],
        )
        add_milestone(connection, CAMPAIGN, public, by="Bo", now=BEFORE)
        vote = find_vote(connection, CAMPAIGN, "SB 375", "Senate")
        note(connection, vote, "dean-florez", TargetWords(TargetStance.YES, note="Canary one"), 0)
    return vote


def note(
    connection: sa.Connection, vote: ComingVote, who: str, words: TargetWords, seen: int
) -> None:
    member = sitting_member(connection, vote, who, BEFORE.date())
    key = f"{CAMPAIGN} {who} {seen}"
    add_note(connection, vote, member, words, seen=seen, key=key, by="Bo", now=BEFORE)


def stored(store: Store, vote: ComingVote, who: str) -> list[TargetNote]:
    with store.reading() as connection:
        return list(notes_on(connection, vote).get(who, ()))


def row(page: Page, who: str) -> Locator:
    return page.locator(f"details[data-person={who}]")


def test_from_the_campaign_to_a_note_in_two_taps_and_a_call_sheet(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    vote = begun(store)
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/campaigns?campaign={CAMPAIGN}")
    page.get_by_role("link", name="SB 375 in the Senate").click()
    expect(page.locator("details[data-person]")).to_have_count(40)
    expect(page.get_by_text("1 yes, 39 unknown.")).to_be_visible()

    steinberg = row(page, "darrell-steinberg")
    steinberg.locator("summary").click()
    steinberg.get_by_role("button", name="leaning yes").click()
    expect(page.get_by_text("Saved: Darrell Steinberg, leaning yes")).to_be_visible()
    expect(steinberg.locator(".stance")).to_have_text("leaning yes")
    assert [one.words.stance for one in stored(store, vote, "darrell-steinberg")] == [
        TargetStance.LEANING_YES
    ]

    padilla = row(page, "alex-padilla")
    padilla.locator("summary").click()
    padilla.get_by_label("How it is known").fill("x" * 2001)
    padilla.get_by_label("A sentence for the next call").fill("=Canary()<b>two</b>")
    padilla.get_by_role("button", name="undecided").click()
    expect(padilla.get_by_role("alert")).to_contain_text("there is room for 2,000")
    expect(padilla.get_by_label("How it is known")).to_have_value("x" * 2001)
    padilla.get_by_label("How it is known").fill("=Canary lunch")
    with store.writing() as connection:
        note(connection, vote, "alex-padilla", TargetWords(TargetStance.NO, source="Canary"), 0)
    padilla.get_by_role("button", name="undecided").click()
    expect(padilla.get_by_role("alert")).to_contain_text("notes that you have not seen")
    expect(padilla.get_by_label("How it is known")).to_have_value("=Canary lunch")
    padilla.get_by_label("fairly sure").check()
    padilla.get_by_role("button", name="undecided").click()
    expect(page.get_by_text("Saved: Alex Padilla, undecided, fairly sure")).to_be_visible()
    expect(padilla.get_by_label("How it is known")).to_have_value("")
    said = [one.words for one in stored(store, vote, "alex-padilla")]
    assert [one.stance for one in said] == [TargetStance.NO, TargetStance.UNDECIDED]
    assert (said[1].source, said[1].note) == ("=Canary lunch", "=Canary()<b>two</b>")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width

    expect(page.get_by_text("30 August 2008: 25 ayes, 14 noes, 21 ayes needed")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Call sheet as CSV").click()
    lines = list(csv.DictReader(saved.value.path().read_text("utf-8").splitlines()))
    assert len(lines) == 40
    assert "undecided, fairly sure, =Canary lunch" in lines[0]["Last note"] + lines[1]["Last note"]
    assert not any(cell.startswith("=") for line in lines for cell in line.values())
    page.get_by_role("link", name="Call sheet to print").click()
    expect(page.locator(".call-sheet tbody tr")).to_have_count(40)
    expect(page.locator(".call-sheet")).to_contain_text("=Canary()<b>two</b>")

    for path in (
        f"campaigns?campaign={CAMPAIGN}&as=anybody",
        f"campaigns?campaign={CAMPAIGN}&as=anybody&vote={vote.bill_id}&house=upper",
        f"campaigns?campaign={CAMPAIGN}",
        f"measure?measure={vote.bill_id}",
        "legislator?person=alex-padilla",
        "",
    ):
        page.goto(f"{address}/{path}")
        expect(page.locator("footer.limits")).to_be_visible()
        assert "Canary" not in page.content()
    for path in ("calendar.ics", "feed.atom", f"calendar.ics?campaign={CAMPAIGN}"):
        with urllib.request.urlopen(f"{address}/{path}") as answer:
            text = answer.read().decode()
        assert "Open rally" in text
        assert "Canary" not in text
