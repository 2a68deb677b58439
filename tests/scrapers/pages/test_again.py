"""Crawls that follow an earlier one: of what changed, of what was cut off, of what moved since."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import REPOSITORY, Program
from tests.ready_python import ready_python
from tests.record.contents import contents, store_at
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import Answer, Site, serving

BILLS = ("--bill", "SB 375", "--bill", "AB 118")
PAGES = {
    (kind, bill): f"/faces/bill{kind}Client.xhtml?bill_id=20072008{bill}"
    for bill in ("0SB375", "0AB118")
    for kind in ("Status", "History", "Votes", "Text")
}
VOTES, TEXT = PAGES["Votes", "0SB375"], PAGES["Text", "0SB375"]
"""The last but one, and the last that is asked for."""
PAGES_BY_PATH = tuple(PAGES.values())


def _tagged(answer: Answer) -> Answer:
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
    return replace(answer, headers={**answer.headers, "ETag": tag})


class Pages(dict[str, Sequence[Answer]]):
    """The stand-in's sound pages, each with an ETag; `asked` is set when `awaited` is asked for."""

    def __init__(self) -> None:
        sound = {path: page for path, page in leginfo_answers().items() if path[:7] == "/faces/"}
        super().__init__({path: [_tagged(one) for one in page] for path, page in sound.items()})
        self.awaited = ""
        self.asked = threading.Event()

    def __getitem__(self, path: str) -> Sequence[Answer]:
        if path == self.awaited:
            self.asked.set()
        return super().__getitem__(path)


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The command on an empty home of its own."""
    return Program(tmp_path / "home")


@pytest.fixture
def site(pages: Pages) -> Iterator[Site]:
    with serving(pages) as site:
        yield site


def _wish(site: Site, *more: str) -> tuple[str, ...]:
    asked = ("--session", "2007-08", "--url", site.address, "--delay", "0")
    return ("crawl", "ca_leginfo", *asked, *more)


def _asked(site: Site) -> list[str]:
    """The pages asked for since the last look, in order; robots.txt aside."""
    paths = [one.path for one in site.requests if one.path != "/robots.txt"]
    site.requests.clear()
    return paths


def _folders(program: Program) -> list[Path]:
    return sorted((program.home / "crawls" / "ca_leginfo").glob("*Z"))


def _assert_replays(program: Program, said: dict[str, Any]) -> None:
    assert program.json("crawl", "replay", said["crawl"])["identical"]


def _changed(answers: Sequence[Answer]) -> list[Answer]:
    """The same page with another day's date in its title: other bytes, the same facts."""
    body = answers[0].body.replace(b"</title>", b" as of today</title>")
    return [_tagged(replace(answers[0], body=body))]


def test_an_unchanged_source_costs_one_request_a_page_and_no_write(
    site: Site, program: Program
) -> None:
    first = program.json(*_wish(site, *BILLS))
    before = contents(store_at(program.home / "answerable.duckdb"), history=True)
    _asked(site)
    again = program.json(*_wish(site, *BILLS))
    known = [one.headers.get("If-None-Match") for one in site.requests if "faces" in one.path]
    assert all(known)
    assert sorted(_asked(site)) == sorted(PAGES_BY_PATH)
    assert (again["crawl"], again["load"]["loaded"]) == (first["crawl"], 0)
    assert len(_folders(program)) == 1
    assert contents(store_at(program.home / "answerable.duckdb"), history=True) == before
    runs = next(row for row in program.json("status") if row["source"] == "ca_leginfo")["runs"]
    assert [run["outcome"] for run in runs] == ["unchanged", "loaded"]


def test_what_did_not_change_is_taken_over_so_that_a_crawl_stands_by_itself(
    site: Site, pages: Pages, program: Program
) -> None:
    first = program.json(*_wish(site, *BILLS))
    pages[VOTES] = _changed(pages[VOTES])
    again = program.json(*_wish(site, *BILLS))
    assert again["crawl"] != first["crawl"]
    assert (again["items"], again["pages"]) == (first["items"], len(PAGES))
    assert again["load"]["unchanged"] == first["load"]["new"]
    _assert_replays(program, again)


