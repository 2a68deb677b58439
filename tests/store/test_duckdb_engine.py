"""Nothing but the program itself writes to standard output."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker.store import open_store


@pytest.mark.parametrize("unit", ["reading", "writing"])
def test_no_progress_bar_is_drawn_amid_what_scripts_read(tmp_path: Path, unit: str) -> None:
    store = open_store(f"duckdb:///{tmp_path / 'store.duckdb'}")
    with getattr(store, unit)() as connection:
        drawn = connection.execute(sa.text("select current_setting('enable_progress_bar')"))
        assert drawn.scalar_one() is False
