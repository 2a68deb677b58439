"""The part under the scorecard that says where measures ended, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.app.conftest import served
from tracker.intake.load import load_record
from tracker.rules.reference import sample_folder
from tracker.store import open_store

pytestmark = pytest.mark.usefixtures("chromium")


@pytest.fixture(scope="module")
def of_today(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app is served on the record of 2025-26 that ships."""
    assert chromium
    home: Path = tmp_path_factory.mktemp("ended-home")
    folder = sample_folder("ca", "20252026")
    assert folder is not None
    load_record(open_store(f"duckdb:///{home / 'answerable.duckdb'}"), folder)
    with served(home) as address:
        yield address


def test_what_stopped_is_under_the_scorecard_in_its_own_words(page: Page, of_today: str) -> None:
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(of_today)
    page.get_by_text("Where measures ended").click()
    held = page.get_by_role("listitem").filter(has_text="No rents set by shared")
    expect(held).to_contain_text("Held in committee and under submission")
    expect(held).to_contain_text("Assembly Committee on APPR.")
    funnel = page.get_by_role("row").filter(has_text="Passed by the second house")
    expect(funnel.get_by_role("cell")).to_have_text("11")
    root = "document.documentElement"
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    page.get_by_role("link", name="SB 52", exact=True).click()
    expect(page.get_by_role("heading", name="SB 52:")).to_be_visible()
