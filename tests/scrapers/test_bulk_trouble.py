"""Files of a whole session from the stand-in: what is kept, and how trouble ends."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.cli.program import REPOSITORY, Ended, Program
from tests.sites.bulk import FileMischief, bulk_answers
from tests.sites.site import Answer, Site, serving

ROW = re.compile(
    r"^\| `(\w+)` \|[^|]*\| (\d+) \| (\d) \| ([^|]*)\| ([^|]*)\|$",
    re.MULTILINE,
)
PATHS = {"ca_pubinfo": "/pubinfo_2007.zip", "ca_rollcalls": "/data/caleg07-08.zip"}
ADDRESSES = {"ca_pubinfo": "", "ca_rollcalls": "/data/caleg{years}.zip"}
CASES = [*product(PATHS, FileMischief)]
MEMORY = 400_000
"""Kilobytes that reading an archive may take; a bomb's table alone would take as many more."""


@dataclass(frozen=True)
class Stated:
    """What docs/reliability.md says of one case."""

    asked: int
    exit: int
    report: dict[str, str]


def _stated() -> dict[str, Stated]:
    page = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
    stated = {}
    for name, asked, code, pubinfo, rollcalls in ROW.findall(page):
        same = rollcalls.strip() == "the same"
        report = {"ca_pubinfo": pubinfo.strip()}
        report["ca_rollcalls"] = report["ca_pubinfo"] if same else rollcalls.strip()
        stated[name] = Stated(int(asked), int(code), report)
    return stated


STATED = _stated()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(bulk_answers()) as site:
        yield site


def _crawl(home: Path, source: str, address: str, *options: str) -> Ended:
    wish = ("--session", "2007-08", "--url", address + ADDRESSES[source])
    quick = ("--delay", "0", "--timeout", "2")
    return Program(home).run("crawl", source, *wish, *quick, *options, "--format", "json")


@pytest.fixture(scope="module")
def in_trouble(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, FileMischief], tuple[Path, Ended]]:
    """Every case of both sources, run once in a home of its own."""
    homes = {case: tmp_path_factory.mktemp("-".join(case)) for case in CASES}
    with ThreadPoolExecutor(3) as runs:
        ended = {
            (source, case): runs.submit(_crawl, home, source, f"{site.address}/{case}")
            for (source, case), home in homes.items()
        }
    return {case: (homes[case], run.result()) for case, run in ended.items()}


def test_every_case_is_stated() -> None:
    assert set(STATED) == {str(case) for case in FileMischief}


@pytest.mark.parametrize(("source", "case"), CASES)
def test_trouble_ends_as_stated(
    source: str,
    case: FileMischief,
    site: Site,
    in_trouble: dict[tuple[str, FileMischief], tuple[Path, Ended]],
) -> None:
    home, ended = in_trouble[source, case]
    stated = STATED[case]
    assert ended.code == stated.exit, ended.err
    assert stated.report[source] in ended.err
    assert len(site.asked_for(f"/{case}{PATHS[source]}")) == stated.asked
    said = json.loads(ended.out)
    assert all(monitor["ok"] for monitor in said["monitors"]) == (stated.exit == 0)
    assert (said["load"] is None) == (stated.exit != 0)
    assert (home / "answerable.duckdb").exists() == (stated.exit == 0), "nothing is half-loaded"
    folder = Path(said["crawl"])
    assert (folder / "archive.warc.gz").exists(), "nothing is lost"
    assert (folder / "source.zip").exists() == (stated.exit != 4)
    outside = [path for path in home.rglob("*") if "climbed" in path.name]
    assert outside == []


@pytest.mark.parametrize("source", PATHS)
def test_a_busy_site_that_names_no_pause_is_given_longer_ones(
    source: str, site: Site, in_trouble: dict[tuple[str, FileMischief], tuple[Path, Ended]]
) -> None:
    assert in_trouble[source, FileMischief.UNAVAILABLE][1].code == 4
    path = f"/{FileMischief.UNAVAILABLE}{PATHS[source]}"
    first, second, third = (request.at for request in site.asked_for(path))
    assert (second - first >= 1, third - second >= 2) == (True, True)


