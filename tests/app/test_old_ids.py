"""An address that people shared before ids carried their jurisdiction leads to the same measure."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.store.last_version import write_last_version
from tests.store.places import Place


def _page(name: str, **address: str) -> str:
    """Everything the page says, as HTML."""
    shown = (
        f"from scorecard_app.pages.{name} import show\n"
        "from scorecard_app.steward import acting_for_page\n"
        "with acting_for_page():\n    show()"
    )
    page = AppTest.from_string(shown, default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return "\n".join(str(block.proto.body) for block in page.get("html"))


def test_an_old_id_in_the_address_of_a_measure_is_answered_with_the_new_one(
    sample_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_DATABASE_URL", f"duckdb:///{sample_store}")
    old = _page("measure", measure="200720080SB375")
    assert "<h1>SB 375: " in old
    assert 'id="ca-20072008-SB375-20070607-SENFLOOR' in old
    assert old == _page("measure", measure="ca-20072008-SB375")


def test_the_campaigns_of_a_store_of_the_last_version_are_shown_before_the_record_is_loaded_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"duckdb:///{tmp_path / 'answerable.duckdb'}"
    write_last_version(Place(url))
    monkeypatch.setenv("ANSWERABLE_DATABASE_URL", url)
    text = _page("campaigns", campaign="near-home")
    assert "Milestones (11)" in text
    assert "./measure?measure=ca-20072008-SB375" in text
