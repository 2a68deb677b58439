"""Days whose changes were missed are read when the schedule runs again, as real processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.cli.program import Program
from tests.ready_python import ready_python
from tests.sites.bulk import bulk_answers
from tests.sites.site import Answer, Site, serving
from tracker.crawls.sources import declared_source
from tracker.service.schedule_file import read_schedule
from tracker.service.scheduler import Runs

FILES = declared_source("ca_pubinfo").day_files or pytest.fail("it declares no files of days")
CAPITOL, KEPT, has_a_file = FILES.zone, FILES.kept_days, FILES.has_file
WHOLE = "/pubinfo_2007.zip"
PLAN = "--session 2007-08 --changes yesterday"


@pytest.fixture
def today() -> date:
    return datetime.now(CAPITOL).date()


@pytest.fixture
def site(today: date) -> Iterator[Site]:
    """The stand-in, whose file of a day was written on the evening of that day."""
    answers = bulk_answers()
    for day in _days(today, KEPT):
        answers[_path(day)] = _written(answers[_path(day)][0], day)
    with serving(answers) as site:
        yield site


@pytest.fixture
def home(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The home of the schedule, which runs in this process; its crawls are processes."""
    monkeypatch.setenv("ANSWERABLE_HOME", str(program.home))
    monkeypatch.setattr("sys.executable", ready_python())
    return program


def _days(today: date, back: int) -> list[date]:
    """The days of which there are files, from so many days back to yesterday."""
    days = [today - timedelta(days=n) for n in range(back, 0, -1)]
    return [day for day in days if has_a_file(day)]


def _path(day: date) -> str:
    return f"/pubinfo_{day:%a}.zip"


def _written(sound: Answer, day: date) -> list[Answer]:
    evening = datetime.combine(day, time(20), CAPITOL).astimezone(UTC)
    headers = {**sound.headers, "Last-Modified": format_datetime(evening, usegmt=True)}
    return [replace(sound, headers=headers)]


def _last_read(program: Program, day: date) -> None:
    """As if a run of the plan had last read the changes of that day."""
    folder = program.home / "crawls" / "ca_pubinfo"
    folder.mkdir(parents=True)
    begun = {"attempt": "0", "started_at": "2026-01-01T00:00:00Z", "started_by": "schedule"}
    ended = {"attempt": "0", "ended_at": "2026-01-01T00:01:00Z", "outcome": "loaded"}
    through = {"session": "20072008", "day": str(day)}
    lines = (
        begun | {"session": "2007-08", "plan": PLAN, "process": 1},
        ended | {"through": through},
    )
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (folder / "attempts.jsonl").write_text(text, "utf-8")


def _run(program: Program, site: Site) -> tuple[list[str], list[str]]:
    """One run of the plan: what was asked of the site, and what the schedule said."""
    path = program.home / "schedule.yaml"
    wish = f"cron: 0 0 1 1 *, session: 2007-08, delay: 0, url: '{site.address}'"
    program.home.mkdir(exist_ok=True)
    path.write_text(
        f"format: 1\ntimezone: UTC\nsources:\n  ca_pubinfo: {{{wish}, changes: yesterday}}\n",
        "utf-8",
    )
    (planned,) = read_schedule(path)
    before, told = len(site.requests), list[str]()
    Runs(told.append).run(planned)
    asked = [one.path for one in site.requests[before:] if one.path != "/robots.txt"]
    return asked, told


def _status(program: Program) -> dict[str, Any]:
    return next(row for row in program.json("status") if row["source"] == "ca_pubinfo")


def _crawl(program: Program, site: Site, *more: str) -> Any:
    asked = ("--session", "2007-08", "--url", site.address, "--delay", "0")
    return program.json("crawl", "ca_pubinfo", *asked, *more)


def test_missed_days_are_read_in_order_and_none_of_them_twice(
    site: Site, home: Program, today: date
) -> None:
    _last_read(home, today - timedelta(days=5))
    days = _days(today, 4)
    asked, told = _run(home, site)
    assert asked == [_path(day) for day in days]
    assert told[-1].startswith("ca_pubinfo: read; next at")
    runs = _status(home)["runs"][: len(days)]
    assert [run["through"] for run in reversed(runs)] == [str(day) for day in days]
    assert {(run["outcome"], run["plan"]) for run in runs} == {("loaded", PLAN)}
    asked, told = _run(home, site)
    assert asked == []
    assert told[0].startswith("ca_pubinfo: all days were read; next at")


def test_a_day_that_fails_is_said_and_the_later_ones_wait_for_it(
    site: Site, home: Program, today: date
) -> None:
    _last_read(home, today - timedelta(days=5))
    first, failing, *later = _days(today, 4)
    sound = site.answers[_path(failing)]
    assert isinstance(site.answers, dict)
    site.answers[_path(failing)] = [Answer(status=404)]
    asked, told = _run(home, site)
    assert asked == [_path(first), _path(failing)]
    assert told[-1].startswith("ca_pubinfo: could not be read; see answerable status; next at")
    status = _status(home)
    assert status["last_attempt"] == "unreadable"
    assert f"the file of {failing}: " in status["wrong"]
    assert status["wrong"].endswith("later days wait for it")
    site.answers[_path(failing)] = sound
    asked, _ = _run(home, site)
    assert asked == [_path(day) for day in (failing, *later)]
    assert _status(home)["wrong"] is None


def test_days_before_a_file_of_the_whole_session_are_not_read(
    site: Site, home: Program, today: date
) -> None:
    _last_read(home, today - timedelta(days=5))
    *_, newest = _days(today, 4)
    assert isinstance(site.answers, dict)
    site.answers[WHOLE] = _written(site.answers[WHOLE][0], newest)
    _crawl(home, site, "--no-load")
    _crawl(home, site, "--no-load")
    assert [run["through"] for run in _status(home)["runs"][:2]] == [None, None]
    assert _crawl(home, site)["load"]["loaded"] > 0
    asked, _ = _run(home, site)
    assert asked == [_path(newest)]


def test_days_that_the_site_holds_no_longer_are_named_and_the_others_read(
    site: Site, home: Program, today: date
) -> None:
    _last_read(home, today - timedelta(days=30))
    days = _days(today, KEPT)
    assert isinstance(site.answers, dict)
    for day in days[1:]:
        site.answers[_path(day)] = _written(site.answers[_path(day)][0], day - timedelta(days=7))
    asked, _ = _run(home, site)
    assert asked == [_path(day) for day in days]
    runs = _status(home)["runs"]
    oldest = runs[len(days) - 1]
    lost = [today - timedelta(days=n) for n in (29, 28)]
    assert f"from {next(day for day in lost if has_a_file(day))} to" in oldest["detail"]
    assert "was not read" in oldest["detail"]
    assert f"nothing is there of {days[1]}" in runs[len(days) - 2]["detail"]
    late = [day for day in days[-1:] if day == today - timedelta(days=1)]
    asked, _ = _run(home, site)
    assert asked == [_path(day) for day in late], "yesterday's may be late; no other comes any more"


def test_a_day_may_be_asked_for_by_its_date(site: Site, home: Program, today: date) -> None:
    day = _days(today, 4)[0]
    _crawl(home, site, "--changes", str(day))
    assert _status(home)["runs"][0]["through"] == str(day)
    ended = home.run("crawl", "ca_pubinfo", "--changes", str(today + timedelta(days=1)))
    assert ended.code == 2
