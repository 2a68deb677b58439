"""Space for what a process unpacks: gone with it, or swept by the next one if it was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_YOUNG = 60.0
"""Seconds in which a folder may be one that is just being made, and not locked yet."""


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """An empty folder in the system's place for such, for its owner alone. What an earlier process
    left there under this name, because it was killed, is removed first.
    """
    prefix = f"answerable-{name}-"
    _sweep(Path(tempfile.gettempdir()), prefix)
    with tempfile.TemporaryDirectory(prefix=prefix) as made:
        descriptor = os.open(made, os.O_RDONLY)
        try:
            with suppress(OSError):  # a disk without locks: nobody sweeps there either
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Path(made)
        finally:
            os.close(descriptor)


def _sweep(parent: Path, prefix: str) -> None:
    """Removes such folders of this user that no process holds: the kernel lets go of a lock when
    the process ends, however it ends.
    """
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            seen = folder.lstat()
            if seen.st_uid == os.getuid() and time.time() - seen.st_mtime > _YOUNG:
                _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    """Raises OSError where a process holds it, or it is no folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(descriptor)
