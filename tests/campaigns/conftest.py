"""A home with the sample record for each test, and a moment that does not depend on today."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.store import Store, open_store


@pytest.fixture
def home(tmp_path: Path, sample_store: Path) -> Path:
    """A home folder of its own, with the sample record and no campaign."""
    shutil.copy(sample_store, tmp_path / "answerable.duckdb")
    return tmp_path


@pytest.fixture
def store(home: Path) -> Store:
    return open_store(f"duckdb:///{home / 'answerable.duckdb'}")


@pytest.fixture
def now() -> datetime:
    """An evening during the session."""
    return datetime(2007, 6, 6, 20, 0, tzinfo=UTC)
