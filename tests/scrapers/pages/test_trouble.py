"""The real spiders against a stand-in that misbehaves, and asked for what makes no sense."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY, Ended, Program
from tests.scrapers.pages.spiders import IN_ITS_AGENDA, OF_BILLS, SPIDERS, Spider, bodies_in, crawl
from tests.sites.hearings import OF_VOTES
from tests.sites.mischief import Mischief
from tests.sites.site import Answer, Site, serving

ROW = re.compile(r"^\| `(\w+)` \|[^|]*\| (\d+) \| (\d) \| ([^|]*)\|$", re.MULTILINE)
CASES = [
    (spider, case)
    for spider in (*SPIDERS, IN_ITS_AGENDA)
    for case in Mischief
    if spider in OF_BILLS or case not in OF_VOTES
]
AT_ONCE = 3
"""So many cases are under way."""


@dataclass(frozen=True)
class Stated:
    """What docs/reliability.md says of one case."""

    asked: int
    exit: int
    report: str


def _stated(name: str) -> dict[str, Stated]:
    page = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
    section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    return {
        name: Stated(int(asked), int(code), report.strip())
        for name, asked, code, report in ROW.findall(section)
    }


@dataclass(frozen=True)
class InTrouble:
    """Every case of every spider, run once in a home of its own when it is asked for. So are the
    cases that come next meanwhile, since most of them wait for their site.
    """

    sites: dict[str, Site]
    home: Path
    runs: ThreadPoolExecutor
    begun: dict[tuple[str, Mischief], Future[Ended]] = field(default_factory=dict)

    def __getitem__(self, key: tuple[str, Mischief]) -> tuple[Path, Ended]:
        """The home of a case, and how the command ended."""
        nth = next(n for n, (spider, case) in enumerate(CASES) if (spider.name, case) == key)
        for spider, case in CASES[nth : nth + AT_ONCE]:
            self._begin(spider, case)
        return self._home(*key), self.begun[key].result()

    def _begin(self, spider: Spider, case: Mischief) -> None:
        key = spider.name, case
        if key not in self.begun:
            address = f"{self.sites[spider.source].address}{spider.folder}/{case}"
            self.begun[key] = self.runs.submit(crawl, spider, self._home(*key), address)

    def _home(self, name: str, case: Mischief) -> Path:
        return self.home / name.replace(", ", "-") / case


@pytest.fixture(scope="module")
def in_trouble(
    sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InTrouble]:
    with ThreadPoolExecutor(AT_ONCE) as runs:
        yield InTrouble(sites, tmp_path_factory.mktemp("in_trouble"), runs)


@pytest.mark.parametrize("spider", [*SPIDERS, IN_ITS_AGENDA], ids=lambda spider: spider.name)
def test_every_case_is_stated(spider: Spider) -> None:
    tried = {str(case) for one, case in CASES if one == spider}
    assert set(_stated(spider.name)) == tried


@pytest.mark.parametrize(("spider", "case"), CASES, ids=lambda one: str(getattr(one, "name", one)))
def test_trouble_ends_as_stated(
    spider: Spider,
    case: Mischief,
    sites: dict[str, Site],
    in_trouble: InTrouble,
) -> None:
    home, ended = in_trouble[spider.name, case]
    stated = _stated(spider.name)[case]
    assert ended.code == stated.exit, ended.err
    assert stated.report in ended.err
    asked = sites[spider.source].asked_for(f"{spider.folder}/{case}{spider.in_trouble}")
    assert len(asked) == stated.asked
    said = json.loads(ended.out)
    assert all(monitor["ok"] for monitor in said["monitors"]) == (stated.exit == 0)
    assert (said["load"] is None) == (stated.exit != 0)
    assert (home / "answerable.duckdb").exists() == (stated.exit == 0), "nothing is half-loaded"
    assert (Path(said["crawl"]) / "archive.warc.gz").exists(), "nothing is lost"


def test_a_busy_site_that_names_no_pause_is_given_longer_ones(
    spider: Spider,
    sites: dict[str, Site],
    in_trouble: InTrouble,
) -> None:
    assert in_trouble[spider.name, Mischief.UNAVAILABLE][1].code == 4
    path = f"/{Mischief.UNAVAILABLE}{spider.in_trouble}"
    first, second, third = (request.at for request in sites[spider.source].asked_for(path))
    assert (second - first >= 1, third - second >= 2) == (True, True)


def test_a_refused_page_is_in_the_archive(spider: Spider, in_trouble: InTrouble) -> None:
    _, ended = in_trouble[spider.name, Mischief.MAINTENANCE]
    bodies = bodies_in(Path(json.loads(ended.out)["crawl"]) / "archive.warc.gz")
    assert any(b"scheduled maintenance" in body for _, body in bodies)


@pytest.mark.parametrize("spider", OF_BILLS, ids=lambda spider: spider.source)
def test_of_a_roll_with_one_unknown_name_the_other_votes_are_loaded(
    spider: Spider, in_trouble: InTrouble
) -> None:
    said = json.loads(in_trouble[spider.name, Mischief.UNKNOWN_NAME][1].out)
    loaded = said["load"]
    assert (loaded["new"], loaded["reasons"]) == (11, {})
    told = {one["name"]: one["detail"] for one in said["monitors"]}
    assert told["names_resolved"].endswith("not resolved: 1 of 11")


def test_robots_txt_is_obeyed_before_any_page(spider: Spider, tmp_path: Path) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /\n")
    with serving({**spider.answers(), "/robots.txt": [robots]}) as closed:
        ended = crawl(spider, tmp_path, closed.address)
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
        ended = crawl(spider, tmp_path, site.address)
        assert [request.path for request in site.requests] == ["/robots.txt"] * asked
    assert ended.code == 4
    assert "robots.txt could not be read, so nothing was asked for" in ended.err
    assert reason in ended.err


@pytest.mark.parametrize("status", [403, 404])
def test_a_site_without_robots_txt_has_no_rules(status: int, tmp_path: Path) -> None:
    spider = SPIDERS[0]
    with serving({**spider.answers(), "/robots.txt": [Answer(status=status)]}) as site:
        assert crawl(spider, tmp_path, site.address).code == 0


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--session", "2007-08", "--bill", "XX 1"), "'XX 1' is not a measure"),
        (("--session", "2008-09", "--bill", "SB 375"), "California has no session 2008-09"),
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
    ended = crawl(spider, tmp_path, gone.address)
    assert (ended.code, ended.out) == (4, "")
    assert "the site could not be reached" in ended.err
    assert not [path for path in (tmp_path / "crawls" / spider.source).iterdir() if path.is_dir()]
