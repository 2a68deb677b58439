"""The spider's process: the only one that a crawl begins, and that ends with it however it ends.

It is told on its standard input what to read, and says on its last line what came of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.coalition import own_coalition
from tracker.crawls.request import CrawlRequest
from tracker.errors import SourceError
from tracker.process.parent import PATIENCE
from tracker.service.attempts import Outcome, Stopped

CONTACT = "ANSWERABLE_CONTACT"
"""Where spiders look for whom a site may write to."""
OK, OTHER_READING, WRONG_USE = 0, 1, 2
"""Codes with which a spider ends."""


class SpiderFailed(Exception):
    """The spider ended without a crawl, and has said why on standard error."""

    def __init__(self, code: int, said: str | None) -> None:
        super().__init__(said or f"the spider ended with {code}")
        self.is_wrong_use = code == WRONG_USE
        self.outcome = Outcome.FAILED if self.is_wrong_use else Outcome.UNREADABLE
        self.said = said
        """Why, in one line; None where it ended without a word."""


@dataclass(frozen=True)
class Staged:
    """Where a crawl lies; an earlier one if nothing has changed since, which took so many
    requests to find out.
    """

    folder: Path
    unchanged: bool
    requests: int
    warnings: Sequence[str]
    """What a reader of the crawl should know of how it came about."""


def _environment() -> dict[str, str]:
    """That of this process, with the coalition's contact where it names none."""
    own = own_coalition()
    contact = {CONTACT: own.contact} if own and own.contact else {}
    return contact | dict(os.environ)


class Supervised:
    """One crawl as another thread sees it, which may stop it; it `tells` when its spider begins,
    which has `patience` seconds to end where the crawl breaks off.
    """

    def __init__(
        self, tell: Callable[[str], None] = lambda _said: None, patience: float = PATIENCE
    ) -> None:
        self._tell = tell
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._waits = False
        self.is_stopped = False

    def wait(self) -> None:
        """To be done again and again while another crawl of the source is under way.

        Raises:
            Stopped: it is told to stop.
        """
        if not self._waits:
            self._waits = True
            self._tell("waits for the crawl under way")
        if self.is_stopped:
            raise Stopped

    @contextmanager
    def running(
        self, command: Sequence[str], inherits: Sequence[int] = ()
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A child that is ended when the block is left by an error. Its standard input is a pipe
        that only this process holds open. Ctrl+C is for this process, which ends the child.
        """
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=tuple(inherits),
            start_new_session=True,
            env=_environment(),
        ) as child:
            try:
                with self._lock:
                    self._child = child
                    if self.is_stopped:
                        child.terminate()
                self._tell(f"begun (process {child.pid})")
                yield child
            except BaseException:
                _end(child, self._patience)
                raise
            finally:
                with self._lock:
                    self._child = None

    def stop(self, patience: float) -> None:
        """Ends the spider: with a word first, by force if it does not. None begins after it."""
        with self._lock:
            self.is_stopped = True
            child = self._child
        if child:
            _end(child, patience)


def _end(child: subprocess.Popen[bytes], patience: float) -> None:
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()


def _nothing() -> None:
    pass


def stage(
    request: CrawlRequest,
    supervised: Supervised,
    *,
    inherits: Sequence[int] = (),
    meanwhile: Callable[[], None] = _nothing,
) -> Staged:
    """Crawls a source into the folder asked for, unless an earlier crawl will do. `meanwhile` is
    done while the spider is at work; it `inherits` descriptors, such as that of a lock.

    Raises:
        SpiderFailed: it could not.
    """
    line = request.model_dump_json(exclude_defaults=True).encode() + b"\n"
    said = _run(["crawl", "-"], (OK,), supervised, line, meanwhile, inherits)
    folder = Path(said["folder"])
    return Staged(folder, said["unchanged"], said["requests"], said["warnings"])


def replay(folder: Path) -> dict[str, Any]:
    """Reads the archive of a crawl again: its items, and the first difference, if any.

    Raises:
        SpiderFailed: it could not.
    """
    return _run(["replay", str(folder)], (OK, OTHER_READING), Supervised())


def _run(
    arguments: Sequence[str],
    expected: Sequence[int],
    supervised: Supervised,
    line: bytes = b"",
    meanwhile: Callable[[], None] = _nothing,
    inherits: Sequence[int] = (),
) -> dict[str, Any]:
    command = [sys.executable, "-m", "scrapers", "--end-with-parent", *arguments]
    with supervised.running(command, inherits) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError):  # it has ended already, and its code says why
            child.stdin.write(line)
            child.stdin.flush()
        meanwhile()
        lines = child.stdout.read().splitlines()
        code = child.wait()
    try:
        said = json.loads(lines[-1])
        assert isinstance(said, dict)
    except (IndexError, ValueError, AssertionError) as error:
        if code not in expected:
            raise SpiderFailed(code, None) from error
        raise SourceError(
            "the spider ended without saying what came of it",
            where=" ".join((*command, line.decode().strip())),
            what_to_do="run that command by hand to see what it prints",
        ) from error
    if code not in expected:
        raise SpiderFailed(code, str(said.get("error", "")) or None)
    return said
