"""The schedule is checked when it is read, and says when each source is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker import paths
from tracker.errors import DataFileError
from tracker.service.attempts import STARTED_BY, Outcome, attempting
from tracker.service.schedule_file import Planned, read_schedule, schedule_path
from tracker.service.scheduler import BY_SCHEDULE, due_at

GOOD = """
format: 1
timezone: America/Los_Angeles
sources:
  ca_leginfo: {cron: 30 6 * * mon-fri, session: 2007-08, bills: [SB 375], delay: 0.5, budget: 90}
  ca_pubinfo: {cron: 0 4 1 * *, session: '20072008'}
"""


def _read(text: str, folder: Path) -> list[Planned]:
    path = folder / "schedule.yaml"
    path.write_text(text, "utf-8")
    return read_schedule(path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    return tmp_path


def test_each_line_becomes_a_crawl_with_its_own_time(tmp_path: Path) -> None:
    pages, bulk = _read(GOOD, tmp_path)
    wish = ("crawl", "ca_leginfo", "--session", "2007-08", "--bill", "SB 375", "--delay", "0.5")
    assert pages.arguments == (*wish, "--budget", "90", "--resume-if-any")
    assert bulk.arguments == ("crawl", "ca_pubinfo", "--session", "20072008")
    friday = datetime(2026, 1, 30, 7, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    monday = datetime(2026, 2, 2, 6, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert pages.next_after(friday) == monday


@pytest.mark.parametrize(
    ("before", "after", "what", "where"),
    [
        ("ca_pubinfo", "ca_weather", "there is no source 'ca_weather'", "sources.ca_weather"),
        ("0 4 1 * *", "0 4 1 *", "has 4 fields, not 5", "ca_pubinfo.cron"),
        ("0 4 1 * *", "0 25 1 * *", "is no line of cron", "ca_pubinfo.cron"),
        ("0 4 1 * *", "0 4 * * 1-5", "by number", "ca_pubinfo.cron"),
        ("0 4 1 * *", "0 4 * * noday", "is no line of cron", "ca_pubinfo.cron"),
        ("0 4 1 * *", "0 4 31 2 *", "never comes due", "ca_pubinfo.cron"),
        ("America/Los_Angeles", "Pacific/Nowhere", "no time zone", "timezone"),
        ("America/Los_Angeles", "../../etc/passwd", "no time zone", "timezone"),
        ("session: 2007-08", "session: 1807-08", "session", "ca_leginfo.session"),
        ("[SB 375]", "[Senate Bill]", "is not a measure", "ca_leginfo.bills"),
        ("'20072008'", "'20072008', bills: [SB 1]", "never single measures", "ca_pubinfo.bills"),
        ("delay: 0.5", "delay: -1", "greater than or equal", "ca_leginfo.delay"),
        ("budget: 90", "budget: 0", "greater than or equal", "ca_leginfo.budget"),
        ("delay: 0.5", "speed: 9", "Extra inputs", "ca_leginfo.speed"),
        ("format: 1", "format: 2", "Input should be 1", "format"),
        ("sources:", "sources: {}\nothers:", "at least 1", "sources"),
        ("sources:", "sources: [", "cannot be read", "schedule.yaml"),
    ],
)
def test_a_schedule_that_cannot_be_meant_is_refused(
    before: str, after: str, what: str, where: str, tmp_path: Path
) -> None:
    assert before in GOOD
    with pytest.raises(DataFileError) as refused:
        _read(GOOD.replace(before, after), tmp_path)
    assert what in refused.value.what
    assert where in refused.value.where


def test_the_schedule_that_ships_can_be_read(home: Path) -> None:
    assert schedule_path() == paths.data_dir() / "schedule.yaml"
    assert {one.source for one in read_schedule(schedule_path())} == {"ca_pubinfo", "ca_leginfo"}
    (home / "schedule.yaml").write_text(GOOD, "utf-8")
    assert schedule_path() == home / "schedule.yaml"


def _attempt(monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    monkeypatch.setenv(STARTED_BY, by)
    with attempting("ca_pubinfo", None) as ending:
        ending.outcome = Outcome.LOADED


@pytest.mark.usefixtures("home")
def test_a_source_that_was_never_due_waits_for_its_time(tmp_path: Path) -> None:
    _, monthly = _read(GOOD, tmp_path)
    now = datetime.now(UTC)
    assert due_at(monthly, now) == monthly.next_after(now)


@pytest.mark.usefixtures("home")
def test_runs_that_were_missed_are_made_up_for_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, monthly = _read(GOOD, tmp_path)
    _attempt(monkeypatch, BY_SCHEDULE)
    now = datetime.now(UTC)
    assert due_at(monthly, now) > now
    later = now + timedelta(days=100)
    assert due_at(monthly, later) == later


@pytest.mark.usefixtures("home")
def test_a_crawl_by_hand_is_no_run_of_the_schedule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, monthly = _read(GOOD, tmp_path)
    _attempt(monkeypatch, "command")
    later = datetime.now(UTC) + timedelta(days=100)
    assert due_at(monthly, later) > later