def test_a_page_that_was_refused_is_never_asked_for_as_known(
    site: Site, pages: Pages, program: Program
) -> None:
    sound = pages[VOTES]
    closed = b"<html><h1>This site is undergoing maintenance.</h1></html>"
    pages[VOTES] = [_tagged(replace(sound[0], body=closed))]
    assert program.run(*_wish(site, *BILLS)).code == 3
    assert program.run(*_wish(site, *BILLS)).code == 3
    assert all("If-None-Match" not in one.headers for one in site.requests)


def test_a_crawl_that_was_cut_off_goes_on_from_what_it_has(
    site: Site, pages: Pages, program: Program
) -> None:
    sound = pages[VOTES]
    pages[VOTES] = [Answer(status=503)]
    assert program.run(*_wish(site, *BILLS)).code == 4
    pages[VOTES] = sound
    _asked(site)
    said = program.json(*_wish(site, *BILLS, "--resume"))
    assert _asked(site) == [VOTES, TEXT]
    assert (said["pages"], said["load"]["quarantined"]) == (len(PAGES), 0)
    _assert_replays(program, said)


def test_a_crawl_whose_process_was_killed_goes_on_too(
    site: Site, pages: Pages, program: Program
) -> None:
    sound = pages[VOTES]
    pages[VOTES] = [replace(sound[0], pause=60.0)]
    pages.awaited = VOTES
    crawls = program.home / "crawls" / "ca_leginfo"
    out = crawls / "20260101T000000.000000Z"
    options = (*BILLS, "--session", "2007-08", "--url", site.address, "--delay", "0")
    command = [sys.executable, "-m", "scrapers", "crawl", "ca_leginfo", *options, "--out", str(out)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL) as spider:
        assert pages.asked.wait(60)
        spider.send_signal(signal.SIGKILL)
    assert not out.exists()
    pages[VOTES] = sound
    _asked(site)
    said = program.json(*_wish(site, *BILLS, "--resume"))
    assert _asked(site) == [VOTES, TEXT]
    assert said["pages"] == len(PAGES)
    assert [path.name for path in crawls.glob(".*Z.unfinished")] == []
    _assert_replays(program, said)


def test_there_must_be_something_to_go_on_with(site: Site, program: Program) -> None:
    ended = program.run(*_wish(site, *BILLS, "--resume"))
    assert ended.code == 2
    assert "there is no crawl of these measures that was cut off" in ended.err
    program.json(*_wish(site, *BILLS))
    assert program.run(*_wish(site, *BILLS, "--resume")).code == 2, "that one was whole"


def test_only_measures_that_moved_since_are_read_whole(site: Site, program: Program) -> None:
    said = program.json(*_wish(site, *BILLS, "--since", "2008-08-01"))
    asked = _asked(site)
    assert set(asked) == {page for page in PAGES_BY_PATH if "0SB375" in page or "History" in page}
    assert (said["items"]["bills"], said["items"]["roll_calls"]) == (1, 11)
    _assert_replays(program, said)
    program.json(*_wish(site, *BILLS))
    less = program.json(*_wish(site, *BILLS, "--since", "2026-01-01"))
    assert less["items"]["roll_calls"] == 0
    assert all(one["ok"] for one in less["monitors"]), "what is not asked for is not missing"


def test_without_a_measure_every_one_of_the_session_on_record_is_read(
    site: Site, program: Program
) -> None:
    empty = program.run(*_wish(site))
    assert empty.code == 2
    assert "the record holds none of the session 2007-2008" in empty.err
    program.json(*_wish(site, *BILLS))
    _asked(site)
    program.json(*_wish(site))
    assert sorted(_asked(site)) == sorted(PAGES_BY_PATH)


def test_the_budget_of_a_day_ends_a_crawl_and_the_next_day_goes_on(
    site: Site, program: Program
) -> None:
    ended = program.run(*_wish(site, *BILLS, "--budget", "4"))
    assert ended.code == 4
    assert "today's 4 requests to 127.0.0.1 are used up" in ended.err
    again = program.run(*_wish(site, *BILLS, "--budget", "4", "--resume"))
    assert again.code == 4, "the budget is that of the day, not of the process"
    counts = program.home / "crawls" / "requests.json"
    assert json.loads(counts.read_text("utf-8"))["hosts"] == {"127.0.0.1": 4}
    counts.unlink()
    assert len(_asked(site)) == 3
    said = program.json(*_wish(site, *BILLS, "--budget", "9", "--resume"))
    assert (len(_asked(site)), said["pages"]) == (len(PAGES) - 3, len(PAGES))


