"""The page `Start`: a person loads a legislature in the browser, and sees what is still to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.app.conftest import served
from tests.cli.program import Program
from tests.scrapers.legiscan_archives import Archive, house, senate, zipped

SECONDS = 1000
NAME = "Homes for Riverbend"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A coalition's folder, which follows a session that is not in the record."""
    folder = tmp_path / "home"
    made = Program(tmp_path).run("init", folder, "--name", NAME, "--follow", "wy:2031")
    assert made.code == 0, made.err
    return folder


def _archive(folder: Path) -> Path:
    archive = Archive()
    archive.roll(1, "House", "Third Reading", house())
    archive.roll(2, "Senate", "Third Reading", senate(), date="2031-02-02")
    return zipped(archive.files(), folder / "wy.zip")


def _load(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(file.name)).to_be_visible(timeout=60 * SECONDS)
    page.get_by_role("button", name="Load it").click()


@pytest.mark.usefixtures("chromium")
def test_a_legislature_is_loaded_in_the_browser(page: Page, home: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    with served(home) as address:
        page.goto(f"{address}/start")
        expect(page.get_by_role("heading", name=NAME)).to_be_visible(timeout=60 * SECONDS)
        expect(page.get_by_text("not in the record: wy 2031")).to_be_visible()
        expect(page.get_by_role("heading", name="2. A legislature to do")).to_be_visible()
        broken = home / "broken.zip"
        broken.write_bytes(b"PK no archive")
        _load(page, broken)
        refused = page.get_by_role("alert").filter(has_text="broken.zip")
        expect(refused).to_be_visible(timeout=60 * SECONDS)
        expect(refused).not_to_contain_text("Traceback")
        expect(page.get_by_role("heading", name="2. A legislature to do")).to_be_visible()
        page.reload()
        _load(page, _archive(home))
        expect(page.get_by_text("2 roll calls loaded")).to_be_visible(timeout=60 * SECONDS)
        expect(page.get_by_role("heading", name="2. A legislature done")).to_be_visible()
        expect(page.get_by_text("not in the record: wy 2031")).to_have_count(0)
        row = page.get_by_role("row").filter(has_text="Wyoming")
        expect(row).to_contain_text("93")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width == 390
        assert [one.name for one in home.iterdir() if one.name.startswith(".upload")] == []


@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("how", [("--address", "0.0.0.0", "--public"), ("--public",)], ids=" ".join)
def test_what_others_can_reach_loads_nothing(page: Page, home: Path, how: tuple[str, ...]) -> None:
    with served(home, *how) as address:
        page.goto(f"{address}/start")
        expect(page.get_by_text("This server can be reached by others")).to_be_visible(
            timeout=60 * SECONDS
        )
        expect(page.locator("input[type=file]")).to_have_count(0)


@pytest.mark.usefixtures("chromium")
def test_settings_that_are_wrong_are_said_and_stop_nothing(page: Page, home: Path) -> None:
    with served(home) as address:
        (home / "coalition.yaml").write_text("format: 1\nname: [a, b]\n", "utf-8")
        page.goto(f"{address}/start")
        alert = page.get_by_role("alert").filter(has_text="The coalition's settings are left out")
        expect(alert).to_contain_text("coalition.yaml, name", timeout=60 * SECONDS)
        expect(page.get_by_role("heading", name="Start")).to_be_visible()
