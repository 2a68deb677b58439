"""Reading sources on time: one at a time per source, each with one process, its spider.

A spider finds its standard input at an end when the schedule has gone, however that ended, and ends
too: what it has is gone on with by the next run.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from tracker.crawls.request import SourceRequest
from tracker.errors import AnswerableError
from tracker.service.alerting import said_once, tell_alerts
from tracker.service.attempts import BY_SCHEDULE, Outcome, Stopped, attempts
from tracker.service.days import Day, days_to_read, file_day
from tracker.service.one_schedule import as_the_one_schedule
from tracker.service.pipeline import Run, Wish, outcome_of, read_source
from tracker.service.schedule_file import Planned, read_schedule
from tracker.service.spider import SpiderFailed, Supervised

PATIENCE = 20.0
"""Seconds in which a spider that is told to stop may put away what it has."""
ALERTS = "alerts"
ALERTS_EVERY = 5
"""Minutes between two looks for changes, beside one after each load: a milestone comes due, and
what could not be sent is tried again.
"""

_SEE = "see answerable status"
_WORDS: Mapping[Outcome, str] = {
    Outcome.LOADED: "read",
    Outcome.UNCHANGED: "read",
    Outcome.KEPT: "read",
    Outcome.NOT_LOADED: f"kept and not loaded; {_SEE}",
    Outcome.UNREADABLE: f"could not be read; {_SEE}",
    Outcome.FAILED: f"could not be tried; {_SEE}",
    Outcome.INTERRUPTED: f"was interrupted; {_SEE}",
}

Read = Callable[[SourceRequest, str, Supervised], Outcome]
"""Reads what a plan asks for to its end. The plan is given as the history names it."""


def read_here(asked: SourceRequest, plan: str, supervised: Supervised) -> Outcome:
    """Reads a source in this process, beside its spider. Raises as `read_source` does."""
    return read_source(asked, Wish(), Run(BY_SCHEDULE, plan, supervised)).outcome


_NOT_ENDED = (Outcome.INTERRUPTED, Outcome.RUNNING)
"""Of the last run when the schedule begins: it ended with an earlier schedule, or is about to."""


class Runs:
    """What this schedule reads, each source in a thread; when it stops, their spiders stop."""

    def __init__(
        self,
        tell: Callable[[str], None],
        read: Read = read_here,
        loaded: Callable[[], None] = lambda: None,
    ) -> None:
        self._tell = tell
        self._read_source = read
        self._loaded = loaded
        self._under_way: set[Supervised] = set()
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
            outcome = self._read(planned, title, now, day)
            if outcome is None:
                return
            said = _WORDS[outcome]
            if not outcome.is_good or day is days[-1]:
                break
            self._tell(f"{title}: {said}")
        due = planned.next_after(datetime.now(UTC))
        self._tell(f"{planned.title}: {said}; next at {due:%Y-%m-%d %H:%M %Z}")

    def _read(
        self, planned: Planned, title: str, now: datetime, day: date | None
    ) -> Outcome | None:
        """One source to its end: how it ended. None where the schedule stops."""
        supervised = Supervised(lambda said: self._tell(f"{title}: {said}"))
        with self._lock:
            if self._stopping:
                return None
            self._under_way.add(supervised)
        try:
            outcome = self._read_source(planned.asked_at(now, day), planned.asks, supervised)
        except Stopped:
            return None
        except SpiderFailed as failed:
            if supervised.is_stopped:
                return None
            return failed.outcome
        except AnswerableError as error:
            self._tell(f"{title}: {error.what}")
            return outcome_of(error)
        finally:
            with self._lock:
                self._under_way.discard(supervised)
        if outcome is Outcome.LOADED:
            self._loaded()
        return outcome

    @property
    def is_stopping(self) -> bool:
        """Whether nothing more is begun."""
        return self._stopping

    def stop(self, patience: float = PATIENCE) -> None:
        """Begin nothing more, and end the spiders: what one of them read is not loaded then; what
        is being loaded here is loaded first.
        """
        with self._lock:
            self._stopping = True
            under_way = list(self._under_way)
        ending = [threading.Thread(target=one.stop, args=(patience,)) for one in under_way]
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join()


def _days(planned: Planned, now: datetime) -> Sequence[date | None]:
    """The days whose changes a run that begins now reads; None where it is one crawl as planned."""
    files = planned.source.day_files
    if not files or planned.asked.changes not in (Day.TODAY, Day.YESTERDAY):
        return (None,)
    today = now.astimezone(files.zone).date()
    newest = file_day(files, Day(planned.asked.changes), today).date
    assert newest is not None, "a day that is counted from now is one of the calendar"
    return days_to_read(files, attempts(planned.source.id), planned.session, newest, today)


class Schedule:
    """What is planned, under way in threads of this process until it is stopped.

    A run that comes due while another of its source is under way waits for that. What was missed
    while nothing was running, or is due again while it waits, is made up for once, not as often.
    """

    def __init__(
        self, plan: Sequence[Planned], tell: Callable[[str], None], read: Read = read_here
    ) -> None:
        self._plan = plan
        self._tell = tell
        self._remark = said_once(tell)
        self._runs = Runs(tell, read, self._look_now)
        names = [ALERTS, *(planned.source.id for planned in plan)]
        self._scheduler = BackgroundScheduler(
            executors={name: ThreadPoolExecutor(1) for name in names},
            job_defaults={"coalesce": True, "max_instances": 2, "misfire_grace_time": None},
            timezone=UTC,
        )

    def start(self) -> None:
        """Begins what was missed, and waits for the rest."""
        now = datetime.now(UTC)
        for planned in self._plan:
            due = due_at(planned, now)
            self._scheduler.add_job(
                self._runs.run,
                planned.trigger,
                args=(planned,),
                executor=planned.source.id,
                next_run_time=due,
            )
            missed = due <= now
            self._tell(f"{planned.title}: {'was missed, runs now' if missed else f'next at {due}'}")
        self._scheduler.add_job(
            self._send_alerts,
            IntervalTrigger(minutes=ALERTS_EVERY),
            id=ALERTS,
            executor=ALERTS,
            next_run_time=now,
        )
        self._scheduler.start()

    def _look_now(self) -> None:
        self._scheduler.modify_job(ALERTS, next_run_time=datetime.now(UTC))

    def _send_alerts(self) -> None:
        tell_alerts(self._tell, remark=self._remark, is_stopping=lambda: self._runs.is_stopping)

    def stop(self, patience: float = PATIENCE) -> None:
        """Ends what is under way, and waits until it has ended."""
        self._tell("stopping")
        self._runs.stop(patience)
        self._scheduler.shutdown(wait=True)
        self._tell("stopped")


def run_schedule(file: Path, tell: Callable[[str], None]) -> None:
    """Runs what that file plans until a signal to stop comes.

    Raises:
        DataFileError: the file is no schedule.
        UsageError: another schedule runs.
    """
    plan = read_schedule(file)
    with as_the_one_schedule(file), _until_told_to_stop() as stop:
        schedule = Schedule(plan, tell)
        schedule.start()
        stop.wait()
        schedule.stop()


def due_at(planned: Planned, now: datetime) -> datetime:
    """When a plan is read next: now, if a run was missed since the schedule last began one, or that
    one did not come to its end.
    """
    begun = [
        one
        for one in attempts(planned.source.id)
        if one.started_by == BY_SCHEDULE and one.plan in (None, planned.asks)
    ]
    if begun:
        # The last one noted, whatever its clock said: one noted in the future is over by now.
        last = begun[-1]
        since = min(last.started_at, now)
        if last.outcome in _NOT_ENDED or planned.next_after(since) <= now:
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
