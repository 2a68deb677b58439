"""The page for one hand in a real browser: no signal, sent twice, closed midway, two at once."""

from __future__ import annotations

import json
import os
import signal
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import BrowserContext, BrowserType, Locator, Page, Route, expect

from scorecard_app.rally.routes import shell
from tracker.campaigns.model import Change, MilestoneHistory, MilestoneStatus, Visibility
from tracker.campaigns.planning import (
    NewMilestone,
    add_campaign,
    add_milestone,
    free_campaign_id,
)
from tracker.campaigns.reading import find_history
from tracker.campaigns.updating import add_update
from tracker.store import Store

NOW = datetime(2026, 11, 27, 12).astimezone()
NOTE = "What happened, in a sentence"


@pytest.fixture
def rally(page: Page) -> Page:
    """A page of the size of a phone's."""
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def begun(store: Store, title: str, *milestones: str) -> str:
    """A campaign with milestones; its id."""
    with store.writing() as connection:
        free = free_campaign_id(connection, title)
        campaign = add_campaign(
            connection, title, "Riders (fictional)", by="Bo", now=NOW, campaign_id=free
        )
        for asked in milestones:
            add_milestone(connection, campaign.campaign_id, NewMilestone(asked), by="Bo", now=NOW)
    return campaign.campaign_id


