"""One crawl at a time per source: a lock that lasts as long as any process of the crawl lives.

It is the kernel's (`flock`), on a descriptor that the spider inherits: it is let go when the last
of them has ended, however each ended. `filelock` lets go of its own with the process that took it,
and cannot tell whether one is held but by taking it.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import StoreError, UsageError

_FILE = ".lock"
_TRIES = 10
_PAUSE = 0.05
"""Seconds between two tries: `is_held` may be looking just then, which takes an instant."""


@contextmanager
def alone(folder: Path, source: str, *, wait: bool) -> Iterator[int]:
    """Holds the lock of a source, and gives its descriptor for the spider to inherit. With `wait`
    it first waits until the crawl under way, if any, has ended.

    Raises:
        UsageError: another crawl of this source is under way.
        StoreError: nothing can be locked in that folder.
    """
    try:
        descriptor = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _cannot_lock(folder, error) from error
    try:
        if not _take(descriptor, folder, wait=wait):
            raise UsageError(
                f"another crawl of {source} is under way",
                where=str(folder),
                what_to_do="wait until it has ended; answerable status says what runs",
            )
        yield descriptor
    finally:
        os.close(descriptor)


def is_held(folder: Path) -> bool:
    """Whether any process of a crawl of this source is alive."""
    try:
        descriptor = os.open(folder / _FILE, os.O_RDONLY)
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


def _take(descriptor: int, folder: Path, *, wait: bool) -> bool:
    try:
        if wait:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            return True
        return any(_try(descriptor) for _ in range(_TRIES))
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
        where=str(folder / _FILE),
        what_to_do="let that file be written, or choose another ANSWERABLE_HOME",
    )
