"""Reading sources on time: each run a process of its own, one at a time per source.

A crawl finds its standard input at an end when the schedule has gone, however that ended, and ends
too: what it has is gone on with by the next run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from tracker.service.attempts import BY_SCHEDULE, PLAN, STARTED_BY, Outcome, attempts
from tracker.service.bulk_days import CAPITOL, Day, file_day
from tracker.service.missed_days import days_to_read
from tracker.service.schedule_file import Planned

PATIENCE = 20.0
"""Seconds in which a crawl that is told to stop may put away what it has."""


_NOT_ENDED = (Outcome.INTERRUPTED, Outcome.RUNNING)
"""Of the last run when the schedule begins: it ended with an earlier schedule, or is about to."""


class Runs:
    """The processes of this schedule; when it stops, they stop."""

    def __init__(self, tell: Callable[[str], None], codes: Mapping[int, str]) -> None:
        self._tell = tell
        self._codes = codes
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._begun: dict[Planned, datetime] = {}
        self._lock = threading.Lock()
        self._stopping = False

    def run(self, planned: Planned) -> None:
        """One crawl, to its end; none where it was begun since it last came due, for one that came
        due while this one waited. Of a plan for each day's changes one crawl for every day that is
        still to be read, in order, up to the first that fails: the next run begins with that.
        """
        now = datetime.now(UTC)
        begun = self._begun.get(planned)
        if begun and planned.next_after(begun) > now:
            return
        self._begun[planned] = now
        days = _days(planned, now)
        said = "all days were read"
        for day in days:
            title = f"{planned.title}, {day}" if len(days) > 1 else planned.title
            code = self._read(planned, title, planned.arguments_at(now, day))
            if code is None:
                return
            said = self._codes.get(code, f"ended with {code}")
            if code or day is days[-1]:
                break
            self._tell(f"{title}: {said}")
        due = planned.next_after(datetime.now(UTC))
        self._tell(f"{planned.title}: {said}; next at {due:%Y-%m-%d %H:%M %Z}")

    def _read(self, planned: Planned, title: str, arguments: Sequence[str]) -> int | None:
        """One process to its end: the code with which it ended. None where the schedule stops."""
        with self._lock:
            if self._stopping:
                return None
            child = subprocess.Popen(
                [sys.executable, "-m", "tracker.cli", *arguments],
                env=os.environ | {STARTED_BY: BY_SCHEDULE, PLAN: planned.asks},
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._children[planned.source] = child
        with child:
            self._tell(f"{title}: begun (process {child.pid})")
            code = child.wait()
        with self._lock:
            del self._children[planned.source]
        return code

    def stop(self) -> None:
        """Begin nothing more, and end what runs: with a word first, by force if it does not."""
        with self._lock:
            self._stopping = True
            children = list(self._children.values())
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()


def _days(planned: Planned, now: datetime) -> Sequence[date | None]:
    """The days whose changes a run that begins now reads; None where it is one crawl as planned."""
    if planned.changes not in (Day.TODAY, Day.YESTERDAY):
        return (None,)
    today = now.astimezone(CAPITOL).date()
    newest = file_day(planned.changes, today).date
    assert newest is not None, "a day that is counted from now is one of the calendar"
    return days_to_read(attempts(planned.source), planned.session, newest, today)


def run_schedule(
    plan: Sequence[Planned], tell: Callable[[str], None], codes: Mapping[int, str]
) -> None:
    """Runs what is planned until a signal to stop comes; `codes` are the words for exit codes.

    A run that comes due while another of its source is under way waits for that. What was missed
    while nothing was running, or is due again while it waits, is made up for once, not as often.
    """
    runs = Runs(tell, codes)
    scheduler = BackgroundScheduler(
        executors={planned.source: ThreadPoolExecutor(1) for planned in plan},
        job_defaults={"coalesce": True, "max_instances": 2, "misfire_grace_time": None},
        timezone=UTC,
    )
    now = datetime.now(UTC)
    for planned in plan:
        due = due_at(planned, now)
        scheduler.add_job(
            runs.run,
            planned.trigger,
            args=(planned,),
            executor=planned.source,
            next_run_time=due,
        )
        tell(f"{planned.title}: {'was missed, runs now' if due <= now else f'next at {due}'}")
    with _until_told_to_stop() as stop:
        scheduler.start()
        stop.wait()
    tell("stopping")
    runs.stop()
    scheduler.shutdown(wait=True)
    tell("stopped")


def due_at(planned: Planned, now: datetime) -> datetime:
    """When a plan is read next: now, if a run was missed since the schedule last began one, or that
    one did not come to its end.
    """
    begun = [
        one
        for one in attempts(planned.source)
        if one.started_by == BY_SCHEDULE and one.plan in (None, planned.asks)
    ]
    if begun:
        last = max(begun, key=lambda one: one.started_at)
        if last.outcome in _NOT_ENDED or planned.next_after(last.started_at) <= now:
            return now
    return planned.next_after(now)


@contextmanager
def _until_told_to_stop() -> Iterator[threading.Event]:
    stop = threading.Event()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(one, lambda *_: stop.set()) for one in signals]
    try:
        yield stop
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)
