"""Every attempt to read a source: begun, ended, and how, in one file of lines per source.

The file lies with the source's crawls, not in the store: an attempt that changes nothing writes
nothing there, and a store that cannot be opened does not hide that a crawl failed.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ValidationError

from tracker import paths
from tracker.errors import StoreError, UsageError

FILE = "attempts.jsonl"
_LOCK = ".lock"
_TRIES = 10
_PAUSE = 0.05
"""Seconds between two tries: `_is_held` may be looking just then, which takes an instant."""
BY_COMMAND = "command"
BY_SCHEDULE = "schedule"
LONGEST_DETAIL = 500
"""Characters. Whole lines are appended at once, so they must stay short."""


class Stopped(Exception):
    """Whoever began it told it to stop before it began."""


class Outcome(StrEnum):
    """How an attempt to read a source ended."""

    RUNNING = "running"
    """It has not ended yet."""
    LOADED = "loaded"
    """Read, and in the record."""
    UNCHANGED = "unchanged"
    """The source is as it was at the last good crawl."""
    KEPT = "kept"
    """Read and kept, as asked, without being loaded."""
    NOT_LOADED = "not_loaded"
    """Read and kept, and not loaded: a monitor failed."""
    UNREADABLE = "unreadable"
    """The source could not be read as what it should be."""
    FAILED = "failed"
    """Something on this side was in the way: what was asked for, or the store."""
    INTERRUPTED = "interrupted"
    """It was ended before the source was read."""

    @property
    def is_good(self) -> bool:
        """Whether the source was read whole and found sound."""
        return self in (Outcome.LOADED, Outcome.UNCHANGED, Outcome.KEPT)


class Through(BaseModel):
    """Up to which day nothing of a session needs to be read any more."""

    session: str
    """As in 20252026, however it was asked for."""
    day: date


@dataclass(frozen=True)
class Attempt:
    """One attempt at one source."""

    source: str
    session: str | None
    started_at: datetime
    started_by: str
    """`command` or `schedule`."""
    plan: str | None
    """What a plan of the schedule asked for; None of a command, and of runs before it was noted."""
    outcome: Outcome
    ended_at: datetime | None
    crawl: str | None
    """The folder that it left."""
    detail: str | None
    """What was wrong, in plain words."""
    through: Through | None = None
    """Up to which day it settled what changed, where its source has files of days."""


class _Begun(BaseModel):
    attempt: str
    started_at: datetime
    started_by: str
    session: str | None
    plan: str | None = None
    process: int


class _Ended(BaseModel):
    attempt: str
    ended_at: datetime
    outcome: Outcome
    crawl: str | None = None
    detail: str | None = None
    through: Through | None = None


class _Withdrawn(BaseModel):
    attempt: str
    withdrawn_at: datetime


@dataclass
class Ending:
    """How an attempt under way will be said to have ended; interrupted unless it is said."""

    lock: int
    """The descriptor of the lock of this source, for the spider to inherit."""
    outcome: Outcome = Outcome.INTERRUPTED
    crawl: Path | None = None
    detail: str | None = None
    through: Through | None = None
    file_day: date | None = None
    """The day whose file is read, where a site has files of days."""
    is_wrong_use: bool = False
    """What a person asked for cannot be meant: that is no attempt at the source. What the schedule
    asks for stays one, since nobody sees what it printed.
    """


@contextmanager
def attempting(
    source: str,
    session: str | None,
    *,
    started_by: str = BY_COMMAND,
    plan: str | None = None,
    wait: Callable[[], None] | None = None,
) -> Iterator[Ending]:
    """Notes that an attempt began and, however the block is left, how it ended. With `wait`, which
    is done again and again, it first waits until the one under way, if any, has ended.

    Raises:
        UsageError: another attempt at this source is under way.
        Stopped: `wait` was told to stop; nothing is noted.
        StoreError: it cannot be noted.
    """
    folder = paths.made(paths.crawls_dir(source))
    with _alone(folder, source, wait) as lock:
        begun = _Begun(
            attempt=secrets.token_hex(8),
            started_at=datetime.now(UTC),
            started_by=started_by,
            session=session,
            plan=plan,
            process=os.getpid(),
        )
        _append(folder, begun)
        ending = Ending(lock)
        try:
            yield ending
        finally:
            _append(folder, _last_line(begun, ending))


def _last_line(begun: _Begun, ending: Ending) -> _Ended | _Withdrawn:
    if ending.is_wrong_use and begun.started_by == BY_COMMAND:
        return _Withdrawn(attempt=begun.attempt, withdrawn_at=datetime.now(UTC))
    return _Ended(
        attempt=begun.attempt,
        ended_at=datetime.now(UTC),
        outcome=ending.outcome,
        crawl=str(ending.crawl) if ending.crawl else None,
        detail=ending.detail[:LONGEST_DETAIL] if ending.detail else None,
        through=ending.through,
    )


def attempts(source: str) -> list[Attempt]:
    """Every attempt at a source, oldest first. A line that is damaged is passed over."""
    path = paths.crawls_dir(source) / FILE
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    begun: dict[str, _Begun] = {}
    ended: dict[str, _Ended] = {}
    for line in lines:
        try:
            said = json.loads(line)
            if "withdrawn_at" in said:
                begun.pop(_Withdrawn.model_validate(said).attempt, None)
            elif "ended_at" in said:
                ended[said["attempt"]] = _Ended.model_validate(said)
            else:
                begun[said["attempt"]] = _Begun.model_validate(said)
        except (ValueError, KeyError, TypeError, ValidationError):
            continue
    newest = list(begun)[-1:] if _is_held(path.parent) else []
    return [
        _attempt(source, one, ended.get(name), may_run=name in newest)
        for name, one in begun.items()
    ]


def _attempt(source: str, begun: _Begun, ended: _Ended | None, *, may_run: bool) -> Attempt:
    if ended:
        outcome, detail = ended.outcome, ended.detail
    elif may_run:
        outcome, detail = Outcome.RUNNING, None
    else:
        outcome, detail = Outcome.INTERRUPTED, "the program ended before the crawl did"
    return Attempt(
        source=source,
        session=begun.session,
        started_at=begun.started_at,
        started_by=begun.started_by,
        plan=begun.plan,
        outcome=outcome,
        ended_at=ended.ended_at if ended else None,
        crawl=ended.crawl if ended else None,
        detail=detail,
        through=ended.through if ended else None,
    )


def _append(folder: Path, line: BaseModel) -> None:
    """One write of one whole line, so that two attempts at once do not mix theirs."""
    try:
        descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(descriptor, line.model_dump_json().encode() + b"\n")
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(
            f"the attempt cannot be noted: {error.strerror or error}",
            where=str(folder / FILE),
            what_to_do="free some space on that disk, or choose another ANSWERABLE_HOME",
        ) from error


@contextmanager
def _alone(folder: Path, source: str, wait: Callable[[], None] | None) -> Iterator[int]:
    """Holds the lock of a source, and gives its descriptor for the spider to inherit: it lasts as
    long as any process of the crawl lives. With `wait` it first waits until the crawl under way, if
    any, has ended.

    The lock is the kernel's (`flock`): it is let go when the last process that has it has ended,
    however each ended. `filelock` lets go of its own with the process that took it, and cannot tell
    whether one is held but by taking it.
    """
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _cannot_lock(folder, error) from error
    try:
        if not _take(descriptor, folder, wait):
            raise UsageError(
                f"another crawl of {source} is under way",
                where=str(folder),
                what_to_do="wait until it has ended; answerable status says what runs",
            )
        yield descriptor
    finally:
        os.close(descriptor)


def _is_held(folder: Path) -> bool:
    """Whether any process of a crawl of this source is alive."""
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _take(descriptor: int, folder: Path, wait: Callable[[], None] | None) -> bool:
    try:
        if wait is None:
            return any(_try(descriptor) for _ in range(_TRIES))
        while not _try(descriptor):
            wait()
        return True
    except OSError as error:
        raise _cannot_lock(folder, error) from error


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(_PAUSE)
        return False
    return True


def _cannot_lock(folder: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the crawls of a source cannot be kept apart: {error.strerror or error}",
        where=str(folder / _LOCK),
        what_to_do="let that file be written, or choose another ANSWERABLE_HOME",
    )