def bo_records(store: Store, milestone: str, note: str) -> None:
    with store.writing() as connection:
        add_update(
            connection,
            milestone,
            Change(note=note),
            seen_version=0,
            key=f"{milestone}: {note}",
            by="Bo",
            now=NOW,
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


def written(page: Page) -> None:
    """Waits until what was typed is on the disk: that takes some thousandths of a second."""
    page.evaluate(
        """() => new Promise((done) => {
            const asked = indexedDB.open("answerable-rally", 1);
            asked.onsuccess = () => {
                const one = asked.result.transaction(["drafts", "queue"], "readwrite");
                one.objectStore("drafts").count();
                one.oncomplete = () => { asked.result.close(); done(true); };
            };
        })"""
    )


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


def test_an_update_whose_answer_was_lost_is_sent_again_and_stored_once(
    rally: Page, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Lost answer", "Rally")
    opened(rally, room)
    lost = []

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # the server has it
        lost.append(route.request.post_data)
        route.abort()

    rally.route("**/rally/updates", lose_the_answer)
    write(rally, f"{campaign}/rally", "Three hundred came.")
    save(rally)
    expect(queue(rally)).to_contain_text("No answer came. It is sent again by itself")
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came."]
    rally.unroute("**/rally/updates")
    rally.reload()
    expect(queue(rally)).to_contain_text("Received · Rally")
    assert len(lost) >= 1
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came."]


def test_one_changed_after_it_had_reached_the_server_becomes_an_update_of_its_own(
    rally: Page, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Changed later", "Rally")
    opened(rally, room)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    rally.route("**/rally/updates", lose_the_answer)
    write(rally, f"{campaign}/rally", "Three hundred came.")
    save(rally)
    expect(queue(rally)).to_contain_text("No answer came.")
    queue(rally).get_by_role("button", name="Change").click()
    rally.unroute("**/rally/updates")
    queue(rally).get_by_label(NOTE).fill("Four hundred came.")
    queue(rally).get_by_role("button", name="Send").click()
    expect(queue(rally)).to_contain_text("This had reached the server before you changed it")
    expect(queue(rally).get_by_role("listitem")).to_contain_text("Three hundred came.")
    queue(rally).get_by_role("button", name="Mine still holds: send it").click()
    expect(queue(rally)).to_contain_text("Received · Rally")
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came.", "Four hundred came."]


def test_a_page_closed_between_any_two_steps_loses_nothing(
    rally: Page, context: BrowserContext, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Closed", "Rally")
    page = opened(rally, room)
    steps: tuple[Callable[[], object], ...] = (
        lambda: page.get_by_label("Milestone").select_option(f"{campaign}/rally"),
        lambda: page.get_by_role("radio", name="missed").check(),
        lambda: page.get_by_label(NOTE).fill("Rain. Nobody came."),
    )
    for done, step in enumerate(steps, start=1):
        step()
        written(page)
        page.close()
        page = opened(context.new_page(), room)
        expect(page.get_by_label("Milestone")).to_have_value(f"{campaign}/rally")
        if done > 1:
            expect(page.get_by_role("radio", name="missed")).to_be_checked()
    expect(page.get_by_label(NOTE)).to_have_value("Rain. Nobody came.")

    context.set_offline(True)
    save(page)
    expect(queue(page)).to_have_count(1)
    page.close()
    page = context.new_page()
    page.goto(f"{room[0]}/rally")
    expect(queue(page)).to_contain_text("Waiting · Rally: missed, “Rain. Nobody came.”")
    expect(page.get_by_label(NOTE)).to_have_value("")
    context.set_offline(False)
    expect(queue(page)).to_contain_text("Received")
    assert notes(room[1], f"{campaign}/rally") == ["Rain. Nobody came."]


def test_one_closed_in_the_moment_of_saving_is_in_the_form_or_saved_and_never_both(
    rally: Page, context: BrowserContext, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Closed in the moment", "Rally")
    opened(rally, room)
    context.set_offline(True)
    for number in range(8):
        note = f"Number {number}."
        write(rally, f"{campaign}/rally", note)
        save(rally)
        rally.close()
        rally = context.new_page()
        rally.goto(f"{room[0]}/rally")
        expect(rally.get_by_text("No signal.")).to_be_visible()
        typed, saved = rally.get_by_label(NOTE).input_value(), queue(rally).all_inner_texts()
        assert (typed == note) + sum(note in one for one in saved) == 1


def test_what_is_typed_in_two_windows_is_kept_in_both(
    rally: Page, context: BrowserContext, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Two windows", "Rally")
    first = opened(rally, room)
    write(first, f"{campaign}/rally", "Written first")
    second = opened(context.new_page(), room)
    expect(second.get_by_label(NOTE)).to_have_value("Written first")
    second.get_by_label(NOTE).fill("Written second")
    first.get_by_label(NOTE).press_sequentially(", and more")
    save(second)
    expect(queue(second).filter(has_text="Received")).to_contain_text("Written second")
    second.close()
    first.close()
    third = opened(context.new_page(), room)
    expect(third.get_by_label(NOTE).first).to_have_value("Written first, and more")
    save(third)
    expect(queue(third).filter(has_text="“Written first, and more”")).to_have_count(1)
    expect(queue(third).filter(has_text="Being changed")).to_have_count(0)


WRITTEN = """() => new Promise((resolve) => {
  indexedDB.open("answerable-rally").onsuccess = (opened) => {
    const read = opened.target.result.transaction("drafts").objectStore("drafts").getAll();
    read.onsuccess = () => resolve(read.result.map((draft) => draft.note).join());
  };
})"""
"""What the draft says, once all that was typed before is written."""


def test_a_battery_that_dies_takes_nothing_along(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    room: tuple[str, Store],
) -> None:
    campaign = begun(room[1], "Battery", "Rally")
    phone = browser_type.launch_persistent_context(f"{tmp_path}", **browser_type_launch_args)
    page = opened(phone.new_page(), room)
    phone.set_offline(True)
    write(page, f"{campaign}/rally", "Three hundred came.")
    save(page)
    expect(queue(page)).to_contain_text("Waiting · Rally")
    page.get_by_label(NOTE).fill("And forty m")
    assert page.evaluate(WRITTEN) == "And forty m"
    with page.expect_event("close"):
        kill_the_browser_of(tmp_path)

    (tmp_path / "SingletonLock").unlink(missing_ok=True)
    phone = browser_type.launch_persistent_context(f"{tmp_path}", **browser_type_launch_args)
    page = opened(phone.new_page(), room)
    expect(page.get_by_label(NOTE)).to_have_value("And forty m")
    expect(queue(page)).to_contain_text("Received · Rally")
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came."]
    phone.close()


def kill_the_browser_of(profile: Path) -> None:
    """Ends, without warning, the browser that this test started on that folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in told and b"--remote-debugging-pipe" in told:
            os.kill(int(process.name), signal.SIGKILL)


def test_one_closed_while_it_is_sent_is_sent_again(
    rally: Page, context: BrowserContext, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Closed while sending", "Rally")
    opened(rally, room)
    rally.route("**/rally/updates", lambda _route: None)
    write(rally, f"{campaign}/rally", "Three hundred came.")
    save(rally)
    expect(queue(rally)).to_contain_text("Sent, not yet answered · Rally")
    rally.close()
    page = opened(context.new_page(), room)
    expect(queue(page)).to_contain_text("Received · Rally")
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came."]


def test_who_was_overtaken_sees_what_others_said_and_chooses(
    rally: Page, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Overtaken", "Rally", "Letters")
    opened(rally, room)
    for milestone in ("rally", "letters"):
        write(rally, f"{campaign}/{milestone}", f"Mine of the {milestone}.")
        bo_records(room[1], f"{campaign}/{milestone}", f"<b>Bo's</b> of the {milestone}.")
        save(rally)
    ours, dropped = queue(rally).filter(has_text="Rally"), queue(rally).filter(has_text="Letters")
    for one, milestone in ((ours, "rally"), (dropped, "letters")):
        expect(one).to_contain_text("Yours to decide")
        expect(one.get_by_role("listitem")).to_contain_text(f"“<b>Bo's</b> of the {milestone}.”")
    dropped.get_by_role("button", name="Delete").click()
    dropped.get_by_role("button", name="Delete for good?").click()
    expect(dropped).to_have_count(0)
    rally.reload()
    ours.get_by_role("button", name="Mine still holds: send it").click()
    expect(ours).to_contain_text("Received")
    assert notes(room[1], f"{campaign}/rally") == [
        "<b>Bo's</b> of the rally.",
        "Mine of the rally.",
    ]
    assert notes(room[1], f"{campaign}/letters") == ["<b>Bo's</b> of the letters."]


def test_a_stuck_update_holds_up_no_other_and_can_be_repaired(
    rally: Page, context: BrowserContext, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Stuck", "Rally", "Letters")
    opened(rally, room)
    context.set_offline(True)
    write(rally, f"{campaign}/rally", "Too early.", "done")
    rally.get_by_label("Day it happened").fill("2099-01-01")
    save(rally)
    expect(queue(rally)).to_have_count(1)
    write(rally, f"{campaign}/letters", "Ninety left.")
    save(rally)
    expect(queue(rally)).to_have_count(2)
    context.set_offline(False)
    expect(queue(rally).filter(has_text="Letters")).to_contain_text("Received")
    stuck = queue(rally).filter(has_not_text="Ninety left.")
    expect(stuck).to_contain_text("2099-01-01 is still to come, so nothing can have happened then.")

    stuck.get_by_role("button", name="Change").click()
    stuck.get_by_label(NOTE).fill("Too early, now right.")
    written(rally)
    rally.reload()
    expect(stuck.get_by_label(NOTE)).to_have_value("Too early, now right.")
    stuck.get_by_label("Day it happened").fill("2026-01-05")
    stuck.get_by_role("button", name="Send").click()
    expect(stuck).to_contain_text("Received")
    after = history(room[1], f"{campaign}/rally")
    assert [one.change.note for one in after.updates] == ["Too early, now right."]
    assert after.state.closed_on == date(2026, 1, 5)


def test_what_can_not_be_right_is_said_before_it_is_saved(
    rally: Page, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Said before", "Rally")
    opened(rally, room)
    save(rally)
    expect(rally.get_by_role("alert")).to_have_text("Choose the milestone.")
    rally.get_by_label("Milestone").select_option(f"{campaign}/rally")
    save(rally)
    expect(rally.get_by_role("alert")).to_have_text("Tap how it stands now, or write a sentence.")
    rally.get_by_label(NOTE).fill("x" * 2003)
    save(rally)
    expect(rally.get_by_role("alert")).to_have_text("The sentence is 3 letters too long.")
    expect(queue(rally)).to_have_count(0)
    assert notes(room[1], f"{campaign}/rally") == []


def test_a_hotspots_own_page_is_no_receipt(rally: Page, room: tuple[str, Store]) -> None:
    campaign = begun(room[1], "Hotspot", "Rally")
    opened(rally, room)
    rally.route(
        "**/rally/*", lambda route: route.fulfill(body="<h1>Welcome</h1>", content_type="text/html")
    )
    write(rally, f"{campaign}/rally", "Three hundred came.")
    save(rally)
    expect(queue(rally)).to_contain_text("What answered was no receipt")
    expect(queue(rally)).to_contain_text("Waiting · Rally")
    assert notes(room[1], f"{campaign}/rally") == []


def test_where_nothing_may_be_sent_from_the_page_says_so_and_keeps_it(
    rally: Page, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "From elsewhere")
    public = NewMilestone("Rally", visibility=Visibility.PUBLIC)
    with room[1].writing() as connection:
        add_milestone(connection, campaign, public, by="Bo", now=NOW)
    rally.set_extra_http_headers({"X-Forwarded-For": "203.0.113.9"})
    opened(rally, room)
    expect(rally.locator("#notice")).to_contain_text("only on its own machine")
    write(rally, f"{campaign}/rally", "Three hundred came.")
    save(rally)
    expect(queue(rally)).to_contain_text("Waiting · Rally")
    expect(queue(rally)).to_contain_text("only on its own machine")
    assert notes(room[1], f"{campaign}/rally") == []
    rally.set_extra_http_headers({})
    rally.reload()
    expect(queue(rally)).to_contain_text("Received · Rally")
    expect(rally.locator("#notice")).to_be_hidden()
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came."]


def test_while_another_command_has_the_store_it_waits(rally: Page, room: tuple[str, Store]) -> None:
    campaign = begun(room[1], "Busy", "Rally")
    opened(rally, room)
    write(rally, f"{campaign}/rally", "Three hundred came.")
    assert room[1].lock_path is not None
    with FileLock(room[1].lock_path):
        save(rally)
        expect(queue(rally)).to_contain_text(
            "The record cannot be written at this moment.", timeout=15_000
        )
    rally.reload()
    expect(queue(rally)).to_contain_text("Received")
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came."]


def test_the_sheet_on_paper_has_the_same_fields_also_without_a_signal(
    rally: Page, context: BrowserContext, room: tuple[str, Store]
) -> None:
    begun(room[1], "On paper", "Rally on paper")
    opened(rally, room)
    expect(rally.locator("#sheet")).to_be_hidden()
    context.set_offline(True)
    rally.goto(f"{room[0]}/rally?sheet=1")
    entry = rally.get_by_role("article").filter(has_text="Rally on paper")
    for words in (*(one.words for one in MilestoneStatus), NOTE, "Day it happened", "Written by"):
        expect(entry).to_contain_text(words)
    rally.goto(f"{room[0]}/rally")
    rally.emulate_media(media="print")
    expect(entry).to_be_visible()
    expect(rally.get_by_label(NOTE)).to_be_hidden()


def test_the_page_campaigns_leads_to_it(rally: Page, room: tuple[str, Store]) -> None:
    campaign = begun(room[1], "Leads to it", "Rally")
    rally.goto(f"{room[0]}/campaigns?campaign={campaign}")
    rally.get_by_role("link", name="At the rally").click(timeout=30_000)
    expect(rally.get_by_role("heading", name="At the rally")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(width: int, rally: Page, room: tuple[str, Store]) -> None:
    begun(room[1], f"A campaign {'of many words ' * 6}at {width}", "W" * 100)
    opened(rally, room).set_viewport_size({"width": width, "height": 844})
    rally.get_by_label("Milestone").select_option(label="W" * 100)
    rally.get_by_label(NOTE).fill("x" * 300)
    save(rally)
    expect(queue(rally)).to_contain_text("Received")
    assert rally.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/rally", "/rally?sheet=1"])
def test_nothing_stands_in_the_way_of_a_screen_reader(
    path: str, rally: Page, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Read aloud", "Rally")
    opened(rally, room)
    write(rally, f"{campaign}/rally", "Read aloud")
    bo_records(room[1], f"{campaign}/rally", "Bo was first")
    save(rally)
    expect(queue(rally)).to_contain_text("Yours to decide")
    rally.goto(room[0] + path)
    expect(rally.get_by_role("heading", name="Rally").first).to_be_visible()
    found = Axe().run(rally)
    assert found.violations_count == 0, found.generate_report()


def test_its_files_are_all_named_and_weigh_less_than_100_kilobytes() -> None:
    kept = shell()["worker.js"].decode()
    assert [name for name in shell() if name.endswith(("js", "css")) and name not in kept] == [
        "worker.js"
    ]
    assert sum(map(len, shell().values())) < 100_000
    assert b"SHELL_DIGEST" not in shell()["worker.js"]


# ---- What others send ----


def sent(
    address: str, body: object, *, raw: bytes | None = None, headers: Mapping[str, str] = {}
) -> tuple[int, dict[str, object]]:
    """What the server answers to a post; a page of its own sends it unless `headers` differ."""
    told = {"Origin": address, "Content-Type": "application/json", **headers}
    data = json.dumps(body).encode() if raw is None else raw
    request = urllib.request.Request(f"{address}/rally/updates", data, told)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def an_update(milestone: str, values: dict[str, object]) -> dict[str, object]:
    plain = {"id": f"{uuid.uuid4()}", "milestone": milestone, "seen": 0, "note": "x"}
    return {**plain, **values}


@pytest.mark.parametrize(
    ("headers", "code", "words"),
    [
        ({"Origin": "https://evil.example"}, 403, "Another site's page sent this"),
        ({"Origin": "null"}, 403, "Another site's page sent this"),
        ({"Origin": "http://["}, 403, "Another site's page sent this"),
        ({"Origin": "", "Sec-Fetch-Site": "cross-site"}, 403, "Another site's page sent this"),
        ({"X-Forwarded-For": "203.0.113.9"}, 403, "only on its own machine"),
        (
            {"Host": "rebound.example", "Origin": "http://rebound.example"},
            403,
            "only on its own machine",
        ),
        ({"Content-Type": "text/plain"}, 415, "This is not JSON"),
    ],
)
def test_other_sites_and_other_machines_are_refused(
    headers: dict[str, str], code: int, words: str, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Refused", "Rally")
    status, reply = sent(room[0], an_update(f"{campaign}/rally", {}), headers=headers)
    assert (status, reply["outcome"] in ("refused", "elsewhere")) == (code, True)
    assert words in str(reply["sentence"])
    assert notes(room[1], f"{campaign}/rally") == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"note": "x" * 2001}, "The note has 2,001 letters, and there is room for 2,000."),
        ({"note": None}, "The update says nothing."),
        ({"note": "a\0b"}, "a sign that no store keeps"),
        ({"note": 7}, "“note”: this must be text"),
        ({"milestone": "nowhere/nothing"}, "There is no milestone 'nowhere/nothing'."),
        ({"milestone": ["a"]}, "“milestone”: this must be text"),
        ({"status": "finished"}, "“status”: this must be one of 'planned', 'under_way'"),
        ({"seen": 4}, "Nobody can have seen 4 updates: there are 0."),
        ({"seen": -1}, "“seen”: this must be at least 0"),
        ({"id": "1"}, "“id”: "),
        ({"happened_on": "soon"}, "“happened_on”: this is no day"),
        ({"happened_on": "0001-01-01"}, "“happened_on”: this must be at least 1990-01-01"),
        ({"visibility": "public"}, "“visibility”: there is no such entry"),
        ({"recorded_by": "Mayor"}, "“recorded_by”: there is no such entry"),
    ],
)
def test_what_no_update_may_be_is_refused_in_a_sentence(
    values: dict[str, object], words: str, room: tuple[str, Store]
) -> None:
    campaign = begun(room[1], "Bad input", "Rally")
    status, reply = sent(room[0], an_update(f"{campaign}/rally", values))
    assert (status, reply["outcome"]) == (422, "refused")
    assert words in str(reply["sentence"])
    assert "To do: " in str(reply["sentence"])
    assert notes(room[1], f"{campaign}/rally") == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"note": "\\ud800"}'])
def test_what_is_no_update_at_all_is_refused_in_a_sentence(
    raw: bytes, room: tuple[str, Store]
) -> None:
    status, reply = sent(room[0], None, raw=raw)
    assert (status, reply["outcome"]) == (422, "refused")
    assert "The server does not understand this update" in str(reply["sentence"])


def test_more_than_any_update_is_refused(room: tuple[str, Store]) -> None:
    status, reply = sent(room[0], None, raw=b"x" * 70_000)
    assert status == 413
    assert "more than 65,536 bytes" in str(reply["sentence"])


def test_a_hundred_times_the_same_is_stored_once(room: tuple[str, Store]) -> None:
    campaign = begun(room[1], "A hundred times", "Rally")
    update = an_update(f"{campaign}/rally", {"note": "Three hundred came."})
    replies = [sent(room[0], update) for _ in range(100)]
    assert [(status, reply["outcome"]) for status, reply in replies] == [
        (201, "stored"),
        *[(200, "known")] * 99,
    ]
    assert notes(room[1], f"{campaign}/rally") == ["Three hundred came."]


def test_who_asks_from_elsewhere_is_told_so_and_sees_what_is_public(
    room: tuple[str, Store],
) -> None:
    with room[1].writing() as connection:
        campaign = add_campaign(connection, "Elsewhere", "Riders (fictional)", by="Bo", now=NOW)
        public = NewMilestone("Open rally", visibility=Visibility.PUBLIC)
        for one in (public, NewMilestone("Canary count", owner="Canary Quill (fictional)")):
            add_milestone(connection, campaign.campaign_id, one, by="Canary", now=NOW)
    bo_records(room[1], "elsewhere/open-rally", "Canary note")
    request = urllib.request.Request(
        f"{room[0]}/rally/milestones.json", headers={"X-Forwarded-For": "203.0.113.9"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        told = answer.read().decode()
    assert "Open rally" in told
    assert "Canary" not in told
    assert "only on its own machine" in json.loads(told)["notice"]


def test_the_page_and_its_files_have_the_safe_headers(room: tuple[str, Store]) -> None:
    for path in ("/rally", "/rally/", "/rally?sheet=1", "/rally/rally.js", "/rally/worker.js"):
        with urllib.request.urlopen(room[0] + path, timeout=30) as answer:
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert b"<script>" not in answer.read()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{room[0]}/rally/routes.py", timeout=30)
