"""Attempts at sources are noted when they begin and however they end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.errors import StoreError
from tracker.service.attempts import FILE, Outcome, attempting, attempts
from tracker.service.status import RECENT, SourceStatus, statuses

TITLES = {"somewhere": "a source", "elsewhere": "another"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    return tmp_path


def _end(outcome: Outcome, detail: str | None = None) -> None:
    with attempting("somewhere", "20072008") as ending:
        ending.outcome, ending.detail = outcome, detail


def _status() -> SourceStatus:
    return statuses(TITLES, datetime.now(UTC))[0]


@pytest.mark.usefixtures("home")
def test_a_source_that_was_never_tried_is_not_in_trouble() -> None:
    assert [one.source for one in statuses(TITLES, datetime.now(UTC))] == ["somewhere", "elsewhere"]
    assert (_status().last_good, _status().last_attempt, _status().wrong) == (None, None, None)


@pytest.mark.usefixtures("home")
def test_an_attempt_is_under_way_until_it_ends() -> None:
    with attempting("somewhere", None) as ending:
        assert [one.outcome for one in attempts("somewhere")] == [Outcome.RUNNING]
        assert _status().wrong is None
        ending.outcome = Outcome.LOADED
    (attempt,) = attempts("somewhere")
    assert attempt.ended_at is not None
    assert (attempt.outcome, attempt.started_by) == (Outcome.LOADED, "command")


@pytest.mark.usefixtures("home")
def test_an_attempt_that_an_error_ends_is_interrupted() -> None:
    with pytest.raises(KeyboardInterrupt), attempting("somewhere", None):
        raise KeyboardInterrupt
    assert attempts("somewhere")[0].outcome is Outcome.INTERRUPTED


def test_only_the_newest_can_be_under_way(home: Path) -> None:
    """Another process may bear the number of one that was killed, as in a container begun anew."""
    begun = '"started_at": "2026-01-01T00:00:00Z", "started_by": "command", "session": null'
    line = f'{{"attempt": "0", {begun}, "process": {os.getpid()}}}\n'
    folder = home / "crawls" / "somewhere"
    folder.mkdir(parents=True)
    (folder / FILE).write_text(line, "utf-8")
    assert [one.outcome for one in attempts("somewhere")] == [Outcome.INTERRUPTED]
    with attempting("somewhere", None):
        assert [one.outcome for one in attempts("somewhere")] == [
            Outcome.INTERRUPTED,
            Outcome.RUNNING,
        ]


@pytest.mark.usefixtures("home")
def test_to_look_whether_one_is_under_way_keeps_none_from_beginning() -> None:
    _end(Outcome.LOADED)
    looking = threading.Event()

    def look() -> None:
        while not looking.is_set():
            attempts("somewhere")

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for _ in range(50):
            _end(Outcome.LOADED)
    finally:
        looking.set()
        thread.join()


def test_a_lock_that_cannot_be_written_is_an_error(home: Path) -> None:
    (home / "crawls" / "somewhere" / ".lock").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be kept apart"), attempting("somewhere", None):
        pass


def test_an_attempt_whose_process_is_gone_was_interrupted(home: Path) -> None:
    """As after a loss of power: nothing says how it ended."""
    code = (
        "import os\n"
        "from tracker.service.attempts import attempting\n"
        "with attempting('somewhere', None):\n"
        "    os._exit(9)\n"
    )
    environment = os.environ | {"ANSWERABLE_HOME": str(home)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert attempts("somewhere")[0].outcome is Outcome.INTERRUPTED
    assert _status().wrong == "it was interrupted: the program ended before the crawl did"


@pytest.mark.usefixtures("home")
def test_a_wrong_use_is_an_attempt_only_where_the_schedule_began_it() -> None:
    """A person has read what was wrong; of the schedule only the history tells."""
    for by in ("command", "schedule"):
        with attempting("somewhere", "18071808", started_by=by) as ending:
            ending.outcome, ending.is_wrong_use = Outcome.FAILED, True
            ending.detail = "there is no such session"
    assert [one.started_by for one in attempts("somewhere")] == ["schedule"]
    assert _status().wrong == "it could not be tried: there is no such session"


@pytest.mark.usefixtures("home")
def test_what_is_wrong_is_said_until_the_next_good_read() -> None:
    _end(Outcome.LOADED)
    _end(Outcome.UNREADABLE, "the site did not answer in time")
    _end(Outcome.UNREADABLE, "the site did not answer in time")
    assert _status().wrong == (
        "the source could not be read: the site did not answer in time (2 attempts in a row)"
    )
    good = _status().last_good
    assert good and good.outcome is Outcome.LOADED
    _end(Outcome.UNCHANGED)
    assert _status().wrong is None


@pytest.mark.usefixtures("home")
def test_the_newest_attempts_are_shown_first() -> None:
    for number in range(RECENT + 3):
        _end(Outcome.NOT_LOADED, f"number {number}")
    assert [one.detail for one in _status().recent][:2] == ["number 12", "number 11"]
    assert len(_status().recent) == RECENT


def test_a_damaged_line_hides_no_other(home: Path) -> None:
    _end(Outcome.LOADED)
    path = home / "crawls" / "somewhere" / FILE
    path.write_bytes(b'{"attempt": "x"\n\xff\xfe[]\n"text"\n' + path.read_bytes() + b'{"atte')
    assert [one.outcome for one in attempts("somewhere")] == [Outcome.LOADED]


@pytest.mark.usefixtures("home")
def test_a_long_reason_is_cut_so_that_a_line_stays_one_write() -> None:
    _end(Outcome.UNREADABLE, "x" * 100_000)
    assert len(attempts("somewhere")[0].detail or "") == 500


def test_a_home_that_cannot_be_written_is_an_error(home: Path) -> None:
    (home / "crawls").write_text("not a folder", "utf-8")
    with pytest.raises(StoreError), attempting("somewhere", None):
        pass


def test_a_clock_that_was_once_wrong_hides_nothing_after_it(home: Path) -> None:
    begun = (
        '{"attempt":"a","started_at":"2039-01-01T00:00:00Z","started_by":"schedule",'
        '"session":null,"process":1}'
    )
    ended = '{"attempt":"a","ended_at":"2039-01-01T00:01:00Z","outcome":"loaded"}'
    folder = home / "crawls" / "somewhere"
    folder.mkdir(parents=True)
    (folder / FILE).write_text(f"{begun}\n{ended}\n", "utf-8")
    _end(Outcome.UNREADABLE, "the site is down")
    last = _status().last_attempt
    assert last is not None
    assert last.outcome is Outcome.UNREADABLE
    assert "the site is down" in (_status().wrong or "")
