"""What a person is told when the store cannot be used, and that nothing is lost by it."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.intake.staged import Staged, crawl_folder
from tests.record.contents import fingerprint, store_at
from tracker import paths
from tracker.errors import StoreError
from tracker.intake.load import load_crawl
from tracker.store import open_store

LOADER = """
import sys
from pathlib import Path
from tracker.errors import StoreError
from tracker.intake.load import load_crawl
from tracker.store import open_store
try:
    load_crawl(open_store(sys.argv[1]), Path(sys.argv[2]))
except StoreError as error:
    sys.exit(str(error))
"""
"""Ends with 1 and the three lines of the error on standard error."""


def _load_elsewhere(
    store: Path, crawl: Path, *, largest_file: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Loads in another process, on a disk that takes no larger file."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [sys.executable, "-c", LOADER, f"duckdb:///{store}", str(crawl)],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
        check=False,
    )


@pytest.fixture(scope="module")
def large_crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough rolls that storing them needs some megabytes."""
    rolls = [
        Staged(bill=f"SB {number}", topic=f"{number:x} " * 100, motion=f"{number:x} " * 200)
        for number in range(1, 3000)
    ]
    return crawl_folder(tmp_path_factory.mktemp("large") / "crawl", rolls)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes in memory; skips, saying so, where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if not mounted or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here (that takes root and mount)")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _small_store(path: Path, tmp_path: Path) -> Path:
    load_crawl(store_at(path), crawl_folder(tmp_path / "small", [Staged()]))
    return path


def test_a_file_that_may_not_grow_keeps_what_it_held(large_crawl: Path, tmp_path: Path) -> None:
    path = _small_store(tmp_path / "answerable.duckdb", tmp_path)
    before = fingerprint(store_at(path))
    limit = path.stat().st_size + 400_000
    ended = _load_elsewhere(path, large_crawl, largest_file=limit)
    assert ended.returncode == 1, ended.stderr
    assert "the disk is full" in ended.stderr
    assert "free some space" in ended.stderr
    assert ended.stderr.strip().count("\n") == 2
    assert fingerprint(store_at(path)) == before
    assert _load_elsewhere(path, large_crawl).returncode == 0
    assert fingerprint(store_at(path))["vote_events"][0] == 3000


def test_a_full_disk_keeps_what_it_held(tiny_disk: Path, large_crawl: Path, tmp_path: Path) -> None:
    path = _small_store(tiny_disk / "answerable.duckdb", tmp_path)
    before = fingerprint(store_at(path))
    ended = _load_elsewhere(path, large_crawl)
    assert ended.returncode == 1, ended.stderr
    assert "the disk is full" in ended.stderr
    assert ended.stderr.strip().count("\n") == 2
    assert fingerprint(store_at(path)) == before


def test_a_first_load_onto_a_full_disk_leaves_a_store_that_can_be_read(
    large_crawl: Path, tmp_path: Path
) -> None:
    path = tmp_path / "answerable.duckdb"
    assert _load_elsewhere(path, large_crawl, largest_file=600_000).returncode == 1
    assert not any(rows for rows, _ in fingerprint(store_at(path)).values())


def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "answerable.duckdb"
    path.write_text("a shopping list\n" * 100, "utf-8")
    store = store_at(path)
    for unit in (store.reading, store.writing):
        with pytest.raises(StoreError, match="could not be read or written") as caught, unit():
            pass
        assert "not a valid DuckDB database file" in caught.value.where
        assert "check that the file is a store" in caught.value.what_to_do
    assert path.read_text("utf-8") == "a shopping list\n" * 100


def test_a_store_whose_middle_is_spoiled_is_never_read_as_if_it_were_whole(
    sample_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "answerable.duckdb"
    whole = bytearray(sample_store.read_bytes())
    middle = len(whole) // 2
    for place in range(12_288, len(whole), 4096):
        whole[place : place + 8] = bytes(8)
    assert middle > 12_288
    path.write_bytes(whole)
    with pytest.raises(StoreError) as caught:
        fingerprint(store_at(path))
    assert str(path) in caught.value.where


def test_a_folder_in_the_place_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "answerable.duckdb").mkdir()
    with pytest.raises(StoreError), store_at(tmp_path / "answerable.duckdb").writing():
        pass


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "duckdb://",
        "duckdb:///:memory:",
        "sqlite:////tmp/a.db",
        "mysql://host/database",
        "postgresql://host:port/database",
        "://",
    ],
)
def test_an_address_that_is_no_store(address: str) -> None:
    with pytest.raises(StoreError, match="not the address of a store") as caught:
        open_store(address)
    assert "duckdb:////full/path" in caught.value.what_to_do


def test_no_password_is_repeated_in_an_error() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("mysql://someone:hush@host/database")
    assert "hush" not in str(caught.value)


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    store = open_store(f"postgresql://someone:hush@/answerable?host={tmp_path}")
    with pytest.raises(StoreError) as caught, store.reading():
        pass
    assert "hush" not in str(caught.value)
    assert str(caught.value).count("\n") == 2


def test_a_home_that_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path / "home"))
    with pytest.raises(StoreError, match="cannot be made") as caught:
        paths.home_dir()
    assert "set ANSWERABLE_HOME" in caught.value.what_to_do


READER = (
    "import sys; from tracker.store import open_store\nwith open_store(sys.argv[1]).reading(): 0"
)


def _as_anybody() -> tuple[str, ...]:
    """What to put before a command so that root, too, is refused what a mode forbids; or skips."""
    if os.geteuid() != 0:
        return ()
    without = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
    if shutil.which("setpriv") and not subprocess.run([*without, "true"], check=False).returncode:
        return without
    pytest.skip("root may write everywhere, and setpriv cannot take that away here")


def test_a_home_that_may_not_be_written(tmp_path: Path) -> None:
    home = tmp_path / "locks"
    home.mkdir(mode=0o500)
    as_anybody = _as_anybody()
    ended = subprocess.run(
        [
            *as_anybody,
            *(sys.executable, "-c", READER, f"duckdb:///{home / 'answerable.duckdb'}"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "may not be written" in ended.stderr
    assert "set ANSWERABLE_HOME to a folder that you may write to" in ended.stderr
