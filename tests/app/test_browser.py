"""What a reader can do with the pages, in a real browser, on the record that ships."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SECONDS = 1000
PAGES = (
    "/",
    "/?issue=homes&party=Democratic",
    "/legislator",
    "/legislator?person=dean-florez",
    "/measure?measure=ca-20072008-SB375",
)

pytestmark = pytest.mark.usefixtures("chromium")


@pytest.fixture(autouse=True)
def _patience(page: Page) -> None:
    page.set_default_timeout(30 * SECONDS)
    expect.set_options(timeout=30 * SECONDS)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("footer.limits")).to_be_visible()


def _adds_up(page: Page) -> None:
    """The rows on the page add up to its sum, and the sum is its number."""
    rows = page.locator("table.why tbody tr")
    expect(rows.first).to_be_visible()
    earned = sum(Fraction(str(row.get_attribute("data-earned"))) for row in rows.all())
    possible = sum(Fraction(str(row.get_attribute("data-possible"))) for row in rows.all())
    total = page.locator("[data-sum]")
    stated = str(total.get_attribute("data-sum")).rsplit("/", 1)
    assert f"{earned}/{possible}" == "/".join(stated)
    shown = int(page.locator(".score-card .number b").inner_text())
    assert abs(shown - 100 * earned / possible) < 1
    assert total.inner_text().endswith(f"= {shown} %")


def test_three_taps_lead_to_both_lawmakers_and_their_rows_add_up(page: Page, address: str) -> None:
    _open(page, address)
    page.get_by_role("link", name="Darrell Steinberg").click()
    expect(page.get_by_role("heading", name="Darrell Steinberg")).to_be_visible()
    _adds_up(page)
    page.get_by_role("link", name="Scorecard").first.click()
    page.get_by_role("link", name="Hector De La Torre").click()
    expect(page.get_by_role("heading", name="Hector De La Torre")).to_be_visible()
    _adds_up(page)
    assert "person=hector-de-la-torre" in page.url


def test_the_page_says_whose_agenda_it_is_and_as_of_when(page: Page, address: str) -> None:
    _open(page, address)
    expect(page.get_by_text("nobody's endorsement").first).to_be_visible()
    expect(page.get_by_text("positions recorded after the votes").first).to_be_visible()
    expect(page.get_by_text("Record read 22 November 2026").first).to_be_visible()


def test_a_search_finds_without_accents_and_survives_a_reload(page: Page, address: str) -> None:
    _open(page, address)
    box = page.get_by_label("Find a member")
    box.fill("de leon")
    box.press("Enter")
    expect(page.locator("table.ranked tbody tr")).to_have_count(1)
    expect(page.get_by_text("Nobody in this house matches")).to_be_visible()
    assert "q=de+leon" in page.url
    page.reload()
    expect(page.locator("table.ranked tbody tr")).to_have_count(1)
    expect(page.get_by_label("Find a member")).to_have_value("de leon")


def test_filters_narrow_and_going_back_and_forward_keeps_the_state(
    page: Page, address: str
) -> None:
    _open(page, f"{address}/?chamber=upper")
    rows = page.locator("table.ranked tbody tr")
    expect(rows).to_have_count(40)
    page.goto(f"{address}/?chamber=upper&party=Republican")
    expect(rows).to_have_count(15)
    page.locator("table.ranked a").first.click()
    expect(page.locator(".score-card")).to_be_visible()
    page.go_back()
    expect(rows).to_have_count(15)
    page.go_forward()
    expect(page.locator(".score-card")).to_be_visible()


def test_a_choice_made_on_the_page_stands_in_its_address_and_can_be_undone(
    page: Page, address: str
) -> None:
    _open(page, address)
    rows = page.locator("table.ranked tbody tr")
    expect(rows).to_have_count(122)
    page.get_by_label("House").click()
    page.get_by_role("option", name="Senate").click()
    expect(rows).to_have_count(40)
    assert "chamber=upper" in page.url
    page.go_back()
    expect(rows).to_have_count(122)


def test_another_rule_changes_the_numbers_and_is_named(page: Page, address: str) -> None:
    _open(page, f"{address}/?method=missed_is_against&agenda=sb375-worked-case&q=Florez")
    expect(page.get_by_text("Every missed vote counts against").first).to_be_visible()
    expect(page.locator("table.ranked .score b")).to_have_text("67")
    page.get_by_role("link", name="Dean Florez").click()
    expect(page.locator(".score-card .number b")).to_have_text("67")
    _adds_up(page)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/legislator?person=nobody", "There is no legislator"),
        ("/measure?measure=ca-20072008-SB99999", "There is no measure"),
        ("/?method=nothing", "which does not exist here"),
        ("/?party=Whig", "which does not exist here"),
    ],
)
def test_an_unknown_id_is_said_and_a_way_on_is_offered(
    page: Page, address: str, path: str, wanted: str
) -> None:
    _open(page, f"{address}{path}")
    expect(page.get_by_text(wanted).first).to_be_visible()
    expect(page.get_by_role("link", name="Scorecard").first).to_be_visible()


def test_png_svg_and_csv_download_with_the_same_numbers(
    page: Page, address: str, tmp_path: Path
) -> None:
    _open(page, f"{address}/measure?measure=ca-20072008-SB375")
    name = "ca-20072008-SB375-20070607-SENFLOOR-2d54df"
    figure = page.locator(f'figure[data-chart="{name}"]')
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-drawn", "wide")
    saved = {}
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as download:
            figure.get_by_role("button", name=f"as {kind}").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        saved[kind] = path
    assert {path.name for path in saved.values()} == {f"{name}.{s}" for s in ("png", "svg", "csv")}
    assert saved["PNG"].read_bytes().startswith(b"\x89PNG")
    assert saved["PNG"].stat().st_size > 10_000
    drawing = saved["SVG"].read_text("utf-8")
    assert drawing.lstrip().startswith("<svg")
    words = " ".join(re.findall(r">([^<>]+)<", drawing))
    rows = [
        line for line in saved["CSV"].read_text("utf-8").splitlines() if not line.startswith("#")
    ]
    assert rows == ["what,count", "ayes,21", "no vote recorded,4", "noes,15", "ayes needed,21"]
    alt = str(figure.locator("[role=img]").get_attribute("aria-label"))
    for part in ("ayes", "no vote recorded", "noes"):
        count = next(row.split(",")[1] for row in rows if row.startswith(f"{part},"))
        assert f"{part}: {count}" in words
        assert f"{part} {count}" in alt
    for part in ("Source:", "As of 2026-11-22", "Method:", "n = 40"):
        assert part in words


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_bars_nobody_and_asks_no_other_machine(
    page: Page, address: str, path: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.set_viewport_size({"width": 390, "height": 844})
    _open(page, f"{address}{path}")
    _needs_no_sideways_scrolling(page)
    page.set_viewport_size({"width": 1280, "height": 720})
    _bars_nobody(page)
    host = address.removeprefix("http://")
    own = (f"http://{host}", f"ws://{host}", "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


def _needs_no_sideways_scrolling(page: Page) -> None:
    wider = page.evaluate(
        """() => [...document.querySelectorAll('.stMain *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.offsetParent)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert wider == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _bars_nobody(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    serious = [
        (violation["id"], node["html"][:160])
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    assert serious == []


def test_a_phone_shows_says_and_keeps_the_focus_on_what_was_searched(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _open(page, address)
    box = page.get_by_label("Find a member")
    box.fill("District 16")
    box.press("Enter")
    said = page.get_by_role("status")
    expect(said).to_contain_text("Dean Florez, Senate, district 16: 93 %")
    expect(said).to_be_in_viewport()
    expect(box).to_be_focused()


def test_the_skip_link_lands_behind_the_navigation(page: Page, address: str) -> None:
    _open(page, address)
    page.get_by_role("link", name="Skip to the content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav')") is None


@pytest.mark.parametrize(
    ("path", "title"),
    [("/measure?measure=SB375", "SB 375"), ("/legislator?person=Dean+Florez", "Dean Florez")],
)
def test_a_number_or_a_name_in_the_address_is_understood(
    page: Page, address: str, path: str, title: str
) -> None:
    _open(page, f"{address}{path}")
    expect(page).to_have_title(f"{title} · Answerable")


def test_nothing_in_an_address_is_read_as_markdown_or_html(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    evil = "![x](http://elsewhere.invalid/a.png)<img src=http://elsewhere.invalid/b.png>"
    for path in ("/?party=", "/?q=", "/legislator?person=", "/measure?measure=", "/?agenda="):
        _open(page, f"{address}{path}{quote(evil)}")
    assert [url for url in asked if "elsewhere" in url and not url.startswith(address)] == []
    expect(page.get_by_text("![x](http").first).to_be_visible()


def test_on_paper_a_chart_is_whole_and_a_sum_stands_once(page: Page, address: str) -> None:
    _open(page, f"{address}/legislator?person=dean-florez")
    page.locator("figure.chart").scroll_into_view_if_needed()
    expect(page.locator("figure.chart")).to_have_attribute("data-drawn", "wide")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    drawing = page.locator("figure.chart .main-svg").first
    assert drawing.get_attribute("viewBox")
    box = drawing.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 701
    foot = page.locator("table.why tfoot")
    assert foot.evaluate("e => getComputedStyle(e).display") == "table-row-group"


def test_on_paper_the_last_column_of_the_scores_is_whole(page: Page, address: str) -> None:
    _open(page, address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 900})
    last = page.locator("table.ranked tbody tr").first.locator("td.band").bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= 718


def test_a_link_of_the_app_is_followed_without_loading_it_anew(page: Page, address: str) -> None:
    _open(page, f"{address}/?method=close-votes")
    expect(page.locator("footer.limits")).to_be_visible()
    page.evaluate("window.loaded = 'once'")
    page.get_by_role("link", name="Darrell Steinberg").click()
    expect(page.get_by_role("heading", name="Darrell Steinberg")).to_be_visible()
    expect(page.locator("#content")).to_be_focused()
    assert page.url.endswith("/legislator?method=close-votes&person=darrell-steinberg")
    expect(page).to_have_title("Darrell Steinberg · Answerable")
    page.get_by_role("link", name="SB 375").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SB 375")
    page.go_back()
    expect(page.get_by_role("heading", name="Darrell Steinberg")).to_be_visible()
    assert page.evaluate("window.loaded") == "once"
