"""The agenda room in a real browser: a pasted list becomes an agenda that the scorecard shows."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from filelock import FileLock
from playwright.sync_api import Page, expect

from tracker.agenda.decision_rules import DecisionRule
from tracker.agenda.decisions import Called, call
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda
from tracker.agenda.versions import Version, save_agenda, versions
from tracker.store import Store


@pytest.fixture(autouse=True)
def _patience(page: Page) -> None:
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)


def test_pages_name_agendas_while_another_command_has_the_store(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    assert store.lock_path is not None
    with FileLock(store.lock_path):
        page.goto(f"{address}/agendas?edit=nobody&agenda={DEFAULT_AGENDA}")
        expect(page.get_by_role("link", name="A sample community agenda, 2007-08")).to_be_visible()
        expect(page.get_by_text("The record is being written at this moment").first).to_be_visible()
        expect(page.get_by_text("Traceback")).to_have_count(0)


def _paste(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Your bills")
    box.fill(text)
    box.press("Control+Enter")


def test_a_pasted_list_becomes_an_agenda_that_the_scorecard_shows(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    page.goto(f"{address}/agendas")
    title = page.get_by_role("textbox", name="Title")
    title.fill("Rally list")
    title.press("Tab")
    _paste(page, "SB 375 support\n<b>SB 37555</b>\n")
    expect(page.get_by_text("not in the record")).to_be_visible()
    expect(page.get_by_role("cell", name="<b>SB 37555</b>")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    _paste(page, "SB 375 support\nSB 974 oppose\n")
    page.get_by_role("button", name="Save 2 measures").click()
    expect(page.get_by_role("heading", name="Versions (1)")).to_be_visible()
    with store.reading() as connection:
        (saved,) = versions(connection, "rally-list")
    assert [(i.id, str(i.positions[0].stance)) for i in saved.agenda.items] == [
        ("sb-375", "support"),
        ("sb-974", "oppose"),
    ]
    page.get_by_role("link", name="See the scorecard").click()
    expect(page.get_by_text("Rally list").first).to_be_visible()


def test_who_saved_first_is_not_overwritten(page: Page, room: tuple[str, Store]) -> None:
    address, store = room
    agenda = find_agenda("sb375-worked-case").model_copy(update={"id": "shared", "title": "Shared"})
    now = datetime(2026, 11, 27).astimezone()
    with store.writing() as connection:
        save_agenda(connection, agenda, seen=0, by="Ada", now=now)
    page.goto(f"{address}/agendas?edit=shared")
    page.get_by_text("Add bills").click()
    _paste(page, "SB 974\n")
    expect(page.get_by_role("button", name="Save 1 measure")).to_be_visible()
    other = agenda.model_copy(update={"title": "Shared by two"})
    with store.writing() as connection:
        save_agenda(connection, other, seen=1, by="Bo", now=now)
    page.get_by_role("button", name="Save 1 measure").click()
    expect(page.get_by_text("Bo saved version 2 after you opened this")).to_be_visible()
    expect(page.get_by_text("Shared by two", exact=False).first).to_be_visible()
    expect(page.get_by_role("textbox", name="Your bills")).to_have_value("SB 974\n")
    with store.reading() as connection:
        assert [one.saved_by for one in versions(connection, "shared")] == ["Ada", "Bo"]
    page.get_by_text("Save mine over version 2").click()
    page.get_by_role("button", name="Save 1 measure").click()
    expect(page.get_by_role("heading", name="Versions (3)")).to_be_visible()
    with store.reading() as connection:
        mine = versions(connection, "shared")[-1].agenda
    assert [item.id for item in mine.items] == ["sb-375", "sb-974"]

    # To save over one version was a choice for that version alone.
    page.get_by_text("Add bills").click()
    _paste(page, "SB 1713\n")
    expect(page.get_by_role("button", name="Save 1 measure")).to_be_visible()
    with store.writing() as connection:
        save_agenda(connection, other, seen=3, by="Bo", now=now)
    page.get_by_role("button", name="Save 1 measure").click()
    expect(page.get_by_text("Bo saved version 4 after you opened this")).to_be_visible()
    with store.reading() as connection:
        assert len(versions(connection, "shared")) == 4


@pytest.fixture
def rolls(page: Page, room: tuple[str, Store], request: pytest.FixtureRequest) -> tuple[str, Store]:
    """An agenda on SB 375 alone, of the test's own id, opened in the room."""
    address, store = room
    name = request.node.name.split("[")[0].replace("_", "-")
    agenda = find_agenda()
    own = agenda.model_copy(update={"id": name, "title": "Rolls", "items": agenda.items[:1]})
    with store.writing() as connection:
        save_agenda(connection, own, seen=0, by="Ada", now=datetime(2026, 11, 27).astimezone())
    page.goto(f"{address}/agendas?edit={name}")
    expect(page.get_by_role("heading", name="Which roll calls count")).to_be_visible()
    return name, store


def _last(store: Store, agenda_id: str) -> Version:
    with store.reading() as connection:
        return versions(connection, agenda_id)[-1]