@pytest.mark.parametrize("source", PATHS)
def test_a_bomb_is_not_unpacked_into_memory_or_onto_the_disk(source: str, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(bulk_answers()[f"/{FileMischief.BOMB}{PATHS[source]}"][0].body)
    command = ("-m", "scrapers", "crawl", source, "--file", str(bomb), "--out", str(tmp_path / "c"))
    code, used = _memory_of(sys.executable, *command)
    assert (code, used < MEMORY) == (4, True), used
    assert list(tmp_path.iterdir()) == [bomb]


def test_a_crawl_from_the_stand_in_agrees_with_the_record_on_every_vote(
    site: Site, tmp_path: Path
) -> None:
    program = Program(tmp_path)
    program.json("load", "sample")
    for source in PATHS:
        said = json.loads(_crawl(tmp_path, source, site.address).out)
        assert (said["load"]["new"], said["load"]["quarantined"]) == (0, 0)
    assert program.json("record", "conflicts") == []


@pytest.mark.parametrize("source", PATHS)
def test_an_unchanged_file_costs_one_request_and_no_write(
    source: str, site: Site, tmp_path: Path
) -> None:
    first = json.loads(_crawl(tmp_path, source, site.address).out)
    before = _stamps(tmp_path)
    asked = len(site.asked_for(PATHS[source]))
    ended = _crawl(tmp_path, source, site.address)
    again = json.loads(ended.out)
    assert (ended.code, len(site.asked_for(PATHS[source])) - asked) == (0, 1)
    assert site.requests[-1].headers["If-None-Match"]
    assert (again["crawl"], again["load"]["loaded"]) == (first["crawl"], 0)
    assert again["load"]["unchanged"] == first["load"]["read"]
    assert _stamps(tmp_path) == before


@pytest.mark.parametrize("source", PATHS)
def test_the_report_tells_all_and_a_replay_gives_the_same_bytes_without_any_site(
    source: str, site: Site, tmp_path: Path
) -> None:
    said = json.loads(_crawl(tmp_path, source, site.address, "--no-load").out)
    program = Program(tmp_path)
    report = json.loads((Path(said["crawl"]) / "report.json").read_text("utf-8"))
    assert report["monitors"] == said["monitors"]
    assert (report["unclassified_actions"] is None) == (source == "ca_rollcalls")
    replayed = program.json("crawl", "replay", said["crawl"])
    assert (replayed["identical"], replayed["items"]) == (True, said["items"])
    votes = Path(said["crawl"]) / "votes.parquet"
    shutil.copy(Path(said["crawl"]) / "roll_calls.parquet", votes)
    ended = program.run("crawl", "replay", said["crawl"])
    assert ended.code == 1
    (Path(said["crawl"]) / "source.zip").write_bytes(b"PK")
    ended = program.run("crawl", "replay", said["crawl"])
    assert ended.code == 4
    assert "source.zip is not what the crawl wrote" in ended.err


def test_the_archive_tells_of_every_answer_and_that_the_file_is_beside_it(
    site: Site, tmp_path: Path
) -> None:
    said = json.loads(_crawl(tmp_path, "ca_pubinfo", site.address, "--no-load").out)
    with (Path(said["crawl"]) / "archive.warc.gz").open("rb") as file:
        records = [
            (record.rec_headers.get_header("WARC-Truncated"), record.http_headers.get_statuscode())
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
    assert records == [(None, "404"), ("length", "206")]


@pytest.mark.parametrize("source", PATHS)
def test_nothing_is_asked_of_a_site_whose_robots_txt_cannot_be_read(
    source: str, tmp_path: Path
) -> None:
    with serving({**bulk_answers(), "/robots.txt": [Answer(status=500)]}) as closed:
        ended = _crawl(tmp_path, source, closed.address)
        assert [request.path for request in closed.requests] == ["/robots.txt"] * 3
    assert ended.code == 4
    assert "robots.txt could not be read, so nothing was asked for" in ended.err
    assert "answered with status 500" in ended.err


@pytest.mark.parametrize("source", PATHS)
def test_a_file_is_fetched_within_the_budget_of_the_day(
    source: str, site: Site, tmp_path: Path
) -> None:
    asked = len(site.asked_for(PATHS[source]))
    ended = _crawl(tmp_path, source, site.address, "--budget", "1")
    assert ended.code == 4, "robots.txt took the one request"
    assert "today's 1 requests to 127.0.0.1 are used up" in ended.err
    assert len(site.asked_for(PATHS[source])) == asked
    assert _crawl(tmp_path, source, site.address, "--budget", "3").code == 0
    counts = tmp_path / "crawls" / "requests.json"
    assert json.loads(counts.read_text("utf-8"))["hosts"] == {"127.0.0.1": 3}


def test_a_local_file_asks_nobody_and_needs_no_count(tmp_path: Path) -> None:
    (tmp_path / "crawls").mkdir()
    (tmp_path / "crawls" / "requests.json").write_text("{", "utf-8")
    file = tmp_path / "caleg07-08.zip"
    file.write_bytes(bulk_answers()[PATHS["ca_rollcalls"]][0].body)
    wish = ("ca_rollcalls", "--file", file, "--budget", "1")
    assert Program(tmp_path).json("crawl", *wish, "--no-load")["load"] is None
    assert Program(tmp_path).json("load", *wish)["new"] > 0


def _memory_of(*command: str) -> tuple[int, int]:
    """How a command ended and the most memory it took, in kilobytes, whatever this process took."""
    measure = (
        "import resource, subprocess, sys; print(subprocess.run(sys.argv[1:]).returncode, "
        "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", measure, *command],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    code, used = ran.stdout.split()[-2:]
    return int(code), int(used)


def _stamps(home: Path) -> dict[Path, int]:
    """When each file was written, but those that tell of every attempt and count every request."""
    files = [path for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {
        path: path.stat().st_mtime_ns
        for path in files
        if "attempt" not in path.name and path.name != "requests.json"
    }