def test_to_go_on_if_there_is_something_to_go_on_with(site: Site, program: Program) -> None:
    wish = _wish(site, *BILLS, "--resume-if-any")
    assert program.run(*wish, "--budget", "4").code == 4, "there was none, so it began anew"
    first = _asked(site)
    said = program.json(*wish, "--budget", "10")
    assert sorted(first + _asked(site)) == sorted(PAGES_BY_PATH), "nothing is asked for twice"
    assert said["pages"] == len(PAGES)
    _assert_replays(program, said)


def test_a_crawl_that_was_gone_on_with_is_not_gone_on_with_again(
    site: Site, program: Program
) -> None:
    """Also where nothing had changed: else its old pages would be read for ever."""
    wish = _wish(site, *BILLS, "--resume-if-any")
    whole = program.json(*wish)
    counts = program.home / "crawls" / "requests.json"
    counts.unlink()
    assert program.run(*wish, "--budget", "4").code == 4
    counts.unlink()
    again = program.json(*wish)
    assert (again["items"], again["load"]["new"]) == (whole["items"], 0)
    _asked(site)
    program.json(*wish)
    assert sorted(_asked(site)) == sorted(PAGES_BY_PATH)


def test_what_another_site_said_is_not_gone_on_with(
    site: Site, pages: Pages, program: Program
) -> None:
    with serving(pages) as other:
        assert program.run(*_wish(other, *BILLS, "--budget", "4")).code == 4
    program.json(*_wish(site, *BILLS, "--resume-if-any"))
    assert sorted(_asked(site)) == sorted(PAGES_BY_PATH)


def test_a_crawl_that_ended_before_anything_came_hides_none_that_was_cut_off(
    site: Site, program: Program
) -> None:
    assert program.run(*_wish(site, *BILLS, "--budget", "4")).code == 4
    first = _asked(site)
    (cut_off,) = _folders(program)
    ended = cut_off.with_name(".29990101T000000.000000Z.unfinished")
    ended.mkdir()
    (ended / "crawl.json").write_bytes((cut_off / "crawl.json").read_bytes())
    program.json(*_wish(site, *BILLS, "--resume"))
    assert sorted(first + _asked(site)) == sorted(PAGES_BY_PATH)


def test_a_damaged_count_of_requests_is_no_free_pass(site: Site, program: Program) -> None:
    (program.home / "crawls").mkdir(parents=True)
    counts = program.home / "crawls" / "requests.json"
    counts.write_text("garbage", "utf-8")
    ended = program.run(*_wish(site, *BILLS))
    assert ended.code == 4
    assert "the requests of today cannot be counted: requests.json is damaged" in ended.err
    assert f"where: {counts}\n" in ended.err
    assert "what to do: remove that file" in ended.err
    assert site.requests == [], "not even robots.txt is asked for"
    status = next(row for row in program.json("status") if row["source"] == "ca_leginfo")
    assert "requests.json is damaged" in status["wrong"]
    counts.unlink()
    assert program.json(*_wish(site, *BILLS))["pages"] == len(PAGES)


def test_one_source_is_crawled_once_at_a_time(site: Site, pages: Pages, program: Program) -> None:
    pages[VOTES] = [replace(pages[VOTES][0], pause=60.0)]
    pages.awaited = VOTES
    environment = os.environ | {"ANSWERABLE_HOME": str(program.home)}
    command = [ready_python(), "-m", "tracker.cli", *_wish(site, *BILLS)]
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment) as first:
        assert pages.asked.wait(60)
        second = program.run(*_wish(site, *BILLS))
        status = next(row for row in program.json("status") if row["source"] == "ca_leginfo")
        first.send_signal(signal.SIGTERM)
    assert second.code == 2
    assert "another crawl of ca_leginfo is under way" in second.err
    assert (status["last_attempt"], status["wrong"]) == ("running", None)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--since", "yesterday"),
        ("--budget", "0"),
        ("--resume", "--file", "nowhere.warc.gz"),
        ("--resume-if-any", "--file", "nowhere.warc.gz"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    wrong: tuple[str, ...], site: Site, program: Program
) -> None:
    assert program.run(*_wish(site, *BILLS, *wrong)).code == 2
    assert _asked(site) == []
