"""A store with the sample record, copied for each test, and moments that do not depend on today."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.record import reference
from tracker.record.load import load_sample
from tracker.store import Store, open_store


@pytest.fixture(scope="session")
def loaded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DuckDB file with the sample record of 2007-08."""
    path = tmp_path_factory.mktemp("record") / "answerable.duckdb"
    folder = reference.sample_folder("ca", "20072008")
    assert folder is not None
    load_sample(open_store(f"duckdb:///{path}"), "ca", "20072008", folder)
    return path


@pytest.fixture
def home(tmp_path: Path, loaded_file: Path) -> Path:
    """A home folder of its own, with the sample record and no campaign."""
    shutil.copy(loaded_file, tmp_path / "answerable.duckdb")
    return tmp_path


@pytest.fixture
def store(home: Path) -> Store:
    return open_store(f"duckdb:///{home / 'answerable.duckdb'}")


@pytest.fixture
def now() -> datetime:
    """An evening during the session."""
    return datetime(2007, 6, 6, 20, 0, tzinfo=UTC)
