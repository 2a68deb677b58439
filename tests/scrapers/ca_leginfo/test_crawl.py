"""The real spider against the stand-in: what it keeps, what it reads, and how it meets trouble."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.sandbox.leginfo import OLDER_LAYOUT, Mischief, leginfo_answers
from scrapers.sandbox.site import Answer, Site, serving
from tests.cli.program import REPOSITORY, Ended, Program
from tracker.record.staging import BILL_FACTS

VOTES = "/faces/billVotesClient.xhtml?bill_id=200720080SB375"
ROW = re.compile(r"^\| `(\w+)` \|[^|]*\| (\d+) \| (\d) \| ([^|]*)\|$", re.MULTILINE)
ITEMS = ("roll_calls", "votes", *BILL_FACTS)


@dataclass(frozen=True)
class Stated:
    """What docs/reliability.md says of one case."""

    asked: int
    exit: int
    report: str


def _stated() -> dict[str, Stated]:
    page = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
    return {
        name: Stated(int(asked), int(code), report.strip())
        for name, asked, code, report in ROW.findall(page)
    }


STATED = _stated()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(leginfo_answers()) as site:
        yield site


def _crawl(home: Path, address: str, *options: str) -> Ended:
    asked = ("--session", "2007-08", "--bill", "SB 375", "--url", address)
    quick = ("--delay", "0", "--timeout", "2")
    return Program(home).run("crawl", "ca_leginfo", *asked, *quick, *options, "--format", "json")


def _scrapers(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapers", *map(str, arguments)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def crawled(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a crawl of SB 375. Shared: copy before writing."""
    folder = tmp_path_factory.mktemp("crawled") / "crawl"
    bill = ("--session", "2007-08", "--bill", "SB 375", "--url", site.address)
    ran = _scrapers("crawl", "ca_leginfo", *bill, "--delay", "0", "--out", folder)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="module")
def in_trouble(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, Ended]]:
    """Every case, run once in a home of its own."""
    homes = {case: tmp_path_factory.mktemp(case) for case in Mischief}
    with ThreadPoolExecutor(3) as runs:
        ended = {
            case: runs.submit(_crawl, home, f"{site.address}/{case}")
            for case, home in homes.items()
        }
    return {case: (homes[case], run.result()) for case, run in ended.items()}


def test_every_case_is_stated() -> None:
    assert set(STATED) == {str(case) for case in Mischief}


@pytest.mark.parametrize("case", Mischief)
def test_trouble_ends_as_stated(
    case: Mischief, site: Site, in_trouble: dict[str, tuple[Path, Ended]]
) -> None:
    home, ended = in_trouble[case]
    stated = STATED[case]
    assert ended.code == stated.exit, ended.err
    assert stated.report in ended.err
    assert len(site.asked_for(f"/{case}{VOTES}")) == stated.asked
    said = json.loads(ended.out)
    assert all(monitor["ok"] for monitor in said["monitors"]) == (stated.exit == 0)
    assert (said["load"] is None) == (stated.exit != 0)
    assert (home / "answerable.duckdb").exists() == (stated.exit == 0), "nothing is half-loaded"
    assert (Path(said["crawl"]) / "archive.warc.gz").exists(), "nothing is lost"


def test_a_refused_page_is_in_the_archive(in_trouble: dict[str, tuple[Path, Ended]]) -> None:
    _, ended = in_trouble[Mischief.MAINTENANCE]
    bodies = _bodies(Path(json.loads(ended.out)["crawl"]) / "archive.warc.gz")
    assert any(b"scheduled maintenance" in body for _, body in bodies)


def test_one_unknown_name_holds_back_its_own_roll_alone(
    in_trouble: dict[str, tuple[Path, Ended]],
) -> None:
    loaded = json.loads(in_trouble[Mischief.UNKNOWN_NAME][1].out)["load"]
    assert (loaded["new"], loaded["reasons"]) == (10, {"unknown_name": 1})


def test_the_archive_is_read_by_other_tools_and_holds_every_answer(crawled: Path) -> None:
    urls = [url for url, _ in _bodies(crawled / "archive.warc.gz")]
    assert [url.rsplit("/", 1)[-1].split("?")[0] for url in urls] == [
        "robots.txt",
        "billStatusClient.xhtml",
        "billHistoryClient.xhtml",
        "billVotesClient.xhtml",
    ]


