"""The first hour of a coalition in a real browser, word for word as docs/first-hour.md tells it."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.app.conftest import REPOSITORY, free_port, wait_until_healthy

SECONDS = 1000
GUIDE = (REPOSITORY / "docs" / "first-hour.md").read_text("utf-8")
IN_BOLD = {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", GUIDE, re.DOTALL)}

pytestmark = pytest.mark.usefixtures("chromium")


@dataclass(frozen=True)
class Legislature:
    """An archive, and fifteen measures on which its floor was divided."""

    archive: str
    source: str
    titled: str
    bills: str
    width: int


KANSAS = Legislature(
    "legiscan/datasets_csv/KS_2025-2026_*.zip",
    "the data sets of LegiScan",
    "Kansas Legislature",
    "HCR 5011, HB 2054, SB 79, SB 125, HB 2022, SB 199, SCR 1611, HB 2007, HB 2304, SB 29, "
    "HB 2228, HB 2101, SB 98, HB 2240, SB 18",
    1280,
)
CALIFORNIA = Legislature(
    "ca_rollcall_lewis/caleg07-08.zip",
    "the roll-call files of Jeffrey Lewis",
    "California Legislature",
    "AB 1781, AB 1634, SB 1087, AB 160, SB 1443, AB 1111, SB 992, SB 886, AB 2939, SB 1713, "
    "AB 706, AB 97, SB 110, SB 1300, AB 730",
    1280,
)
CALIFORNIA_BY_OPEN_STATES = Legislature(
    "openstates/ca_2025-2026.zip",
    "the bills and votes of Open States",
    "California Legislature",
    "SB 295, AB 1231, SB 634, SB 79, SB 158, AB 699, SB 596, SB 262, AB 1079, AB 572, SB 838, "
    "AB 847, AB 1376, AB 692, AB 1061",
    1280,
)
WYOMING = Legislature(
    "openstates/wy_2025.zip",
    "the bills and votes of Open States",
    "Wyoming Legislature",
    "HB 154, HB 28, HB 72, SF 132, SF 69, SF 72, SF 96, SF 169, SF 40, SF 32, HB 199, SF 103, "
    "SF 153, SF 86, HB 246",
    390,
)


def said(words: str) -> str:
    """Words on the screen, which the guide must give in bold."""
    assert words in IN_BOLD, f"docs/first-hour.md says nothing of {words!r}"
    return words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Step 1: a folder of one's own."""
    (line,) = re.findall(r"^answerable (init our-coalition .*)$", GUIDE, re.MULTILINE)
    _answerable(tmp_path, "init", "our-coalition", "--name", line.partition('"')[2].rstrip('"'))
    return tmp_path / "our-coalition"


def _environment() -> dict[str, str]:
    """Nobody named a store: the folder that one stands in decides."""
    named = ("ANSWERABLE_HOME", "ANSWERABLE_DATABASE_URL")
    return {name: value for name, value in os.environ.items() if name not in named}


def _answerable(folder: Path, *words: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "tracker.cli", *words],
        cwd=folder,
        env=_environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    return ended.stdout


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "serve", "--port", str(port)],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _archive(samples: Path, legislature: Legislature) -> Path:
    found = sorted(samples.glob(legislature.archive))
    if not found:
        pytest.skip(f"the sample {legislature.archive} is absent: its first hour cannot be walked")
    return found[0]


def _walk_to_the_agenda(page: Page, address: str, of: Legislature, archive: Path) -> None:
    """Steps 2 to 5."""
    page.set_viewport_size({"width": of.width, "height": 900})
    page.set_default_timeout(60 * SECONDS)
    expect.set_options(timeout=120 * SECONDS)
    page.goto(address)
    expect(page.get_by_role("heading", name=said("Nothing is loaded yet"))).to_be_visible()
    expect(page.get_by_role("heading", name="Homes for all")).to_be_visible()
    _menu(page, said("Start"))
    expect(page.get_by_role("heading", name="2. A legislature to do")).to_be_visible()
    _load(page, of, archive)
    _paste(page, of)


def _menu(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


def _load(page: Page, of: Legislature, archive: Path) -> None:
    _choose(page, said("Where the file comes from"), said(of.source))
    expect(page.get_by_text("Download it at")).to_be_visible()
    page.locator("input[type=file]").set_input_files(archive)
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    page.get_by_role("button", name=said("Load it")).click()
    read = page.get_by_role("status").filter(has_text=said("Read."))
    expect(read).to_contain_text("roll calls loaded")
    expect(page.get_by_role("heading", name="2. A legislature done")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=of.titled)).to_be_visible()


