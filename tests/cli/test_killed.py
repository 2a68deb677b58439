"""What becomes of a crawl whose parent is killed: shown, kept apart, ended and gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.cli.program import Program
from tests.cli.watched_site import VOTES, Watched, begun, child_of, pages_asked, scheduling
from tests.sites.site import Site, serving


@pytest.fixture
def pages() -> Watched:
    return Watched()


@pytest.fixture
def site(pages: Watched) -> Iterator[Site]:
    with serving(pages) as site:
        yield site


def _wish(site: Site) -> tuple[str, ...]:
    asked = ("--session", "2007-08", "--bill", "SB 375", "--url", site.address, "--delay", "0")
    return ("crawl", "ca_leginfo", *asked)


@contextmanager
def _under_way(
    program: Program, pages: Watched, *arguments: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A command and its child, once the spider has asked for the votes page."""
    with begun(program, *arguments) as command:
        child = None
        try:
            assert pages.asked.wait(120)
            child = child_of(command.pid)
            yield command, child
        finally:
            for process in (command.pid, child):
                with suppress(ProcessLookupError):
                    if process:
                        os.kill(process, signal.SIGKILL)


def _said_until_all_have_ended(command: subprocess.Popen[str]) -> str:
    """What it and all that it began said: their one standard error ends with the last of them."""
    assert command.stderr is not None
    return command.stderr.read()


def _leginfo(program: Program) -> dict[str, Any]:
    return next(row for row in program.json("status") if row["source"] == "ca_leginfo")


def test_a_spider_whose_parent_is_killed_is_waited_for_and_then_gone_on_with(
    site: Site, pages: Watched, program: Program
) -> None:
    with _under_way(program, pages, *_wish(site)) as (command, spider):
        os.kill(spider, signal.SIGSTOP)
        command.kill()
        command.wait()
        second, status = program.run(*_wish(site)), _leginfo(program)
        os.kill(spider, signal.SIGCONT)
        said = _said_until_all_have_ended(command)
    assert second.code == 2
    assert "another crawl of ca_leginfo is under way" in second.err
    assert (status["last_attempt"], status["wrong"]) == ("running", None)
    assert "Traceback" not in said

    status = _leginfo(program)
    assert status["last_attempt"] == "interrupted"
    assert status["wrong"] == "it was interrupted: the program ended before the crawl did"
    pages.is_slow = False
    assert program.json(*_wish(site), "--resume")["pages"] == 4
    asked = pages_asked(site)
    assert (asked.count(VOTES), len(set(asked))) == (2, len(asked) - 1)


def _schedule(program: Program, site: Site) -> None:
    program.home.mkdir()
    wish = f"session: 2007-08, bills: [SB 375], delay: 0, url: '{site.address}'"
    (program.home / "schedule.yaml").write_text(
        f"format: 1\ntimezone: UTC\nsources:\n  ca_leginfo: {{cron: 0 0 1 1 *, {wish}}}\n",
        "utf-8",
    )
    folder = program.home / "crawls" / "ca_leginfo"
    folder.mkdir(parents=True)
    begun = '"started_at": "2020-01-01T00:00:00Z", "started_by": "schedule", "session": null'
    (folder / "attempts.jsonl").write_text(f'{{"attempt": "0", {begun}, "process": 1}}\n', "utf-8")


def _heard(command: subprocess.Popen[str], words: str) -> str:
    """The first line that it says with these words in it."""
    assert command.stderr is not None
    return next(line for line in command.stderr if words in line)


def test_a_crawl_ends_with_a_schedule_that_is_killed_and_is_finished_by_the_next(
    site: Site, pages: Watched, program: Program
) -> None:
    """The next schedule begins while the crawl of the first is still ending, and waits for it."""
    _schedule(program, site)
    with _under_way(program, pages, "schedule", "run") as (schedule, crawl):
        os.kill(crawl, signal.SIGSTOP)
        schedule.kill()
        schedule.wait()
        before = len(pages_asked(site))
        assert _leginfo(program)["last_attempt"] == "running"
        with scheduling(program) as second:
            _heard(second, "waits for the crawl under way")
            assert len(pages_asked(site)) == before, "nothing is asked while the first is there"
            pages.is_slow = False
            os.kill(crawl, signal.SIGCONT)
            said = _said_until_all_have_ended(schedule)
            assert "read; next at" in _heard(second, "ca_leginfo: read")
    assert "Traceback" not in said
    status = _leginfo(program)
    assert [run["outcome"] for run in status["runs"][:2]] == ["loaded", "interrupted"]
    assert status["runs"][1]["detail"] == "the program ended before the crawl did"
    asked = pages_asked(site)
    assert (asked.count(VOTES), len(set(asked))) == (2, len(asked) - 1)


def test_a_run_that_comes_due_while_a_person_crawls_waits_for_that(
    site: Site, pages: Watched, program: Program
) -> None:
    _schedule(program, site)
    with _under_way(program, pages, *_wish(site)) as (command, spider):
        with scheduling(program) as schedule:
            _heard(schedule, "waits for the crawl under way")
            pages.is_slow = False
            os.kill(spider, signal.SIGKILL)
            assert "read; next at" in _heard(schedule, "ca_leginfo: read")
        assert command.wait() == 4
    outcomes = [(run["started_by"], run["outcome"]) for run in _leginfo(program)["runs"][:2]]
    assert outcomes == [("schedule", "loaded"), ("command", "unreadable")]
