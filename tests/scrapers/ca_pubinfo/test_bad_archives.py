"""Archives that are cut off, damaged or made to do harm: refused, and nothing is left of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.scrapers.bulkfiles import SESSION, Bulk
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.errors import SourceError


def _refused(path: Path) -> str:
    crawl = path.parent / "crawl"
    with pytest.raises(SourceError) as refused:
        stage(path, crawl, SESSION)
    assert not crawl.exists()
    return refused.value.what


def _with(path: Path, name: str, content: bytes) -> Path:
    Bulk().zip(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(name, content)
    return path


@pytest.mark.parametrize("kept", [10, 200, -30])
def test_an_archive_that_ends_early_is_refused(tmp_path: Path, kept: int) -> None:
    path = Bulk().zip(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:kept])
    assert "not a whole zip archive" in _refused(path)


def test_a_file_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    path = Bulk().zip(tmp_path / "a.zip")
    content = bytearray(path.read_bytes())
    content[60:70] = bytes(10)
    path.write_bytes(bytes(content))
    assert "damaged" in _refused(path) or "not a whole" in _refused(path)


@pytest.mark.parametrize(
    "name", ["../BILL_MOTION_TBL.dat", "/etc/BILL_MOTION_TBL.dat", "a/../../x.lob", "..\\x.dat"]
)
def test_a_path_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    assert "outside" in _refused(_with(tmp_path / "a.zip", name, b"x"))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.zip"]


def test_a_table_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    bulk = Bulk(spoiled={"BILL_MOTION_TBL": bytes(30_000_000)})
    assert "30,000,000 bytes, which no table is" in _refused(bulk.zip(tmp_path / "a.zip"))


def test_a_table_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert "twice" in _refused(_with(tmp_path / "a.zip", "inner/BILL_TBL.dat", b""))


def test_what_is_not_an_archive_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "a.zip"
    page.write_text("<html>We will be back soon.</html>")
    assert "a page of a web site, not a zip archive" in _refused(page)
    page.write_bytes(b"")
    assert "the file is empty" in _refused(page)


def test_a_path_with_nothing_at_it_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in _refused(tmp_path / "absent.zip")


def test_a_folder_without_any_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "BILL_TBL.dat is missing" in _refused(tmp_path / "empty")
