"""Nothing but the program itself writes to standard output."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from tracker.store import open_store


@pytest.mark.parametrize("unit", ["reading", "writing"])
def test_no_progress_bar_is_drawn_amid_what_scripts_read(tmp_path: Path, unit: str) -> None:
    store = open_store(f"duckdb:///{tmp_path / 'store.duckdb'}")
    with getattr(store, unit)() as connection:
        drawn = connection.execute(sa.text("select current_setting('enable_progress_bar')"))
        assert drawn.scalar_one() is False


def test_a_new_store_has_small_blocks_and_one_with_large_blocks_is_still_written(
    tmp_path: Path,
) -> None:
    new, older = (open_store(f"duckdb:///{tmp_path / name}") for name in ("new.db", "older.db"))
    assert older.path is not None
    duckdb.connect(older.path).close()
    sizes = []
    for store in (new, older):
        with store.writing():
            pass
        with store.reading() as connection:
            told = connection.execute(sa.text("select block_size from pragma_database_size()"))
            sizes.append(told.scalar_one())
    assert sizes == [32_768, 262_144]
