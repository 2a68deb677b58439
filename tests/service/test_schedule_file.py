"""The schedule is checked when it is read, and says when each source is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tracker import paths
from tracker.crawls.request import SourceRequest
from tracker.errors import DataFileError
from tracker.service.attempts import BY_SCHEDULE, FILE, Outcome, attempting
from tracker.service.schedule_file import Planned, read_schedule, schedule_path
from tracker.service.scheduler import due_at

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
    now = datetime.now(UTC)
    assert pages.asked_at(now) == SourceRequest(
        source="ca_leginfo",
        session="2007-08",
        bills=("SB 375",),
        delay=0.5,
        budget=90,
        resume_if_any=True,
    )
    assert bulk.asked_at(now) == SourceRequest(source="ca_pubinfo", session="20072008")
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
        ("'20072008'", "'20072008', listed: true", "no list of", "ca_pubinfo.listed"),
        ("delay: 0.5", "listed: true", "beside the site's own list", "ca_leginfo.listed"),
        ("delay: 0.5", "listed: everything", "true or false", "ca_leginfo.listed"),
        ("delay: 0.5", "delay: -1", "at least", "ca_leginfo.delay"),
        ("budget: 90", "budget: 0", "at least", "ca_leginfo.budget"),
        ("delay: 0.5", "speed: 9", "no such entry", "ca_leginfo.speed"),
        ("format: 1", "format: 2", "this must be 1", "format"),
        ("sources:", "sources: {}\nothers:", "at least 1", "sources"),
        (
            "'20072008'",
            "'20072008', changes: Monday",
            "this must be one of 'Mon'",
            "ca_pubinfo.changes",
        ),
        ("'20072008'", "'20072008', changes: Sun", "no file of a Sunday", "ca_pubinfo.changes"),
        (
            "'20072008'",
            "'20072008', daily: tomorrow",
            "this must be one of 'Mon'",
            "ca_pubinfo.daily",
        ),
        ("'20072008'", "'20072008', daily: Mon, changes: Mon", "two files", "ca_pubinfo.daily"),
        ("'20072008'", "'20072008', since: 3", "reads files", "ca_pubinfo.since"),
        ("delay: 0.5", "changes: today", "no files of a day", "ca_leginfo.changes"),
        ("delay: 0.5", "since: -1", "at least", "ca_leginfo.since"),
        ("delay: 0.5", "since: 2026-01-01", "whole number", "ca_leginfo.since"),
        ("delay: 0.5", "since: 400", "at most 366", "ca_leginfo.since"),
        ("sources:", "sources: [", "cannot be read", "schedule.yaml"),
        ("ca_pubinfo:", "openstates:", "downloaded by hand", "sources.openstates"),
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


@pytest.mark.parametrize(
    ("plans", "what", "where"),
    [
        ("[]", "at least 1", "sources.ca_pubinfo"),
        (
            "[{cron: 0 4 * * *, session: 2007-08}, 7]",
            "entries, each with a name",
            "sources.ca_pubinfo.1",
        ),
        (
            "[{cron: 0 4 * * *, session: 2007-08}, {cron: 0 25 * * *, session: 2007-08}]",
            "is no line of cron",
            "sources.ca_pubinfo.1.cron",
        ),
        (
            "[{cron: 0 4 * * *, session: 2007-08}, {cron: 0 4 * * *, session: 2007-08}]",
            "the same plan stands twice",
            "sources.ca_pubinfo.1",
        ),
    ],
)
def test_plans_of_a_source_that_cannot_be_meant_are_refused(
    plans: str, what: str, where: str, tmp_path: Path
) -> None:
    with pytest.raises(DataFileError) as refused:
        _read(f"format: 1\ntimezone: UTC\nsources:\n  ca_pubinfo: {plans}\n", tmp_path)
    assert what in refused.value.what
    assert refused.value.where.endswith(where)


def test_a_plan_may_read_every_measure_that_the_site_lists(tmp_path: Path) -> None:
    text = GOOD.replace("bills: [SB 375]", "listed: true")
    pages, _ = _read(text, tmp_path)
    asked = pages.asked_at(datetime.now(UTC))
    assert (asked.session, asked.bills, asked.listed) == ("2007-08", (), True)
    assert pages.asks == "--session 2007-08 --listed"


SEVERAL = """
format: 1
timezone: America/Los_Angeles
sources:
  ca_pubinfo:
    - {cron: 0 4 * * sun, session: 2007-08}
    - {cron: 0 5 * * *, session: 2007-08, changes: yesterday}
  ca_leginfo: {cron: 0 6 * * *, session: 2007-08, since: 3}
