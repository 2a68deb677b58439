"""One measure in trouble among many: it is left as it was, whole, and the others are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scrapers.ca_archive.source import SOURCE as ARCHIVE
from scrapers.ca_hearings.source import SOURCE as HEARINGS
from scrapers.ca_leginfo.source import SOURCE as LEGINFO
from scrapers.kit.crawl import crawl
from scrapers.kit.warc import Archive
from tests.cli.program import REPOSITORY, Ended, Program
from tests.measures import official
from tests.record.contents import Rows, contents, store_at
from tests.sites.archive import archive_answers
from tests.sites.hearings import OF_AGENDA, first_agenda, hearings_answers
from tests.sites.leginfo import OLDER_LAYOUT, leginfo_answers
from tests.sites.mischief import Mischief
from tests.sites.sample_measures import sample_measures
from tests.sites.site import Answer, Site, serving
from tracker.crawls.request import CrawlRequest, SourceRequest
from tracker.crawls.shapes import BILL_FACTS

Answers = Mapping[str, Sequence[Answer]]

SOURCES = {source.declaration.id: source for source in (ARCHIVE, HEARINGS, LEGINFO)}

BILL, OTHER = "ca-20072008-SB375", "ca-20072008-AB118"
VOTES, OF_OTHER = (f"/faces/billVotesClient.xhtml?bill_id={official(one)}" for one in (BILL, OTHER))
IN_TROUBLE = {
    "ca_leginfo": VOTES,
    "ca_archive": "/pub/07-08/bill/sen/sb_0351-0400/sb_375_vote_20080830_000010_sen_floor.html",
}
FOLDERS = {OLDER_LAYOUT, OF_AGENDA.strip("/"), *map(str, Mischief)}
"""In which the stand-in answers to the same addresses otherwise."""
REFUSED = (
    *(Mischief.WRONG_CHARSET, Mischief.MAINTENANCE, Mischief.NOT_FOUND, Mischief.OTHER_BILL),
    *(Mischief.LABEL_RENAMED, Mischief.VOTE_MISSING, Mischief.EMPTY),
)
OTHERS = [shown.bill.printed for shown in sample_measures() if shown.bill.printed != "SB 375"]
ROW = re.compile(r"^\| `(\w+)` \|[^|]*\| (\d) \| ([^|]*)\|$", re.MULTILINE)


@pytest.fixture(scope="module")
def answers() -> dict[str, Answers]:
    """Every address of the stand-ins, by source."""
    return {
        "ca_leginfo": leginfo_answers(),
        "ca_archive": archive_answers(),
        "ca_hearings": hearings_answers(),
    }


def _archive(source: str, answers: Answers, path: Path, instead: Answers | None = None) -> Path:
    """An archive of what the stand-in answers, with other answers to some addresses."""
    sites = SOURCES[source].declaration.site, *SOURCES[source].other_sites
    with Archive(path, "test") as archive:
        for address, given in {**answers, **(instead or {})}.items():
            if address.split("/")[1] in FOLDERS:
                continue
            headers = {name: [value] for name, value in given[0].headers.items()}
            for site in sites:
                archive.add(site + address, 200, headers, given[0].body)
    return path


def _asked(bills: int) -> tuple[str, ...]:
    """SB 375 and others, so many in all."""
    return tuple(part for bill in ("SB 375", *OTHERS[: bills - 1]) for part in ("--bill", bill))


def _of(bill_id: str, rows: Rows) -> list[str]:
    """Every row in which the measure is named."""
    return [str(row) for table in rows.values() for row in table if bill_id in str(row)]


def _staged(folder: Path) -> dict[str, list[dict[str, object]]]:
    names = ("roll_calls", *BILL_FACTS)
    return {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in names}


def _crawl(asked: SourceRequest, file: Path, out: Path) -> None:
    request = CrawlRequest(out=out, **asked.model_dump(exclude={"file"}), file=file)
    crawl(SOURCES[asked.source], request, lambda _: None)


@pytest.mark.parametrize("source", IN_TROUBLE)
def test_of_a_measure_with_a_refused_page_nothing_is_taken(
    source: str, answers: dict[str, Answers], tmp_path: Path
) -> None:
    bills = ("SB 375", *OTHERS[:19])
    sound = _archive(source, answers[source], tmp_path / "sound.warc.gz")
    folder = tmp_path / "sound"
    asked = SourceRequest(source=source, session="2007-08", bills=bills)
    _crawl(asked, sound, folder)
    whole = _staged(folder)
    for case in REFUSED:
        spoilt = {IN_TROUBLE[source]: answers[source][f"/{case}{IN_TROUBLE[source]}"]}
        file = _archive(source, answers[source], tmp_path / f"{case}.warc.gz", spoilt)
        out = tmp_path / case
        _crawl(asked, file, out)
        report = json.loads((out / "report.json").read_text("utf-8"))
        assert [one["url"] for one in report["refused"]] == [
            SOURCES[source].declaration.site + IN_TROUBLE[source]
        ]
        assert report["held_back"] == ["SB 375"]
        assert all(monitor["ok"] for monitor in report["monitors"])
        for kind, rows in _staged(out).items():
            assert _without_places(rows) == _without_places(
                [row for row in whole[kind] if row["bill_id"] != BILL]
            )


def _without_places(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{k: v for k, v in row.items() if k not in ("row", "file")} for row in rows]


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


Trying = Callable[..., Ended]


@pytest.fixture
def trying(answers: dict[str, Answers], program: Program, tmp_path: Path) -> Trying:
    """A crawl from an archive in which these addresses are answered with a page on maintenance."""

    def run(source: str, spoilt: Sequence[str], *asked: str) -> Ended:
        closed = answers["ca_leginfo"][f"/{Mischief.MAINTENANCE}{VOTES}"]
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.warc.gz"
        file = _archive(source, answers[source], path, dict.fromkeys(spoilt, closed))
        wish = ("--session", "2007-08", "--file", file, "--format", "json")
        return program.run("crawl", source, *wish, *asked)

    return run


@dataclass(frozen=True)
class Case:
    source: str
    spoilt: tuple[str, ...]
    asked: tuple[str, ...]


_LIST = "/schedules-publications/daily-file"
CASES: Mapping[str, Case] = {
    "one_of_one": Case("ca_leginfo", (VOTES,), _asked(1)),
    "one_of_nineteen": Case("ca_leginfo", (VOTES,), _asked(19)),
    "one_of_twenty": Case("ca_leginfo", (VOTES,), _asked(20)),
    "two_of_thirty": Case("ca_leginfo", (VOTES, OF_OTHER), _asked(30)),
    "one_of_one_that_moved": Case("ca_leginfo", (VOTES,), (*_asked(30), "--since", "2008-09-01")),
    "of_no_measure": Case("ca_hearings", (_LIST,), ()),
    "one_of_eleven": Case("ca_hearings", (first_agenda(),), ()),
}


def _stated() -> dict[str, tuple[int, str]]:
    page = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
    section = page.partition("\n## One measure in trouble among many\n")[2].partition("\n## ")[0]
    return {name: (int(code), loaded.strip()) for name, code, loaded in ROW.findall(section)}


def test_every_share_is_stated() -> None:
    assert set(_stated()) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_share_ends_as_stated(name: str, trying: Trying, program: Program) -> None:
    case = CASES[name]
    ended = trying(case.source, case.spoilt, *case.asked)
    exit_code, loaded = _stated()[name]
    assert ended.code == exit_code, ended.err
    assert "maintenance" in ended.err
    said = json.loads(ended.out)
    assert (said["load"] is None) == (exit_code != 0) == (loaded == "nothing")
    assert all(monitor["ok"] for monitor in said["monitors"]) == (exit_code == 0)
    assert (program.home / "answerable.duckdb").exists() == (exit_code == 0)
    assert program.json("crawl", "replay", said["crawl"])["identical"]
    assert (Path(said["crawl"]) / "archive.warc.gz").exists(), "nothing is lost"


@pytest.mark.parametrize("kind", ["Status", "History", "Votes", "Text"])
def test_a_measure_is_never_half_loaded(kind: str, trying: Trying, program: Program) -> None:
    spoilt = f"/faces/bill{kind}Client.xhtml?bill_id={official(BILL)}"
    ended = trying("ca_leginfo", [spoilt], *_asked(20))
    assert ended.code == 0, ended.err
    rows = contents(store_at(program.home / "answerable.duckdb"))
    assert _of(BILL, rows) == []
    assert _of(OTHER, rows)


@pytest.fixture
def site(answers: dict[str, Answers]) -> Iterator[Site]:
    with serving(dict(answers["ca_leginfo"])) as site:
        yield site


def test_what_is_held_back_is_as_it_was_is_said_and_comes_when_it_is_mended(
    site: Site, program: Program
) -> None:
    pages = site.answers
    assert isinstance(pages, dict)
    sound = pages[VOTES]
    wish = ("crawl", "ca_leginfo", "--session", "2007-08", *_asked(20))
    wish += ("--url", site.address, "--delay", "0")

    first = program.json(*wish, "--since", "2008-09-01")
    assert (first["held_back"], first["load"]["new"]) == ([], 11)
    store = store_at(program.home / "answerable.duckdb")
    before = _of(BILL, contents(store))

    pages[VOTES] = pages[f"/{Mischief.LABEL_RENAMED}{VOTES}"]
    ended = program.run(*wish, "--format", "json")
    assert ended.code == 0, ended.err
    assert "Held back, and left as the record has them: SB 375." in ended.err
    said = json.loads(ended.out)
    assert (said["held_back"], said["refused"], said["pages"]) == (["SB 375"], 1, 76)
    assert said["problems"][0]["url"].endswith(VOTES)
    assert "the label 'NVR Count' is missing" in said["problems"][0]["reason"]
    assert said["load"]["new"] > 100
    assert any("SB 375" in warning for warning in said["load"]["warnings"])
    assert _of(BILL, contents(store)) == before
    status = next(row for row in program.json("status") if row["source"] == "ca_leginfo")
    assert status["last_attempt"] == "loaded"
    assert "held back: SB 375" in status["wrong"]

    again = program.json(*wish)
    assert again["crawl"] != said["crawl"], "a page that is refused is kept each time"

    pages[VOTES] = sound
    mended = program.json(*wish)
    assert (mended["held_back"], mended["load"]["loaded"]) == ([], 0)
    status = next(row for row in program.json("status") if row["source"] == "ca_leginfo")
    assert status["wrong"] is None
