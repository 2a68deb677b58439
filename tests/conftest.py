"""Fixtures shared by all tests: where the outside samples and facts lie, if they are here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from scrapers.kit.source import Origin
from tests.postgresql import Server, binaries, running
from tests.ready_python import end_ready_python
from tests.scrapers.staged import stage_rollcalls as stage
from tracker.crawls.sources import declared_source
from tracker.intake.load import load_crawl, load_record
from tracker.rules.reference import sample_folder
from tracker.store import open_store

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ANSWERABLE_SHARED", REPOSITORY.parent / "shared"))


def _folder(name: str) -> Path:
    path = SHARED / name
    if not path.is_dir():
        pytest.skip(f"the folder ../shared/{name} is absent: real samples cannot be read")
    return path


@pytest.fixture(scope="session", autouse=True)
def commands_end() -> Iterator[None]:
    """Ends the server of the Python that is ready with the run."""
    yield
    end_ready_python()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real source samples; skips, saying so, where it is absent."""
    return _folder("samples")


@pytest.fixture(scope="session")
def facts() -> Path:
    """The folder of checked facts; skips, saying so, where it is absent."""
    return _folder("facts")


@pytest.fixture(scope="session")
def crawl_of(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Stages a sample session, as in `20072008`, once, and gives its crawl folder."""
    parent = tmp_path_factory.mktemp("crawls")

    @cache
    def staged(session: str) -> Path:
        name = f"caleg{session[2:4]}-{session[6:8]}.zip"
        folder = parent / session
        stage(
            samples / "ca_rollcall_lewis" / name,
            folder,
            Origin(declared_source("ca_rollcalls").address, name),
        )
        return folder

    return staged


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with the record that ships. Shared: copy it before writing."""
    path = tmp_path_factory.mktemp("sample-store") / "answerable.duckdb"
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    load_record(open_store(f"duckdb:///{path}"), folder)
    return path


@pytest.fixture(scope="session")
def session_store(
    sample_store: Path,
    crawl_of: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A store file with the record that ships and all of 2007-08. Shared: copy before writing."""
    path = tmp_path_factory.mktemp("session-store") / "answerable.duckdb"
    shutil.copy(sample_store, path)
    load_crawl(open_store(f"duckdb:///{path}"), crawl_of("20072008"))
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of this run; skips, saying so, where none is installed."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian: apt-get install postgresql)")
    with running(programs) as server:
        yield server