def test_a_steward_lets_another_roll_call_count_with_a_reason_and_the_scores_follow(
    page: Page, room: tuple[str, Store], rolls: tuple[str, Store]
) -> None:
    name, store = rolls
    expect(page.locator("ol.rolls li")).to_have_count(12)
    expect(page.locator("ol.rolls li.taken")).to_have_count(2)
    page.get_by_role("textbox", name="Or its link or number").fill("roll 17061")
    page.get_by_role("button", name="Let it count").click()
    expect(page.get_by_text("counts only with a reason")).to_be_visible()
    assert _last(store, name).number == 1

    reason = "<b>It</b> decided the bill"
    page.get_by_role("textbox", name="Why it counts").fill(reason)
    page.get_by_role("button", name="Let it count").click()
    expect(page.locator("ol.rolls li.taken")).to_have_count(3)
    expect(page.get_by_text(f"A steward added it: {reason}.")).to_be_visible()
    saved = _last(store, name)
    (added,) = saved.agenda.items[0].roll_calls
    assert (saved.number, added.reason) == (2, reason)
    assert saved.note is not None
    assert "7 June 2007" in saved.note
    expect(page.get_by_role("textbox", name="Why it counts")).to_have_value("")
    page.goto(f"{room[0]}/legislator?person=dean-florez&agenda={name}")
    expect(page.get_by_text("7 June 2007").first).to_be_visible()

    page.goto(f"{room[0]}/agendas?edit={name}")
    page.get_by_role("button", name="Take out").click()
    expect(page.locator("ol.rolls li.taken")).to_have_count(2)
    assert _last(store, name).agenda.items[0].roll_calls == ()


def test_a_number_of_no_roll_call_is_refused_and_what_was_typed_stays(
    page: Page, rolls: tuple[str, Store]
) -> None:
    name, store = rolls
    box = page.get_by_role("textbox", name="Or its link or number")
    box.fill("https://example.org/rollcall/1234567")
    page.get_by_role("textbox", name="Why it counts").fill("A slip of the pen")
    page.get_by_role("button", name="Let it count").click()
    expect(page.get_by_text("names no roll call of SB 375").first).to_be_visible()
    expect(box).to_have_value("https://example.org/rollcall/1234567")
    assert _last(store, name).number == 1


@pytest.mark.usefixtures("rolls")
def test_on_a_phone_the_roll_calls_fit_the_width(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    expect(page.locator("ol.rolls li")).to_have_count(12)
    widths = page.evaluate(
        "[...document.querySelectorAll('.rolls-taken, ol.rolls li')]"
        ".map(one => one.getBoundingClientRect().right)"
    )
    assert max(widths) <= 390


def test_who_is_no_steward_sees_which_roll_calls_count_and_changes_nothing(
    page: Page, room: tuple[str, Store]
) -> None:
    # An agenda that ships was never saved in the store: nobody can change it there.
    page.goto(f"{room[0]}/agendas?edit={DEFAULT_AGENDA}")
    expect(page.locator("ol.rolls li.taken")).to_have_count(2)
    expect(page.get_by_role("button", name="Let it count")).to_have_count(0)


def test_a_proposal_is_made_voted_on_and_enters_the_agenda(
    page: Page, room: tuple[str, Store]
) -> None:
    address, store = room
    agenda = find_agenda("sb375-worked-case").model_copy(
        update={"id": "decided", "title": "Decided", "organizations": ("Lanes Now",)}
    )
    with store.writing() as connection:
        save_agenda(connection, agenda, seen=0, by="Ada", now=datetime(2026, 11, 27).astimezone())
    page.goto(f"{address}/agendas?edit=decided")
    expect(page.locator("footer.limits")).to_be_visible()
    page.get_by_text("Propose a measure").click()
    page.get_by_role("textbox", name="The measure, as you write it").fill("SB 974")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("the name of who asks is empty")).to_be_visible()
    page.get_by_role("textbox", name="Who asks for it").fill("<b>Lanes</b>")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("1. support SB 974")).to_be_visible()
    expect(page.get_by_text("<b>Lanes</b>, meeting")).to_be_visible()
    asked = Called(1, None, DecisionRule.MAJORITY, date.today(), date.today())
    with store.writing() as connection:
        call(connection, "decided", asked, by="Ada", now=datetime.now().astimezone())
    page.reload()
    expect(page.locator("footer.limits")).to_be_visible()
    page.get_by_text("Votes on proposal 1").click()
    page.get_by_role("button", name="Record the vote").click()
    expect(page.get_by_text("1 of 1 voted")).to_be_visible()
    page.get_by_role("button", name="Count the votes, for good").click()
    expect(page.get_by_text("1 yes, 0 no; a majority needed: adopted").first).to_be_visible()
    expect(page.get_by_role("heading", name="Versions (2)")).to_be_visible()
    with store.reading() as connection:
        assert versions(connection, "decided")[-1].agenda.items[-1].id == "sb-974"