def test_the_sums_of_a_crawl_are_those_of_its_files(crawled: Path) -> None:
    lines = (crawled / "manifest.sha256").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {path.name for path in crawled.iterdir()} - {"manifest.sha256"}
    assert set(sums) == files
    for name, digest in sums.items():
        assert hashlib.sha256((crawled / name).read_bytes()).hexdigest() == digest


def test_both_layouts_give_the_same_items(site: Site, crawled: Path, tmp_path: Path) -> None:
    older = f"{site.address}/{OLDER_LAYOUT}"
    bill = ("--session", "2007-08", "--bill", "SB 375", "--url", older)
    ran = _scrapers("crawl", "ca_leginfo", *bill, "--delay", "0", "--out", tmp_path / "older")
    assert ran.returncode == 0, ran.stderr
    for name in ITEMS:
        one, other = (folder / f"{name}.parquet" for folder in (crawled, tmp_path / "older"))
        assert one.read_bytes() == other.read_bytes()


def test_a_replay_gives_the_same_bytes_without_any_site(crawled: Path, tmp_path: Path) -> None:
    ended = Program(tmp_path).run("crawl", "replay", crawled, "--format", "json")
    said = json.loads(ended.out)
    assert (ended.code, said["identical"], said["items"]["roll_calls"]) == (0, True, 11)


def test_a_replay_says_what_differs_first(crawled: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(crawled, tmp_path / "crawl")
    votes = pq.read_table(folder / "votes.parquet")
    rows = votes.to_pylist()
    rows[3]["option"] = "no"
    pq.write_table(type(votes).from_pylist(rows, schema=votes.schema), folder / "votes.parquet")
    ended = Program(tmp_path).run("crawl", "replay", folder, "--format", "json")
    assert ended.code == 1
    assert json.loads(ended.out)["difference"].startswith("votes.parquet, row 4: ")


def test_an_archive_can_be_read_instead_of_the_site(crawled: Path, tmp_path: Path) -> None:
    options = ("--session", "2007-08", "--bill", "SB 375", "--file", crawled / "archive.warc.gz")
    ran = _scrapers("crawl", "ca_leginfo", *options, "--out", tmp_path / "again")
    assert ran.returncode == 0, ran.stderr
    for name in ITEMS:
        one, other = (folder / f"{name}.parquet" for folder in (crawled, tmp_path / "again"))
        assert one.read_bytes() == other.read_bytes()


def test_an_archive_that_is_cut_off_is_refused(crawled: Path, tmp_path: Path) -> None:
    cut = tmp_path / "archive.warc.gz"
    cut.write_bytes((crawled / "archive.warc.gz").read_bytes()[:-200])
    options = ("--session", "2007-08", "--bill", "SB 375", "--file", cut)
    ran = _scrapers("crawl", "ca_leginfo", *options, "--out", tmp_path / "out")
    assert ran.returncode == 4
    assert "the archive of responses is cut off in the middle of a page" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_robots_txt_is_obeyed_before_any_page(tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /faces/\n")
    with serving({**leginfo_answers(), "/robots.txt": [robots]}) as closed:
        ended = _crawl(tmp_path, closed.address)
        assert [request.path for request in closed.requests] == ["/robots.txt"]
    assert ended.code == 4
    assert "robots.txt asks programs not to read this address" in ended.err


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--session", "2007-08", "--bill", "XX 1"), "'XX 1' is not a measure"),
        (("--session", "2008-09", "--bill", "SB 375"), "'2008-09' is not a session"),
        (("--session", "2007-08", "--bill", "SB 1", "--url", "file:///x"), "not the address of a"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(
    options: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    ended = Program(tmp_path).run("crawl", "ca_leginfo", *options)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err


def test_a_site_where_nobody_answers_leaves_nothing(tmp_path: Path) -> None:
    with serving({}) as gone:
        pass
    ended = _crawl(tmp_path, gone.address)
    assert (ended.code, ended.out) == (4, "")
    assert "the site could not be reached" in ended.err
    assert not list((tmp_path / "crawls" / "ca_leginfo").iterdir())


def _bodies(archive: Path) -> list[tuple[str, bytes]]:
    with archive.open("rb") as file:
        return [
            (record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
