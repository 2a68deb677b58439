"""The app on any body, in a real browser: every session, with an agenda or without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.app.conftest import served
from tests.fictional.bodies import MOOT, MOOT_LATER, SALTMARSH, fictional_home
from tracker.paths import data_dir

SECONDS = 1000
RIVERBEND = data_dir() / "examples" / "riverbend"

pytestmark = pytest.mark.usefixtures("chromium")


@pytest.fixture(scope="module")
def bodies(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on four sessions of three bodies, one of them a grid's; two have an agenda."""
    assert chromium
    program = fictional_home(tmp_path_factory.mktemp("bodies") / "home")
    for record in (MOOT, MOOT_LATER, SALTMARSH):
        program.json("load", "record", "--file", record)
    program.run(
        *("grid", "load", RIVERBEND / "grid.csv", "--items", RIVERBEND / "items.csv"),
        *("--body", "riverbend-2026", "--name", "Riverbend Assembly"),
    )
    pasted = _written(program.home / "pasted.txt", "MB 12 support\n")
    program.run(
        *("agenda", "import", pasted, "--jurisdiction", "larkmoor", "--session", "2022"),
        *("--title", "Lamps 2022"),
    )
    with served(program.home) as shown:
        yield shown


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(autouse=True)
def _patience(page: Page) -> None:
    page.set_default_timeout(30 * SECONDS)
    expect.set_options(timeout=30 * SECONDS)


def _heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def _switch(page: Page, to: str) -> None:
    page.get_by_label("Legislature and session").click()
    page.get_by_role("option", name=to).click()


def test_the_switch_leads_to_a_session_without_an_agenda_and_links_keep_it(
    page: Page, bodies: str
) -> None:
    page.goto(f"{bodies}/measure?agenda=moot-2021")
    _heading(page, "On the agenda")
    _switch(page, "Saltmarsh")
    _heading(page, "All in the record: Council of Saltmarsh, 2007-2008")
    expect(page.get_by_role("heading", name="On the agenda")).to_have_count(0)
    assert "session=saltmarsh-20072008" in page.url
    assert "agenda" not in page.url
    page.get_by_role("link", name="SB 375").click()
    expect(page.get_by_role("heading", name="SB 375").first).to_be_visible()
    expect(page.get_by_text("This agenda asks nothing")).to_have_count(0)
    page.get_by_role("link", name="Scorecard").first.click()
    _heading(page, "Council of Saltmarsh, 2007-2008")
    expect(page.get_by_text("No agenda asks about this session")).to_be_visible()
    assert "session=saltmarsh-20072008" in page.url


def test_a_session_with_an_agenda_is_opened_with_it(page: Page, bodies: str) -> None:
    page.goto(f"{bodies}/?session=larkmoor-2021")
    _heading(page, "Moot of Larkmoor, 2021: votes beside an agenda")
    assert "agenda=moot-2021" in page.url
    assert "session" not in page.url
    _switch(page, "Moot of Larkmoor, 2022")
    _heading(page, "Moot of Larkmoor, 2022: votes beside an agenda")
    assert "agenda=lamps-2022" in page.url


def test_a_measure_is_searched_as_people_write_it_and_by_its_title(page: Page, bodies: str) -> None:
    page.goto(f"{bodies}/measure?session=saltmarsh-20072008")
    box = page.get_by_label("Find a measure")
    for written in ("Saltmarsh Bill No. 375", "375"):
        box.fill(written)
        box.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Found: SB 375.")
    box.fill("SB 376")
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("has no SB 376 in the record")
    page.goto(f"{bodies}/measure?session=riverbend-2026&q=RENT+increases")
    expect(page.get_by_role("status")).to_contain_text("Found: RB 30.")
    page.get_by_role("link", name="RB 30").click()
    expect(page.get_by_role("heading", name="RB 30").first).to_be_visible()


def test_a_legislator_without_an_agenda_has_seats_presence_and_votes_and_no_score(
    page: Page, bodies: str
) -> None:
    page.goto(f"{bodies}/legislator?session=riverbend-2026")
    page.get_by_role("link", name="Ada Placeholder").click()
    _heading(page, "Ada Placeholder")
    presence = page.get_by_role("table", name="Presence, Riverbend Assembly")
    expect(presence.get_by_role("row", name="Senate floor 5 5 none")).to_be_visible()
    expect(page.locator(".score-card")).to_have_count(0)
    box = page.get_by_label("Find votes on a measure")
    box.fill("RB 57")
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 vote on measures for “RB 57”.")
    expect(page.locator("ul.measures li")).to_have_text(
        ["Aye: RB 57 Shore power for ships in port20 June 2031, Senate floor: Passage. Passed 2–1."]
    )


def test_a_lifetime_adds_up_the_sessions_of_one_person(page: Page, bodies: str) -> None:
    page.goto(f"{bodies}/legislator?agenda=moot-2021&person=bram-oakenfold")
    table = page.get_by_role("table", name="Lifetime, Moot")
    expect(table).to_be_visible()
    expect(page.locator("footer.limits")).to_be_visible()
    page.get_by_role("link", name="over 2 sessions: 88 % in the Moot").click()
    expect(table).to_be_in_viewport()
    expect(table.get_by_role("row", name="2021 The ferry folk's agenda")).to_contain_text("6 of 7")
    expect(table.get_by_role("row", name="2022 Lamps 2022")).to_contain_text("1 of 1")
    expect(table.get_by_role("row", name="All")).to_contain_text("7 of 8")
    table.get_by_role("link", name="2022").click()
    expect(page.locator("[data-sum]")).to_have_text("1 of 1")


def test_a_long_list_is_turned_a_part_at_a_time(page: Page, address: str) -> None:
    page.goto(f"{address}/legislator?person=dean-florez")
    votes = page.locator("ul.measures")
    expect(page.get_by_text("Showing 50 of 94: search, or turn the page.").last).to_be_visible()
    first = votes.locator("li").all_inner_texts()
    page.get_by_role("link", name="Next 50").click()
    expect(page.get_by_text("51 to 94 of 94.")).to_be_visible()
    rest = votes.locator("li").all_inner_texts()
    assert (len(first), len(rest)) == (50, 44)
    box = page.get_by_label("Find votes on a measure")
    box.fill("SB 375")
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("votes on SB 375.")
    assert "from=" not in page.url


NEW = (
    "/?session=saltmarsh-20072008",
    "/measure?session=riverbend-2026",
    "/measure?session=nowhere-1900",
    "/legislator?session=saltmarsh-20072008",
    "/legislator?session=riverbend-2026&person=riverbend-2026--R-01",
    "/legislator?agenda=moot-2021&person=bram-oakenfold",
)


@pytest.mark.parametrize("path", NEW)
def test_the_pages_fit_and_bar_nobody(page: Page, bodies: str, path: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 390:
            page.goto(f"{bodies}{path}")
        expect(page.locator("footer.limits")).to_be_visible()
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
        violations = Axe().run(page).response["violations"]
        assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
