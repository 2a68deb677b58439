"""Fixtures shared by all tests: where the outside samples and facts lie, if they are here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ANSWERABLE_SHARED", REPOSITORY.parent / "shared"))


def _folder(name: str) -> Path:
    path = SHARED / name
    if not path.is_dir():
        pytest.skip(f"the folder ../shared/{name} is absent: real samples cannot be read")
    return path


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real source samples; skips, saying so, where it is absent."""
    return _folder("samples")


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of checked facts; skips, saying so, where it is absent."""
    return _folder("facts")
