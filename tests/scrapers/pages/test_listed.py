"""`crawl ca_leginfo --listed`: measures that the site lists, and pages that are not there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.cli.program import Ended, Program
from tests.sites.leginfo import LIST, leginfo_answers
from tests.sites.mischief import html
from tests.sites.sample_measures import sample_measures
from tests.sites.site import Answer, Site, serving

VOTES = "/faces/billVotesClient.xhtml?bill_id=200720080SB375"
MEASURES = [shown.bill.printed for shown in sample_measures()]
GONE = [Answer(status=404)]


@pytest.fixture(scope="module")
def sound() -> dict[str, Sequence[Answer]]:
    return {path: page for path, page in leginfo_answers().items() if path.startswith("/faces/")}


@pytest.fixture
def site(sound: dict[str, Sequence[Answer]]) -> Iterator[Site]:
    with serving(dict(sound)) as site:
        yield site


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


def _crawl(site: Site, program: Program, *asked: str) -> Ended:
    site.requests.clear()
    wish = ("--session", "2007-08", "--url", site.address, "--delay", "0", "--format", "json")
    return program.run("crawl", "ca_leginfo", *wish, *asked)


def _said(ended: Ended, code: int = 0) -> dict[str, Any]:
    assert ended.code == code, ended.err
    said = json.loads(ended.out)
    assert isinstance(said, dict)
    return said


def _answer(site: Site, path: str, answers: Sequence[Answer]) -> None:
    assert isinstance(site.answers, dict)
    site.answers[path] = answers


def _named(count: int) -> tuple[str, ...]:
    """SB 375 and others, so many in all."""
    others = [printed for printed in MEASURES if printed != "SB 375"][: count - 1]
    return tuple(part for bill in ("SB 375", *others) for part in ("--bill", bill))


def _staged(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Rows of a crawl, but for the numbers of their files, which the list shifts."""
    rows = pq.read_table(Path(said["crawl"]) / f"{name}.parquet").to_pylist()
    return sorted(
        ({key: value for key, value in row.items() if key != "file"} for row in rows), key=str
    )


def test_the_list_leads_to_every_measure_and_the_same_facts_as_their_names(
    site: Site, program: Program
) -> None:
    listed = _said(_crawl(site, program, "--listed"))
    assert len(site.asked_for(LIST)) == 1
    assert listed["items"]["bills"] == len(MEASURES)
    assert listed["pages"] == 1 + 4 * len(MEASURES)
    assert program.json("crawl", "replay", listed["crawl"])["identical"]
    by_name = _said(_crawl(site, program, *_named(len(MEASURES))))
    assert by_name["items"] == listed["items"]
    for name in ("roll_calls", "votes", "bills", "versions", "actions"):
        assert _staged(by_name, name) == _staged(listed, name)


def test_of_a_list_only_what_moved_is_read_whole(site: Site, program: Program) -> None:
    said = _said(_crawl(site, program, "--listed", "--since", "2008-09-01"))
    asked = [request.path for request in site.requests]
    assert sum("billHistoryClient" in path for path in asked) == len(MEASURES)
    texts = sum("billTextClient" in path for path in asked)
    assert 0 < texts < len(MEASURES)
    assert texts == said["items"]["bills"]


def test_a_listed_crawl_that_was_cut_off_goes_on_where_it_was(site: Site, program: Program) -> None:
    sound = site.answers[VOTES]
    _answer(site, VOTES, [Answer(status=500)])
    broken = _said(_crawl(site, program, "--listed"), code=4)
    came = len({request.path for request in site.requests}) - 2
    _answer(site, VOTES, sound)
    whole = _said(_crawl(site, program, "--listed", "--resume"))
    asked = [request.path for request in site.requests if request.path != "/robots.txt"]
    assert broken["load"] is None
    assert len(asked) == 1 + 4 * len(MEASURES) - came
    assert LIST not in asked, "the list came before"
    assert whole["items"]["bills"] == len(MEASURES)