def _paste(page: Page, of: Legislature) -> None:
    bills = of.bills.split(", ")
    _menu(page, said("Agendas"))
    heading = page.get_by_role("heading", name=said("Write a new agenda"))
    expect(heading).to_be_visible()
    page.get_by_label(said("Title"), exact=True).fill("Homes first")
    box = page.get_by_role("textbox", name=said("Your bills"))
    box.fill("\n".join(f"{bill} support" for bill in [*bills[:-1], f"{bills[-1]}99999"]))
    heading.click()
    expect(page.get_by_role("cell", name=said("not in the record"), exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    box.fill("\n".join(f"{bill} support" for bill in bills))
    heading.click()
    expect(page.get_by_role("cell", name=said("found"), exact=True)).to_have_count(15)
    page.get_by_role("button", name=said("Save 15 measures")).click()
    expect(page.get_by_role("heading", name="Versions (1)")).to_be_visible()
    expect(page.get_by_text("Written by Homes for all.")).to_be_visible()
    expect(page.get_by_role("heading", name=said("Which roll calls count"))).to_be_visible()


def _choose(page: Page, label: str, option: str) -> None:
    """As a person does, who opens a list again that the page, still being drawn, closed."""
    wanted = page.get_by_role("option", name=option).first
    for _ in range(12):
        page.get_by_label(label, exact=True).click()
        try:
            wanted.click(timeout=5 * SECONDS)
        except TimeoutError:
            continue
        return
    pytest.fail(f"the list {label!r} never offered {option!r}")


def _scorecard(page: Page) -> None:
    page.get_by_role("link", name=said("See the scorecard")).click()
    expect(page.locator("footer.limits")).to_be_visible()


def test_an_archive_and_fifteen_pasted_bills_become_a_checked_scorecard(
    page: Page, folder: Path, samples: Path
) -> None:
    archive = _archive(samples, KANSAS)
    with _served(folder) as address:
        _walk_to_the_scorecard(page, address, KANSAS, archive)
        expect(page.get_by_text(said("positions recorded after the votes")).first).to_be_visible()
        house = page.locator("figure[data-chart]").first
        expect(house).to_have_attribute("data-drawn", re.compile("wide|narrow"))
        with page.expect_download() as download:
            house.get_by_role("button", name="as CSV").click()
        assert "Homes first" in download.value.path().read_text("utf-8-sig")
        scorecard = page.url
        page.locator("table.ranked a").first.click()
        expect(page.get_by_role("heading", name=said("Why: the rows that add up"))).to_be_visible()
        expect(page.locator("[data-sum]")).to_be_visible()
        # An address holds all that was chosen; and in this folder the own agenda opens first.
        for again in (scorecard, address):
            page.goto(again)
            expect(page.get_by_text("Homes first, version 1").first).to_be_visible()
    _its_grid_is_the_record(folder, "ks --session 2025-2026")


@pytest.mark.parametrize("of", [CALIFORNIA, CALIFORNIA_BY_OPEN_STATES], ids=["rolls", "openstates"])
def test_so_do_archives_of_other_sources(
    page: Page, folder: Path, samples: Path, of: Legislature
) -> None:
    archive = _archive(samples, of)
    with _served(folder) as address:
        _walk_to_the_scorecard(page, address, of, archive)


def _walk_to_the_scorecard(page: Page, address: str, of: Legislature, archive: Path) -> None:
    """Steps 2 to 6."""
    _walk_to_the_agenda(page, address, of, archive)
    _choose(page, said("All roll calls of"), f"{of.bills.split(', ')[1]},")
    expect(page.locator("ol.rolls li.taken").filter(has_text=said("counts"))).to_have_count(2)
    _scorecard(page)
    expect(page.locator("table.ranked tbody tr").first).to_be_visible()


def _its_grid_is_the_record(folder: Path, session: str) -> None:
    """Step 9, as the guide's two lines have it, for this session."""
    new, audit = re.findall(r"^answerable (grid (?:new|audit) .*)$", GUIDE, re.MULTILINE)
    _answerable(folder, *new.split())
    words = f"{audit.partition(' --jurisdiction ')[0]} --jurisdiction {session}".split()
    assert "No cell differs." in _answerable(folder, *words)
    grid = folder / "homes.csv"
    rows = list(csv.reader(grid.read_text("utf-8-sig").splitlines()))
    rows[1][5] = "no" if rows[1][5] == "aye" else "aye"
    with grid.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert rows[1][0] in _answerable(folder, *words)


def test_a_person_lets_another_roll_call_count_and_is_told_whose_names_are_missing(
    page: Page, folder: Path, samples: Path
) -> None:
    archive = _archive(samples, WYOMING)
    with _served(folder) as address:
        _walk_to_the_agenda(page, address, WYOMING, archive)
        _choose(page, said("Roll call"), "3rd Reading")
        page.get_by_label(said("Why it counts (readers of the agenda see this)")).fill(
            "The Senate passed it"
        )
        page.get_by_role("button", name=said("Let it count")).click()
        expect(page.get_by_role("heading", name="Versions (2)")).to_be_visible()
        expect(page.get_by_text("Why: The Senate passed it")).to_be_visible()
        _scorecard(page)
        words = said("The record does not know who the members of this session are")
        expect(page.get_by_text(words)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == WYOMING.width
        page.locator("p.notice").get_by_role("link", name="Start").click()
        expect(page.get_by_role("heading", name="3. Whose the names are to do")).to_be_visible()
        expect(page.get_by_text("the lawmakers and their seats by Open States")).to_be_visible()
