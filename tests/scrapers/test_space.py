"""Where the file of a crawl comes and is staged: one's own while one lives, swept away after."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrapers.ca_rollcalls.source import SOURCE
from scrapers.kit.crawl import crawl
from scrapers.kit.staging import CrawlFolderError, space_beside, sweep
from tests.sites.bulk import bulk_answers
from tracker.crawls.request import CrawlRequest


def _left(parent: Path, name: str) -> Path:
    """As a crawl leaves it that was ended by force."""
    (parent / name).mkdir(parents=True)
    (parent / name / "archive.warc.gz").write_bytes(b"half of an answer")
    return parent / name


def test_what_is_left_over_is_swept_and_nothing_else(tmp_path: Path) -> None:
    kept = [_left(tmp_path, name) for name in (".parts", "20261123T000000.000000Z", "fetched-1")]
    _left(tmp_path, ".fetched-1")
    (tmp_path / ".fetched-file").touch()
    sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([*kept, tmp_path / ".fetched-file"])


def test_the_folder_of_a_crawl_under_way_is_not_swept(tmp_path: Path) -> None:
    with space_beside(tmp_path / "out") as space:
        sweep(tmp_path)
        assert list(tmp_path.iterdir()) == [space]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_has_nothing_to_sweep(tmp_path: Path) -> None:
    sweep(tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []


def test_a_crawl_sweeps_among_the_crawls_that_it_is_told_of_alone(tmp_path: Path) -> None:
    file = tmp_path / "caleg07-08.zip"
    file.write_bytes(bulk_answers()["/data/caleg07-08.zip"][0].body)
    beside, among = _left(tmp_path, ".fetched-1"), _left(tmp_path / "crawls", ".fetched-1")
    out, crawls = tmp_path / "out", tmp_path / "crawls"
    wish = CrawlRequest(source="ca_rollcalls", out=out, file=file, crawls=crawls)
    crawl(SOURCE, wish, lambda _step: None)
    assert (beside.exists(), among.exists()) == (True, False)


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CrawlFolderError), space_beside(tmp_path / "file" / "out"):
        pass
