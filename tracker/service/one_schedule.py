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
_LONGEST_PATH = 1 << 16


@contextmanager
def as_the_one_schedule(file: Path) -> Iterator[None]:
    """For as long as the schedule of that file runs.

    Raises:
        UsageError: another one runs.
    """
    path = paths.made(paths.crawls_dir()) / LOCK
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
        os.ftruncate(descriptor, 0)
        os.write(descriptor, os.fsencode(file.resolve()))
        yield
    finally:
        os.close(descriptor)


def running_schedule() -> Path | None:
    """The file of the schedule that runs now; None where none does."""
    try:
        descriptor = os.open(paths.crawls_dir() / LOCK, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return Path(os.fsdecode(os.read(descriptor, _LONGEST_PATH)))
    finally:
        os.close(descriptor)
    return None
