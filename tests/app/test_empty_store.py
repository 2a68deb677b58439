"""Before anything is loaded, the pages say so and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.record.contents import store_at
from tests.scrapers.bulkfiles import Bulk, bill
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.intake.load import load_crawl

SCRIPT = Path(__file__).resolve().parents[2] / "scorecard_app" / "script" / "main.py"


def test_an_empty_store_is_said_and_the_way_to_fill_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    monkeypatch.delenv("ANSWERABLE_DATABASE_URL", raising=False)
    page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    assert not page.exception
    assert any("answerable demo" in element.proto.body for element in page.get("html"))


SHOWN = "from scorecard_app.pages.measure import show; show()"
BILL = "199519960SB7"


def test_a_measure_without_votes_in_the_source_says_so_and_shows_no_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = Bulk({"BILL_TBL": [bill(BILL, session_year="19951996")]})
    stage(bulk.folder(tmp_path / "files"), tmp_path / "crawl")
    load_crawl(store_at(tmp_path / "answerable.duckdb"), tmp_path / "crawl")
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    monkeypatch.delenv("ANSWERABLE_DATABASE_URL", raising=False)
    page = AppTest.from_string(SHOWN, default_timeout=60)
    page.query_params["measure"] = BILL
    page.run()
    assert not page.exception
    shown = [element.proto.body for element in page.get("html")]
    assert "<h2>Roll calls</h2>" in shown
    assert any("chaptered bills only" in text and "not known here" in text for text in shown)
