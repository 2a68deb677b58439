"""Where the store's tests keep their stores: each runs on DuckDB and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.places import Place


@pytest.fixture(params=["duckdb", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An address where no store is yet."""
    if request.param == "duckdb":
        return Place(f"duckdb:///{tmp_path / 'answerable.duckdb'}")
    return Place(request.getfixturevalue("postgresql").new_database())
