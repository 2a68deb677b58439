"""`--since DAY`: what each source reads then, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program
from tests.record.contents import contents, store_at
from tests.sites.archive import archive_answers
from tests.sites.hearings import calendars, hearings_answers
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import Answer, Site, serving
from tracker.crawls.sources import declared_source
from tracker.service.days import files_since

BILLS = ("--bill", "SB 375", "--bill", "AB 118")
DAY = "2008-09-01"
"""After every roll call of both; SB 375 has actions after it."""
OF_DAYS = declared_source("ca_pubinfo").day_files


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    answers: dict[str, Sequence[Answer]] = leginfo_answers() | archive_answers()
    answers |= hearings_answers()
    with serving(answers, computed=calendars()) as site:
        yield site


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


Crawl = Callable[..., dict[str, Any]]


@pytest.fixture
def crawl(site: Site, program: Program) -> Crawl:
    """Runs a crawl of that source that must succeed; requests of earlier ones are forgotten."""

    def run(source: str, *asked: str) -> dict[str, Any]:
        site.requests.clear()
        site_ = ("--url", site.address, "--delay", "0")
        said = program.json("crawl", source, "--session", "2007-08", *site_, *asked)
        assert isinstance(said, dict)
        assert program.json("crawl", "replay", said["crawl"])["identical"]
        return said

    return run


def _asked(site: Site) -> list[str]:
    return [one.path.rsplit("/", 1)[-1] for one in site.requests if one.path != "/robots.txt"]


@pytest.mark.parametrize("source", ["ca_leginfo", "ca_archive"])
def test_what_did_not_move_stays_as_it_was(source: str, crawl: Crawl, program: Program) -> None:
    first = crawl(source, *BILLS)
    before = contents(store_at(program.home / "answerable.duckdb"))
    again = crawl(source, *BILLS, "--since", DAY)
    assert again["items"]["roll_calls"] < first["items"]["roll_calls"]
    assert (again["load"]["unchanged"], again["load"]["loaded"]) == (11, 0)
    assert contents(store_at(program.home / "answerable.duckdb")) == before


def test_the_old_site_is_asked_for_the_documents_of_measures_that_moved(
    crawl: Crawl, site: Site
) -> None:
    said = crawl("ca_archive", *BILLS, "--since", "2008-09-30")
    asked = _asked(site)
    assert [page for page in asked if "postquery" in page and "ab_118" in page]
    assert not [page for page in asked if page.startswith("ab_118")]
    assert (said["items"]["bills"], said["items"]["roll_calls"]) == (1, 11)
    none = crawl("ca_archive", *BILLS, "--since", "2008-10-01")
    assert [page for page in _asked(site) if "postquery" not in page] == []
    assert none["items"]["bills"] == none["items"]["roll_calls"] == 0
    assert all(one["ok"] for one in none["monitors"]), "what did not move is not missing"


def test_hearings_are_those_of_that_day_or_later(crawl: Crawl, site: Site) -> None:
    said = crawl("ca_hearings", "--since", "2008-08-10")
    assert said["items"]["events"] == 4
    agendas = {page.partition("?")[0] for page in _asked(site) if page[:5].isdigit()}
    later = {"18007", "18008", "18009", "18010"}
    assert agendas == later, "what other days have on their agendas is not asked for"
    assert crawl("ca_hearings", "--from", "2008-08-10")["crawl"] == said["crawl"], "the same"


def test_hearings_cannot_begin_on_two_days(program: Program) -> None:
    days = ("--since", "2008-08-10", "--from", "2008-08-11")
    ended = program.run("crawl", "ca_hearings", "--session", "2007-08", *days)
    assert ended.code == 2
    assert "--from and --since" in ended.err


@pytest.mark.parametrize("source", ["ca_pubinfo", "ca_rollcalls"])
def test_a_file_holds_no_since(source: str, program: Program) -> None:
    ended = program.run("crawl", source, "--session", "2007-08", "--since", "2008-08-10")
    assert (ended.code, ended.out) == (2, "")
    assert "never what changed since a day" in ended.err
    assert "leave --since out" in ended.err
    assert program.json("status")[0]["runs"] == [], "nothing was tried"


@pytest.mark.parametrize(
    ("since", "files"),
    [
        (date(2026, 11, 20), "crawl with --changes Fri, then --changes Sat, then --changes Mon"),
        (date(2026, 11, 23), "crawl with --changes Mon, or leave"),
        (date(2026, 11, 17), "crawl with --changes Tue, then --changes Wed, "),
        (date(2026, 11, 16), "leave --since out"),
        (date(2026, 11, 24), "leave --since out"),
        (date(2007, 1, 1), "leave --since out"),
    ],
)
def test_the_files_of_the_days_since_are_named_while_they_last(since: date, files: str) -> None:
    assert files_since(OF_DAYS, since, today=date(2026, 11, 23)).startswith(files)


def test_a_sunday_has_no_file_of_changes() -> None:
    sunday = date(2026, 11, 22)
    assert files_since(OF_DAYS, sunday, today=sunday).startswith("leave --since out")
