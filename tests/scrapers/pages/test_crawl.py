"""The real spiders against the stand-in: what they keep, what they read, how they meet trouble."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.sandbox.archive import archive_answers
from scrapers.sandbox.hearings import OF_VOTES, hearings_answers
from scrapers.sandbox.leginfo import OLDER_LAYOUT, leginfo_answers
from scrapers.sandbox.mischief import Mischief
from scrapers.sandbox.site import Answer, Site, serving
from tests.cli.program import REPOSITORY, Ended, Program
from tracker.record.staged_shapes import BILL_FACTS

ROW = re.compile(r"^\| `(\w+)` \|[^|]*\| (\d+) \| (\d) \| ([^|]*)\|$", re.MULTILINE)
ITEMS = ("roll_calls", "votes", *BILL_FACTS)
BILL = ("--session", "2007-08", "--bill", "SB 375")


@dataclass(frozen=True)
class Spider:
    """One spider of pages, and what its stand-in has of SB 375."""

    source: str
    answers: Callable[[], dict[str, Sequence[Answer]]]
    asked: tuple[str, ...]
    """What it is asked for."""
    items: tuple[str, int]
    """A kind of item, and how many of it there are."""
    in_trouble: str
    """The page that misbehaves."""
    pages: tuple[str, ...]
    """How the addresses of the pages asked for end, up to the first that misbehaves."""


SPIDERS = (
    Spider(
        "ca_leginfo",
        leginfo_answers,
        BILL,
        ("roll_calls", 11),
        "/faces/billVotesClient.xhtml?bill_id=200720080SB375",
        tuple(
            f"bill{page}Client.xhtml?bill_id=200720080SB375"
            for page in ("Status", "History", "Votes")
        ),
    ),
    Spider(
        "ca_archive",
        archive_answers,
        BILL,
        ("roll_calls", 11),
        "/pub/07-08/bill/sen/sb_0351-0400/sb_375_vote_20080830_000010_sen_floor.html",
        (
            "postquery?bill_number=sb_375&sess=0708",
            "sb_375_bill_20080930_history.html",
            "sb_375_vote_20070423_000000_sen_comm.html",
            "sb_375_vote_20070529_000001_sen_comm.html",
        ),
    ),
    Spider(
        "ca_hearings",
        hearings_answers,
        ("--session", "2007-08"),
        ("events", 8),
        "/schedules-publications/daily-file",
        (
            "daily-file",
            "calendar?startDate=2006-12-04&endDate=2008-11-30&committeeHearings=1",
            "18003",
        ),
    ),
)
OF_BILLS = [spider for spider in SPIDERS if spider.asked == BILL]
CASES = [
    (spider, case)
    for spider in SPIDERS
    for case in Mischief
    if spider in OF_BILLS or case not in OF_VOTES
]


@dataclass(frozen=True)
class Stated:
    """What docs/reliability.md says of one case."""

    asked: int
    exit: int
    report: str


def _stated(source: str) -> dict[str, Stated]:
    page = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
    section = page.partition(f"\n## {source}\n")[2].partition("\n## ")[0]
    return {
        name: Stated(int(asked), int(code), report.strip())
        for name, asked, code, report in ROW.findall(section)
    }


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, Site]]:
    with ExitStack() as serves:
        yield {one.source: serves.enter_context(serving(one.answers())) for one in SPIDERS}


@pytest.fixture(params=SPIDERS, ids=lambda spider: spider.source)
def spider(request: pytest.FixtureRequest) -> Spider:
    found = request.param
    assert isinstance(found, Spider)
    return found


def _crawl(spider: Spider, home: Path, address: str) -> Ended:
    quick = ("--url", address, "--delay", "0", "--timeout", "2", "--format", "json")
    return Program(home).run("crawl", spider.source, *spider.asked, *quick)


def _scrapers(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapers", *map(str, arguments)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


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
        ran = _scrapers("crawl", source, *spider.asked, *quick, "--out", folder)
        assert ran.returncode == 0, ran.stderr
        return folder

    return crawled


@pytest.fixture
def crawled(crawls: Callable[[str], Path], spider: Spider) -> Path:
    """The same for the spider at hand."""
    return crawls(spider.source)


@pytest.fixture(scope="module")
def in_trouble(
    sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, Mischief], tuple[Path, Ended]]:
    """Every case of every spider, run once in a home of its own."""
    homes = {(one.source, case): tmp_path_factory.mktemp(case) for one, case in CASES}
    with ThreadPoolExecutor(3) as runs:
        ended = {
            (one.source, case): runs.submit(
                _crawl, one, homes[one.source, case], f"{sites[one.source].address}/{case}"
            )
            for one, case in CASES
        }
    return {key: (homes[key], run.result()) for key, run in ended.items()}


def test_every_case_is_stated(spider: Spider) -> None:
    tried = {str(case) for one, case in CASES if one == spider}
    assert set(_stated(spider.source)) == tried


@pytest.mark.parametrize(
    ("spider", "case"), CASES, ids=lambda one: str(getattr(one, "source", one))
)
def test_trouble_ends_as_stated(
    spider: Spider,
    case: Mischief,
    sites: dict[str, Site],
    in_trouble: dict[tuple[str, Mischief], tuple[Path, Ended]],
) -> None:
    home, ended = in_trouble[spider.source, case]
    stated = _stated(spider.source)[case]
    assert ended.code == stated.exit, ended.err
    assert stated.report in ended.err
    asked = sites[spider.source].asked_for(f"/{case}{spider.in_trouble}")
    assert len(asked) == stated.asked
    said = json.loads(ended.out)
    assert all(monitor["ok"] for monitor in said["monitors"]) == (stated.exit == 0)
    assert (said["load"] is None) == (stated.exit != 0)
    assert (home / "answerable.duckdb").exists() == (stated.exit == 0), "nothing is half-loaded"
    assert (Path(said["crawl"]) / "archive.warc.gz").exists(), "nothing is lost"


def test_a_busy_site_that_names_no_pause_is_given_longer_ones(
    spider: Spider,
    sites: dict[str, Site],
    in_trouble: dict[tuple[str, Mischief], tuple[Path, Ended]],
) -> None:
    assert in_trouble[spider.source, Mischief.UNAVAILABLE][1].code == 4
    path = f"/{Mischief.UNAVAILABLE}{spider.in_trouble}"
    first, second, third = (request.at for request in sites[spider.source].asked_for(path))
    assert (second - first >= 1, third - second >= 2) == (True, True)


def test_a_refused_page_is_in_the_archive(
    spider: Spider, in_trouble: dict[tuple[str, Mischief], tuple[Path, Ended]]
) -> None:
    _, ended = in_trouble[spider.source, Mischief.MAINTENANCE]
    bodies = _bodies(Path(json.loads(ended.out)["crawl"]) / "archive.warc.gz")
    assert any(b"scheduled maintenance" in body for _, body in bodies)


@pytest.mark.parametrize("spider", OF_BILLS, ids=lambda spider: spider.source)
def test_one_unknown_name_holds_back_its_own_roll_alone(
    spider: Spider, in_trouble: dict[tuple[str, Mischief], tuple[Path, Ended]]
) -> None:
    loaded = json.loads(in_trouble[spider.source, Mischief.UNKNOWN_NAME][1].out)["load"]
    assert (loaded["new"], loaded["reasons"]) == (10, {"unknown_name": 1})


def test_the_archive_is_read_by_other_tools_and_holds_every_answer(
    spider: Spider, crawled: Path
) -> None:
    urls = [url.rsplit("/", 1)[-1] for url, _ in _bodies(crawled / "archive.warc.gz")]
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
    ran = _scrapers("crawl", "ca_leginfo", *BILL, *older, "--out", tmp_path / "older")
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
    ran = _scrapers("crawl", spider.source, *spider.asked, "--file", file, "--out", again)
    assert ran.returncode == 0, ran.stderr
    for name in ITEMS:
        one, other = (folder / f"{name}.parquet" for folder in (crawled, tmp_path / "again"))
        assert one.read_bytes() == other.read_bytes()


def test_an_archive_that_is_cut_off_is_refused(
    spider: Spider, crawled: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "archive.warc.gz"
    cut.write_bytes((crawled / "archive.warc.gz").read_bytes()[:-200])
    ran = _scrapers("crawl", spider.source, *spider.asked, "--file", cut, "--out", tmp_path / "out")
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


def test_robots_txt_is_obeyed_before_any_page(spider: Spider, tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /\n")
    with serving({**spider.answers(), "/robots.txt": [robots]}) as closed:
        ended = _crawl(spider, tmp_path, closed.address)
        assert [request.path for request in closed.requests] == ["/robots.txt"]
    assert ended.code == 4
    assert "robots.txt asks programs not to read this address" in ended.err


@pytest.mark.parametrize(
    ("robots", "asked", "reason"),
    [
        (Answer(status=500), 3, "answered with status 500"),
        (Answer(status=503, headers={"Retry-After": "0"}), 3, "is busy (status 503"),
        (Answer(b"User-agent: *", cut=5), 3, "the connection broke off before the whole file"),
    ],
    ids=["500", "503", "cut_off"],
)
def test_nothing_is_asked_of_a_site_whose_robots_txt_cannot_be_read(
    robots: Answer, asked: int, reason: str, spider: Spider, tmp_path: Path
) -> None:
    with serving({**spider.answers(), "/robots.txt": [robots]}) as site:
        ended = _crawl(spider, tmp_path, site.address)
        assert [request.path for request in site.requests] == ["/robots.txt"] * asked
    assert ended.code == 4
    assert "robots.txt could not be read, so nothing was asked for" in ended.err
    assert reason in ended.err


@pytest.mark.parametrize("status", [403, 404])
def test_a_site_without_robots_txt_has_no_rules(status: int, tmp_path: Path) -> None:
    spider = SPIDERS[0]
    with serving({**spider.answers(), "/robots.txt": [Answer(status=status)]}) as site:
        assert _crawl(spider, tmp_path, site.address).code == 0


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--session", "2007-08", "--bill", "XX 1"), "'XX 1' is not a measure"),
        (("--session", "2008-09", "--bill", "SB 375"), "'2008-09' is not a session"),
        (("--session", "2007-08", "--bill", "SB 1", "--url", "file:///x"), "not the address of a"),
    ],
)
@pytest.mark.parametrize("spider", OF_BILLS, ids=lambda spider: spider.source)
def test_a_wish_that_makes_no_sense_is_refused(
    spider: Spider, options: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    ended = Program(tmp_path).run("crawl", spider.source, *options)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err


@pytest.mark.parametrize(
    ("days", "what"),
    [
        (("--from", "2008-09-02", "--until", "2008-09-01"), "are not in the session 2007-2008"),
        (("--from", "2012-01-01"), "are not in the session 2007-2008"),
        (("--from", "1 May"), "does not match"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    days: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    ended = Program(tmp_path).run("crawl", "ca_hearings", "--session", "2007-08", *days)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err


def test_a_site_where_nobody_answers_leaves_nothing(spider: Spider, tmp_path: Path) -> None:
    with serving({}) as gone:
        pass
    ended = _crawl(spider, tmp_path, gone.address)
    assert (ended.code, ended.out) == (4, "")
    assert "the site could not be reached" in ended.err
    assert not [path for path in (tmp_path / "crawls" / spider.source).iterdir() if path.is_dir()]


def _bodies(archive: Path) -> list[tuple[str, bytes]]:
    with archive.open("rb") as file:
        return [
            (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
