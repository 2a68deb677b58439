"""The command on an empty home, and on one that holds the sample record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The command on an empty home of its own."""
    return Program(tmp_path / "home")


@pytest.fixture(scope="session")
def on_sample(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The command on a home with the sample record. Shared: a test may read it, not write it."""
    program = Program(tmp_path_factory.mktemp("sample"))
    program.json("load", "sample")
    return program
