"""The agenda room in a real browser: a pasted list becomes an agenda that the scorecard shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Page, expect

from tests.app.conftest import served
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda
from tracker.agenda.versions import save_agenda, versions
from tracker.store import Store, open_store


@pytest.fixture(scope="module")
def room(
    chromium: str, sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store]]:
    """The app on a store of its own that may be written to, and that store."""
    assert chromium
    home = tmp_path_factory.mktemp("agenda-room")
    shutil.copy(sample_store, home / "answerable.duckdb")
    with served(home) as address:
        yield address, open_store(f"duckdb:///{home / 'answerable.duckdb'}")


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
        expect(page.get_by_role("link", name="A sample community agenda")).to_be_visible()
        expect(page.get_by_text("another process has had the store open").first).to_be_visible()
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