@pytest.mark.parametrize(
    ("answer", "code", "what"),
    [
        (html("<html><h1>Scheduled maintenance</h1></html>"), 3, "a page about maintenance"),
        (html(""), 3, "the list of measures is missing"),
        (Answer(status=404), 4, "has no such page (status 404)"),
        (Answer(status=500), 4, "answered with status 500"),
    ],
)
def test_without_its_list_nothing_is_read(
    answer: Answer, code: int, what: str, site: Site, program: Program
) -> None:
    _answer(site, LIST, [answer])
    ended = _crawl(site, program, "--listed")
    assert _said(ended, code)["load"] is None
    assert what in ended.err
    assert {request.path for request in site.requests} == {"/robots.txt", LIST}
    assert not (program.home / "answerable.duckdb").exists()


def test_measures_of_a_kind_not_known_are_a_warning(site: Site, program: Program) -> None:
    page = site.answers[LIST][0].body.decode()
    _answer(site, LIST, [html(page.replace("=200720080SB375", "=200720080XB375"))])
    said = _said(_crawl(site, program, "--listed"))
    assert said["items"]["bills"] == len(MEASURES) - 1
    assert any("kind not known" in warning for warning in said["load"]["warnings"])
    assert any("200720080XB375" in warning for warning in said["load"]["warnings"])


def test_names_and_the_list_are_not_asked_for_together(program: Program) -> None:
    both = ("--session", "2007-08", "--listed", "--bill", "SB 375")
    ended = program.run("crawl", "ca_leginfo", *both)
    assert (ended.code, ended.out) == (2, "")
    assert "--bill and --listed" in ended.err


def test_an_empty_record_names_no_measure_and_says_how_to_ask(program: Program) -> None:
    ended = program.run("crawl", "ca_leginfo", "--session", "2007-08")
    assert (ended.code, ended.out) == (2, "")
    assert "--listed" in ended.err


@pytest.mark.parametrize("kind", ["Status", "History", "Votes", "Text"])
def test_a_page_that_is_not_there_holds_back_its_measure_alone(
    kind: str, site: Site, program: Program
) -> None:
    path = VOTES.replace("Votes", kind)
    _answer(site, path, GONE)
    ended = _crawl(site, program, *_named(20))
    said = _said(ended)
    assert said["held_back"] == ["SB 375"]
    assert [problem["reason"] for problem in said["problems"]] == [
        "the site has no such page (status 404)"
    ]
    assert len(site.asked_for(path)) == 1
    assert said["items"]["bills"] == 19
    assert said["load"]["loaded"] > 0
    assert program.json("crawl", "replay", said["crawl"])["identical"]
    assert "Held back, and left as the record has them: SB 375." in ended.err


def test_a_first_measure_that_is_not_there_does_not_hide_the_others(
    site: Site, program: Program
) -> None:
    said = _said(_crawl(site, program, "--bill", "AB 1", *_named(20)))
    assert said["held_back"] == ["AB 1"]
    assert said["items"]["bills"] == 20


def test_too_many_that_are_not_there_hold_back_all(site: Site, program: Program) -> None:
    _answer(site, VOTES, GONE)
    said = _said(_crawl(site, program, *_named(5)), code=3)
    assert said["load"] is None
    failed = [one for one in said["monitors"] if not one["ok"]]
    assert [one["name"] for one in failed] == ["few_pages_refused"]


def test_a_site_that_has_none_of_them_is_soon_left_alone(site: Site, program: Program) -> None:
    assert isinstance(site.answers, dict)
    site.answers.clear()
    ended = _crawl(site, program, *_named(20))
    assert _said(ended, code=4)["load"] is None
    assert "has no such page (status 404)" in ended.err
    assert len([one for one in site.requests if one.path != "/robots.txt"]) == 5


def test_the_only_measure_asked_for_is_not_there(site: Site, program: Program) -> None:
    ended = _crawl(site, program, "--bill", "SB 9999")
    said = _said(ended, code=4)
    assert [problem["reason"] for problem in said["problems"]] == [
        "127.0.0.1 has no such page (status 404)",
        *["the site has no such page (status 404)"] * 3,
    ]
    assert "billStatusClient" in said["problems"][0]["url"], "the first that was asked for"
    assert len(site.requests) == 5, "robots.txt and the four pages"