"""


def test_a_source_may_have_several_plans(tmp_path: Path) -> None:
    whole, changes, pages = _read(SEVERAL, tmp_path)
    now = datetime.now(UTC)
    assert whole.asked_at(now) == SourceRequest(source="ca_pubinfo", session="2007-08")
    assert changes.asked_at(now) == whole.asked.model_copy(update={"changes": "yesterday"})
    assert changes.asked_at(now, date(2026, 3, 2)).changes == "2026-03-02"
    assert whole.title == "ca_pubinfo --session 2007-08"
    assert changes.title == "ca_pubinfo --session 2007-08 --changes yesterday"
    assert pages.title == "ca_leginfo"


def test_days_back_are_counted_when_a_run_begins_where_the_schedule_is(tmp_path: Path) -> None:
    pages = _read(SEVERAL, tmp_path)[2]
    for moment, day in (
        (datetime(2026, 3, 2, 12, tzinfo=UTC), "2026-02-27"),
        (datetime(2026, 3, 2, 4, tzinfo=UTC), "2026-02-26"),
    ):
        assert str(pages.asked_at(moment).since) == day
    assert pages.asks == "--session 2007-08 --since 3 days before"


def test_the_schedule_that_ships_can_be_read(home: Path) -> None:
    assert schedule_path() == paths.data_dir() / "schedule.yaml"
    assert [one.title for one in read_schedule(schedule_path())] == [
        "ca_pubinfo --session 20252026",
        "ca_pubinfo --session 20252026 --changes yesterday",
        "ca_leginfo",
    ]
    (home / "schedule.yaml").write_text(GOOD, "utf-8")
    assert schedule_path() == home / "schedule.yaml"


def _attempt(by: str, plan: str | None = None) -> None:
    with attempting("ca_pubinfo", None, started_by=by, plan=plan) as ending:
        ending.outcome = Outcome.LOADED


@pytest.mark.usefixtures("home")
def test_a_source_that_was_never_due_waits_for_its_time(tmp_path: Path) -> None:
    _, monthly = _read(GOOD, tmp_path)
    now = datetime.now(UTC)
    assert due_at(monthly, now) == monthly.next_after(now)


@pytest.mark.usefixtures("home")
def test_runs_that_were_missed_are_made_up_for_at_once(tmp_path: Path) -> None:
    _, monthly = _read(GOOD, tmp_path)
    _attempt(BY_SCHEDULE)
    now = datetime.now(UTC)
    assert due_at(monthly, now) > now
    later = now + timedelta(days=100)
    assert due_at(monthly, later) == later


@pytest.mark.usefixtures("home")
def test_a_run_that_did_not_come_to_its_end_is_made_up_for(tmp_path: Path) -> None:
    _, monthly = _read(GOOD, tmp_path)
    now = datetime.now(UTC)
    with attempting("ca_pubinfo", None, started_by=BY_SCHEDULE):
        assert due_at(monthly, now) == now, "it runs on without the schedule that began it"
    assert due_at(monthly, now) == now
    _attempt(BY_SCHEDULE)
    assert due_at(monthly, now) > now


def test_a_run_noted_in_the_future_holds_up_none(home: Path, tmp_path: Path) -> None:
    """As by a clock that was wrong for a while: the plan runs on at its times."""
    _, monthly = _read(GOOD, tmp_path)
    _attempt(BY_SCHEDULE)
    noted = home / "crawls" / "ca_pubinfo" / FILE
    now = datetime.now(UTC)
    noted.write_text(noted.read_text("utf-8").replace(f'"{now.year}-', '"2039-'), "utf-8")
    assert due_at(monthly, now) == monthly.next_after(now)
    _attempt(BY_SCHEDULE)
    later = datetime.now(UTC) + timedelta(days=100)
    assert due_at(monthly, later) == later


@pytest.mark.usefixtures("home")
def test_the_run_of_one_plan_is_none_of_another(tmp_path: Path) -> None:
    whole, changes, _ = _read(SEVERAL, tmp_path)
    _attempt(BY_SCHEDULE, changes.asks)
    later = datetime.now(UTC) + timedelta(days=10)
    assert due_at(changes, later) == later
    assert due_at(whole, later) > later, "it was never begun, so it waits for its time"


@pytest.mark.usefixtures("home")
def test_a_crawl_by_hand_is_no_run_of_the_schedule(tmp_path: Path) -> None:
    _, monthly = _read(GOOD, tmp_path)
    _attempt("command")
    later = datetime.now(UTC) + timedelta(days=100)
    assert due_at(monthly, later) > later
