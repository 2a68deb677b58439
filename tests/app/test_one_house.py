"""A legislature that a folder describes, in a real browser: one house, and no word of another."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

SECONDS = 1000
OTHERS = re.compile(r"California|Senate|Assembly|[Bb]oth houses")
PAGES = {
    "/?agenda=moot-2021": "Moot of Larkmoor, 2021: votes beside an agenda",
    "/legislator?agenda=moot-2021": "Legislators",
    "/legislator?agenda=moot-2021&person=lark-applegarth": "Lark Applegarth",
    "/measure?agenda=moot-2021": "Measures",
    "/measure?agenda=moot-2021&measure=larkmoor-2021-MB12": "MB 12: The Salt Act",
}

pytestmark = pytest.mark.usefixtures("chromium")


@pytest.fixture(autouse=True)
def _patience(page: Page) -> None:
    page.set_default_timeout(30 * SECONDS)
    expect.set_options(timeout=30 * SECONDS)


@pytest.mark.parametrize("path", PAGES)
def test_its_pages_speak_of_it_alone_and_fit(page: Page, moot_address: str, path: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 390:
            page.goto(moot_address + path)
        expect(page.get_by_role("heading", name=PAGES[path], exact=True)).to_be_visible()
        expect(page.locator("footer.limits")).to_be_visible()
        assert not OTHERS.findall(page.locator("body").inner_text())
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")


def test_the_app_opens_on_the_agenda_whose_session_is_in_the_record(
    page: Page, moot_address: str
) -> None:
    page.goto(moot_address)
    expect(page.get_by_role("heading", name=re.compile("Moot of Larkmoor"))).to_be_visible()
    expect(page.locator("table.ranked")).to_have_count(1)
    expect(page.locator("table.ranked tbody tr")).to_have_count(12)
    expect(page.get_by_label("House", exact=True)).to_have_count(0)
    assert "agenda=moot-2021" in page.url
    page.get_by_role("link", name="Bram Oakenfold").click()
    expect(page.locator("[data-sum]")).to_have_text("6 of 7 = 86 %")
    assert "agenda=moot-2021" in page.url


def test_an_agenda_of_a_session_that_is_not_loaded_names_those_that_are(
    page: Page, moot_address: str
) -> None:
    page.goto(f"{moot_address}/?agenda=demonstration-2007-2008")
    expect(page.get_by_text("It holds Moot of Larkmoor, 2021")).to_be_visible()


def test_a_vote_rests_on_a_source_that_is_named_where_it_has_no_address(
    page: Page, moot_address: str
) -> None:
    page.goto(f"{moot_address}/measure?agenda=moot-2021&measure=larkmoor-2021-MB12")
    expect(page.get_by_text("A tax needs three fifths of all seats: 7 of 11")).to_have_count(2)
    named = page.get_by_text("Journal of the Moot, 2021, Clerk of the Moot of Larkmoor, roll 3")
    expect(named.last).to_be_visible()


def test_a_bad_agenda_of_ones_own_is_named_and_everything_else_goes_on(
    page: Page, moot_address: str
) -> None:
    page.goto(moot_address)
    expect(page.get_by_text("An agenda is left out: this entry is missing")).to_be_visible()
    expect(page.get_by_text("empty.yaml, id")).to_be_visible()
    expect(page.locator("table.ranked tbody tr")).to_have_count(12)
