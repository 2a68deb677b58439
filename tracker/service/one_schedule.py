"""One schedule per home: two would read every source twice.

The lock is the kernel's, as that of a source: it is let go when the process that has it ends,
however it ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker import paths
from tracker.errors import UsageError

LOCK = "schedule.lock"


@contextmanager
def as_the_one_schedule() -> Iterator[None]:
    """For as long as a schedule runs.

    Raises:
        UsageError: another one runs.
    """
    path = _path()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise UsageError(
            "another schedule runs already, and reads what is due",
            where=str(path),
            what_to_do="end it first: it is `answerable schedule run`, or an `answerable serve` "
            "whose coalition.yaml says schedule: true",
        ) from error
    try:
        yield
    finally:
        os.close(descriptor)


def schedule_runs() -> bool:
    """Whether a schedule runs now."""
    try:
        descriptor = os.open(_path(), os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _path() -> Path:
    return paths.made(paths.crawls_dir()) / LOCK
