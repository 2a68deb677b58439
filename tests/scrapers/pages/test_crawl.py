"""The real spiders against the stand-in: what they keep, and what they read of it again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.program import Program
from tests.scrapers.pages.spiders import BILL, OF_BILLS, SPIDERS, Spider, bodies_in, run_scrapers
from tests.sites.leginfo import OLDER_LAYOUT
from tests.sites.site import Site
from tracker.crawls.shapes import BILL_FACTS

ITEMS = ("roll_calls", "votes", *BILL_FACTS)


@pytest.fixture(scope="module")
def crawls(
    sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The folder of a crawl of SB 375 by the source of that name. Shared: copy before writing."""
    parent = tmp_path_factory.mktemp("crawled")

    @cache
    def crawled(source: str) -> Path:
        folder = parent / source
        spider = next(one for one in SPIDERS if one.source == source)
        quick = ("--url", sites[source].address, "--delay", "0")
        ran = run_scrapers("crawl", source, *spider.asked, *quick, "--out", folder)
        assert ran.returncode == 0, ran.stderr
        return folder

    return crawled


@pytest.fixture
def crawled(crawls: Callable[[str], Path], spider: Spider) -> Path:
    """The same for the spider at hand."""
    return crawls(spider.source)


def test_the_archive_is_read_by_other_tools_and_holds_every_answer(
    spider: Spider, crawled: Path
) -> None:
    urls = [url.rsplit("/", 1)[-1] for url, _ in bodies_in(crawled / "archive.warc.gz")]
    assert tuple(urls[: len(spider.pages) + 1]) == ("robots.txt", *spider.pages)


def test_the_sums_of_a_crawl_are_those_of_its_files(crawled: Path) -> None:
    lines = (crawled / "manifest.sha256").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {path.name for path in crawled.iterdir()} - {"manifest.sha256"}
    assert set(sums) == files
    for name, digest in sums.items():
        assert hashlib.sha256((crawled / name).read_bytes()).hexdigest() == digest


def test_both_layouts_of_leginfo_give_the_same_items(
    sites: dict[str, Site], crawls: Callable[[str], Path], tmp_path: Path
) -> None:
    crawled = crawls("ca_leginfo")
    older = ("--url", f"{sites['ca_leginfo'].address}/{OLDER_LAYOUT}", "--delay", "0")
    ran = run_scrapers("crawl", "ca_leginfo", *BILL, *older, "--out", tmp_path / "older")
    assert ran.returncode == 0, ran.stderr
    for name in ITEMS:
        one, other = (folder / f"{name}.parquet" for folder in (crawled, tmp_path / "older"))
        assert one.read_bytes() == other.read_bytes()


def test_a_replay_gives_the_same_bytes_without_any_site(
    spider: Spider, crawled: Path, tmp_path: Path
) -> None:
    ended = Program(tmp_path).run("crawl", "replay", crawled, "--format", "json")
    said = json.loads(ended.out)
    kind, count = spider.items
    assert (ended.code, said["identical"], said["items"][kind]) == (0, True, count)


@pytest.mark.parametrize("spider", OF_BILLS, ids=lambda spider: spider.source)
def test_a_replay_says_what_differs_first(crawled: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(crawled, tmp_path / "crawl")
    votes = pq.read_table(folder / "votes.parquet")
    rows = votes.to_pylist()
    rows[3]["option"] = "no"
    pq.write_table(type(votes).from_pylist(rows, schema=votes.schema), folder / "votes.parquet")
    ended = Program(tmp_path).run("crawl", "replay", folder, "--format", "json")
    assert ended.code == 1
    assert json.loads(ended.out)["difference"].startswith("votes.parquet, row 4: ")


@pytest.mark.parametrize("spider", OF_BILLS, ids=lambda spider: spider.source)
@pytest.mark.parametrize("left", [0, -200])
def test_a_replay_says_first_that_the_archive_is_another(
    left: int, crawled: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(crawled, tmp_path / "crawl")
    archive = folder / "archive.warc.gz"
    archive.write_bytes(archive.read_bytes()[:left])
    ended = Program(tmp_path).run("crawl", "replay", folder, "--format", "json")
    assert (ended.code, ended.out) == (4, "")
    assert "archive.warc.gz is not what the crawl wrote" in ended.err
    assert str(archive) in ended.err
    (folder / "manifest.sha256").unlink()
    without = Program(tmp_path).run("crawl", "replay", folder, "--format", "json")
    assert "is not what the crawl wrote" not in without.err, "nothing says what it wrote"


def test_an_archive_can_be_read_instead_of_the_site(
    spider: Spider, crawled: Path, tmp_path: Path
) -> None:
    file = crawled / "archive.warc.gz"
    again = tmp_path / "again"
    ran = run_scrapers("crawl", spider.source, *spider.asked, "--file", file, "--out", again)
    assert ran.returncode == 0, ran.stderr
    for name in ITEMS:
        one, other = (folder / f"{name}.parquet" for folder in (crawled, tmp_path / "again"))
        assert one.read_bytes() == other.read_bytes()


def test_an_archive_that_is_cut_off_is_refused(
    spider: Spider, crawled: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "archive.warc.gz"
    cut.write_bytes((crawled / "archive.warc.gz").read_bytes()[:-200])
    ran = run_scrapers(
        "crawl", spider.source, *spider.asked, "--file", cut, "--out", tmp_path / "out"
    )
    assert ran.returncode == 4
    assert "the archive of responses is cut off in the middle of a page" in ran.stderr
    assert f"where: {cut}, http" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_archive_is_named_as_it_was_given(tmp_path: Path) -> None:
    junk = tmp_path / "junk.warc.gz"
    junk.write_bytes(b"\x1f\x8bnothing of the kind")
    ran = Program(tmp_path / "home").run("crawl", "ca_leginfo", *BILL, "--file", junk)
    assert ran.code == 4
    assert f"where: {junk}\n" in ran.err
