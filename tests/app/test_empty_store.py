"""Before anything is loaded, the pages say so and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

SCRIPT = Path(__file__).resolve().parents[2] / "scorecard_app" / "script" / "main.py"


def test_an_empty_store_is_said_and_the_way_to_fill_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    monkeypatch.delenv("ANSWERABLE_DATABASE_URL", raising=False)
    page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    assert not page.exception
    assert any("answerable demo" in element.proto.body for element in page.get("html"))
