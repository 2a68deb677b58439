"""The shipped sample record as an open store, for tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.store import Store, open_store


@pytest.fixture(scope="session")
def sample(sample_store: Path) -> Store:
    """The store of the shipped sample record."""
    return open_store(f"duckdb:///{sample_store}")
