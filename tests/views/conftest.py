"""The sample record's pages, read once per run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tracker.agenda.known_agendas import find_agenda
from tracker.scoring.method import find_method
from tracker.store import open_store
from tracker.views.sheet import Sheet, read_sheet

SheetOf = Callable[[str, str], Sheet]


@pytest.fixture(scope="session")
def sheet_of(sample_store: Path) -> SheetOf:
    """A sheet of the sample record by agenda id and method id."""

    @cache
    def read(agenda_id: str, method_id: str) -> Sheet:
        with open_store(f"duckdb:///{sample_store}").reading() as connection:
            return read_sheet(connection, find_agenda(agenda_id), find_method(method_id))

    return read


@pytest.fixture(scope="session")
def sheet(sheet_of: SheetOf) -> Sheet:
    """The demonstration agenda under the default method."""
    return sheet_of("demonstration-2007-2008", "agenda_alignment")
