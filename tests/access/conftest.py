"""A store of its own for each test, and a moment that does not depend on today."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"duckdb:///{tmp_path / 'answerable.duckdb'}")


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 27, 12, tzinfo=UTC)
