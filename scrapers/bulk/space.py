"""The folder in which the file of a crawl comes and is staged; what a crawl leaves of it that is
ended by force, the next one sweeps away.

Nobody else may be working there. The program crawls a source once at a time, but a spider that a
person begins without it may run beside. So each holds a lock of the kernel's on its own folder:
that is let go when the process ends, however it ends, and only then is the folder left over.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from scrapers.staging import cannot_write

_PREFIX = ".fetched-"
_NOT_LOCKED = ".fetching-"
"""For the instant until it is locked; such a one is not swept."""


@contextmanager
def space_beside(out: Path) -> Iterator[Path]:
    """A folder beside the one asked for, so that what came is moved and not copied.

    Raises:
        CrawlFolderError: there can be none.
    """
    with ExitStack() as held:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix=_NOT_LOCKED, dir=out.parent))
            held.enter_context(_lock(made))
            space = made.rename(made.with_name(_PREFIX + made.name.removeprefix(_NOT_LOCKED)))
        except OSError as error:
            raise cannot_write(out, error) from error
        try:
            yield space
        finally:
            shutil.rmtree(space, ignore_errors=True)


def sweep(crawls: Path) -> None:
    """Removes such folders from among the crawls of a source, of processes that have ended."""
    for folder in crawls.glob(f"{_PREFIX}*"):
        with suppress(OSError), _lock(folder) as is_left_over:
            if is_left_over:
                shutil.rmtree(folder)


@contextmanager
def _lock(folder: Path) -> Iterator[bool]:
    """Whether nobody else holds it. On a disk without locks that is not known, and so not true."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _is_taken(descriptor)
    finally:
        os.close(descriptor)


def _is_taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
